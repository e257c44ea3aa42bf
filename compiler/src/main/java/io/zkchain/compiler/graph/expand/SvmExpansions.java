package io.zkchain.compiler.graph.expand;

import static io.zkchain.compiler.graph.expand.ExpandedNodes.ints;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** SVMRegressor and SVMClassifier: kernels of all support vectors, then a matrix product. */
final class SvmExpansions {
  private final Node node;
  private final ExpandedNodes out;
  private final int features;
  private final String x;
  private final double gamma;
  private final double offset;
  private final double degree;

  private SvmExpansions(Node node, NodeInputs in, ExpandedNodes out) {
    this.node = node;
    this.out = out;
    this.features = LinearExpansions.features(in);
    this.x = out.reshape(out.cast(node.input(0), DataType.FLOAT), -1, features);
    double[] parameters = ClassScores.floats(node, "kernel_params");
    this.gamma = parameters.length > 0 ? parameters[0] : 0;
    this.offset = parameters.length > 1 ? parameters[1] : 0;
    this.degree = parameters.length > 2 ? parameters[2] : 0;
  }

  static void regressor(Node node, NodeInputs in, ExpandedNodes out) {
    SvmExpansions svm = new SvmExpansions(node, in, out);
    double[] coefficients = ClassScores.floats(node, "coefficients");
    double[] rho = ClassScores.floats(node, "rho");
    boolean vectors = node.intAttribute("n_supports", 0) > 0;
    String y =
        vectors
            ? svm.weighed(coefficients, 1, rho)
            : out.node(
                "Gemm",
                List.of(
                    svm.x, out.floats(coefficients, coefficients.length, 1), out.floats(rho, 1)));
    if (node.intAttribute("one_class", 0) != 0) {
      String positive = out.cast(out.node("Greater", List.of(y, out.scalar(0))), DataType.FLOAT);
      String twice = out.node("Mul", List.of(positive, out.scalar(2)));
      y = out.node("Sub", List.of(twice, out.scalar(1)));
    }
    out.result(0, y);
  }

  static void classifier(Node node, NodeInputs in, ExpandedNodes out) {
    new SvmExpansions(node, in, out).classify();
  }

  private void classify() {
    long[] labels = ClassScores.labels(node, "classlabels_ints", "classlabels_strings");
    int classes = labels.length;
    int pairs = classes * (classes - 1) / 2;
    double[] rho = ClassScores.floats(node, "rho");
    if (rho.length != pairs) {
      throw node.invalid("%d values of rho for %d classes".formatted(rho.length, classes));
    }
    double[] weights = pairWeights(classes, pairs);
    String scores = weighed(weights, pairs, rho);
    ClassScores tail = new ClassScores(node, out, labels);
    String first = out.node("Greater", List.of(scores, out.scalar(0)));
    if (classes == 2) {
      String second = out.cast(out.node("Not", List.of(first)), DataType.INT64);
      out.result(0, tail.labelled(out.reshape(second, -1)));
      tail.opposite(scores);
      return;
    }
    String index =
        out.node(
            "ArgMax", List.of(votes(first, classes)), Map.of("axis", ints(1), "keepdims", ints(0)));
    out.result(0, tail.labelled(index));
    out.result(1, tail.transformed(scores));
  }

  // Vector m of class i has the coefficients of its classifiers against all other classes.
  private double[] pairWeights(int classes, int pairs) {
    List<Long> counts = node.intsAttribute("vectors_per_class").orElse(List.of());
    double[] coefficients = ClassScores.floats(node, "coefficients");
    int vectors = counts.stream().mapToInt(Long::intValue).sum();
    if (counts.size() != classes || coefficients.length != (classes - 1) * vectors) {
      throw node.invalid(
          "%d coefficients do not fit %d vectors of %d classes"
              .formatted(coefficients.length, vectors, classes));
    }
    double[] weights = new double[vectors * pairs];
    int first = 0;
    for (int own = 0; own < classes; own++) {
      for (int m = first; m < first + counts.get(own); m++) {
        int pair = 0;
        for (int i = 0; i < classes; i++) {
          for (int j = i + 1; j < classes; j++) {
            if (own == i || own == j) {
              int row = own == i ? j - 1 : i;
              weights[m * pairs + pair] = coefficients[row * vectors + m];
            }
            pair++;
          }
        }
      }
      first += counts.get(own).intValue();
    }
    return weights;
  }

  // A pair's flag counts for its first class, else for its second.
  private String votes(String flags, int classes) {
    int pairs = classes * (classes - 1) / 2;
    double[] matrix = new double[pairs * classes];
    double[] second = new double[classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++) {
        matrix[pair * classes + i] = 1;
        matrix[pair * classes + j] = -1;
        second[j]++;
        pair++;
      }
    }
    return out.node(
        "Gemm",
        List.of(
            out.cast(flags, DataType.FLOAT),
            out.floats(matrix, pairs, classes),
            out.floats(second, classes)));
  }

  // K(x, v) W + rho. A linear kernel needs no kernels: x V^T W.
  private String weighed(double[] weights, int columns, double[] rho) {
    double[] matrix = weights;
    String kernels = x;
    if (node.stringAttribute("kernel_type", "LINEAR").equals("LINEAR")) {
      double[] vectors = vectors();
      matrix = new double[features * columns];
      for (int v = 0; v < vectors.length; v++) {
        for (int k = 0; k < columns; k++) {
          matrix[v % features * columns + k] += vectors[v] * weights[v / features * columns + k];
        }
      }
    } else {
      kernels = kernels();
    }
    String w = out.floats(matrix, matrix.length / columns, columns);
    return out.node("Gemm", List.of(kernels, w, out.floats(rho, columns)));
  }

  private double[] vectors() {
    double[] vectors = ClassScores.floats(node, "support_vectors");
    if (vectors.length == 0 || vectors.length % features != 0) {
      throw node.invalid(
          "%d numbers are no support vectors of %d features".formatted(vectors.length, features));
    }
    return vectors;
  }

  // K(x, v), dims [rows, vectors].
  private String kernels() {
    double[] vectors = vectors();
    int count = vectors.length / features;
    return switch (node.stringAttribute("kernel_type", "LINEAR")) {
      case "POLY" ->
          out.node("Pow", List.of(products(vectors, gamma, filled(count)), out.scalar(degree)));
      case "SIGMOID" -> out.node("Tanh", List.of(products(vectors, gamma, filled(count))));
      case "RBF" -> radial(vectors, count);
      default -> throw node.invalid("unknown kernel_type");
    };
  }

  private double[] filled(int count) {
    double[] offsets = new double[count];
    Arrays.fill(offsets, offset);
    return offsets;
  }

  // factor x v + bias
  private String products(double[] vectors, double factor, double[] bias) {
    double[] scaled = Arrays.stream(vectors).map(v -> factor * v).toArray();
    String w = out.floats(scaled, vectors.length / features, features);
    List<String> inputs = List.of(x, w, out.floats(bias, bias.length));
    return out.node("Gemm", inputs, Map.of("transB", ints(1)));
  }

  // exp(-gamma |x - v|^2); the squares of x are shared by all vectors.
  private String radial(double[] vectors, int count) {
    double[] norms = new double[count];
    for (int i = 0; i < vectors.length; i++) {
      norms[i / features] -= gamma * vectors[i] * vectors[i];
    }
    String mixed = products(vectors, 2 * gamma, norms);
    String squares = out.sum(out.node("Mul", List.of(x, x)), 1);
    String own = out.node("Mul", List.of(squares, out.scalar(-gamma)));
    return out.node("Exp", List.of(out.node("Add", List.of(mixed, own))));
  }
}
