package io.zkchain.compiler.graph.expand;

import static io.zkchain.compiler.graph.expand.ExpandedNodes.ints;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.List;
import java.util.Map;

/** LinearRegressor and LinearClassifier: a matrix product and what follows it. */
final class LinearExpansions {

  private LinearExpansions() {}

  static void regressor(Node node, NodeInputs in, ExpandedNodes out) {
    int targets = (int) node.intAttribute("targets", 1);
    String y = product(node, in, out, targets);
    out.result(0, new ClassScores(node, out, new long[0]).transformed(y));
  }

  static void classifier(Node node, NodeInputs in, ExpandedNodes out) {
    long[] labels = ClassScores.labels(node, "classlabels_ints", "classlabels_strings");
    double[] intercepts = ClassScores.floats(node, "intercepts");
    int scores = intercepts.length == 0 ? labels.length : intercepts.length;
    ClassScores classes = new ClassScores(node, out, labels);
    String y = product(node, in, out, scores);
    if (scores > 1) {
      classes.byLargest(y);
    } else {
      classes.byThreshold(y, 0);
      classes.complement(y);
    }
  }

  // x W^T + intercepts, dims [rows, count].
  private static String product(Node node, NodeInputs in, ExpandedNodes out, int count) {
    double[] weights = ClassScores.floats(node, "coefficients");
    double[] intercepts = ClassScores.floats(node, "intercepts");
    int features = features(in);
    if (count == 0 || weights.length != count * features) {
      throw node.invalid(
          "%d coefficients do not fit %d scores of %d features"
              .formatted(weights.length, count, features));
    }
    String x = out.reshape(node.input(0), -1, features);
    String w = out.floats(weights, count, features);
    List<String> inputs =
        intercepts.length == 0
            ? List.of(x, w)
            : List.of(x, w, out.floats(intercepts, intercepts.length));
    return out.node("Gemm", inputs, Map.of("transB", ints(1)));
  }

  /** The length of the last axis; a vector is one row. */
  static int features(NodeInputs in) {
    return features(in, 0);
  }

  static int features(NodeInputs in, int input) {
    int rank = in.shape(input).rank();
    return rank == 0 ? 1 : in.shape(input).dim(rank - 1);
  }
}
