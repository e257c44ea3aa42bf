package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * TreeEnsembleClassifier: the scores of TreeEnsembleRegressor and what follows them.
 *
 * <p>Of two classes, ONNX Runtime takes the second where its score passes 0 (0.5 where all weights
 * belong to one class and none is negative); weights that all belong to the first class count as
 * the score of the second, against its complement or opposite.
 */
final class TreeExpansions {
  private static final Map<String, String> RENAMED =
      Map.of(
          "class_treeids", "target_treeids",
          "class_nodeids", "target_nodeids",
          "class_ids", "target_ids",
          "class_weights", "target_weights",
          "class_weights_as_tensor", "target_weights_as_tensor");

  private static final Set<String> LABELS =
      Set.of("classlabels_int64s", "classlabels_strings", "post_transform");

  private TreeExpansions() {}

  static void classifier(Node node, NodeInputs in, ExpandedNodes out) {
    long[] labels = ClassScores.labels(node, "classlabels_int64s", "classlabels_strings");
    List<Long> ids = node.intsAttribute("class_ids").orElse(List.of());
    Set<Long> distinct = new TreeSet<>(ids);
    int bases = ClassScores.floats(node, "base_values").length;
    ClassScores classes = new ClassScores(node, out, labels);
    if (labels.length != 2) {
      classes.byLargest(scores(node, out, labels.length, false));
      return;
    }
    double threshold = distinct.size() == 1 && positive(node) ? 0.5 : 0;
    if (distinct.equals(Set.of(0L)) && bases < 2) {
      String score = scores(node, out, 1, true);
      classes.byThreshold(score, threshold);
      if (threshold > 0) {
        classes.complement(score);
      } else {
        classes.opposite(score);
      }
      return;
    }
    if (bases > 0) {
      throw node.invalid(
          "base_values of two classes are ambiguous unless all weights are the first's:"
              + " add them to the leaves");
    }
    if (distinct.size() == 2) {
      requireBothScores(node, ids);
    }
    String both = scores(node, out, 2, false);
    String second = out.node("Slice", List.of(both, out.int64s(1), out.int64s(2), out.int64s(1)));
    classes.byThreshold(second, threshold);
    out.result(1, classes.transformed(both));
  }

  /**
   * Where both of two classes have weights, runtimes disagree on leaves with a weight for one
   * alone: ONNX Runtime takes the only score of a row as that of the second class.
   */
  private static void requireBothScores(Node node, List<Long> ids) {
    List<Long> trees = node.intsAttribute("class_treeids").orElse(List.of());
    List<Long> nodes = node.intsAttribute("class_nodeids").orElse(List.of());
    Map<List<Long>, Set<Long>> named = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(ids.size(), Math.min(trees.size(), nodes.size())); i++) {
      named
          .computeIfAbsent(List.of(trees.get(i), nodes.get(i)), leaf -> new TreeSet<>())
          .add(ids.get(i));
    }
    named.forEach((leaf, classes) -> {
      if (classes.size() == 1) {
        throw node.invalid(
            ("leaf %d of tree %d has a weight for one of two classes alone, which is ambiguous:"
                    + " give the other a weight of 0")
                .formatted(leaf.get(1), leaf.get(0)));
      }
    });
  }

  private static boolean positive(Node node) {
    double[] weights =
        node.tensorAttribute("class_weights_as_tensor")
            .map(data -> data.toDoubles())
            .orElseGet(() -> ClassScores.floats(node, "class_weights"));
    for (double weight : weights) {
      if (weight < 0) {
        return false;
      }
    }
    return true;
  }

  // As a regressor, all weights of one target where they belong to one class.
  private static String scores(Node node, ExpandedNodes out, int targets, boolean single) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    node.attributes()
        .forEach((name, value) -> {
          if (!LABELS.contains(name)) {
            attributes.put(RENAMED.getOrDefault(name, name), value);
          }
        });
    if (single && attributes.get("target_ids") instanceof Attribute.IntList(List<Long> ids)) {
      attributes.put("target_ids", new Attribute.IntList(ids.stream().map(id -> 0L).toList()));
    }
    attributes.put("n_targets", new Attribute.IntValue(targets));
    return out.node(Node.ML_DOMAIN, "TreeEnsembleRegressor", List.of(node.input(0)), attributes);
  }
}
