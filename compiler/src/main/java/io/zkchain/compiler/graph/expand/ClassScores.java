package io.zkchain.compiler.graph.expand;

import static io.zkchain.compiler.graph.expand.ExpandedNodes.ints;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** From raw scores to a label and transformed scores, as ONNX Runtime does it. */
final class ClassScores {
  private final Node node;
  private final ExpandedNodes out;
  private final long[] labels;
  private final String transform;

  /**
   * @param labels of the classes; their positions where the classes are strings
   */
  ClassScores(Node node, ExpandedNodes out, long[] labels) {
    this.node = node;
    this.out = out;
    this.labels = labels.clone();
    this.transform = node.stringAttribute("post_transform", "NONE");
  }

  /** The class labels of a node: integers, or positions of strings. */
  static long[] labels(Node node, String integers, String strings) {
    List<Long> given = node.intsAttribute(integers).orElse(List.of());
    if (!given.isEmpty()) {
      return given.stream().mapToLong(Long::longValue).toArray();
    }
    long[] positions = new long[node.stringsAttribute(strings).map(List::size).orElse(0)];
    Arrays.setAll(positions, k -> k);
    return positions;
  }

  /** One score for each class: the label of the first largest, and all transformed. */
  void byLargest(String scores) {
    String index =
        out.node("ArgMax", List.of(scores), Map.of("axis", ints(1), "keepdims", ints(0)));
    out.result(0, labelled(index));
    out.result(1, transformed(scores));
  }

  /** The label of the second class where the score of dims [rows, 1] passes a threshold. */
  void byThreshold(String score, double threshold) {
    String above = out.node("Greater", List.of(score, out.scalar(threshold)));
    out.result(0, labelled(out.cast(out.reshape(above, -1), DataType.INT64)));
  }

  /** The scores of two classes, 1 - s and s, with s or its logistic function. */
  void complement(String score) {
    String own = transform.equals("LOGISTIC") ? out.node("Sigmoid", List.of(score)) : score;
    String first = out.node("Sub", List.of(out.scalar(1), own));
    out.result(1, out.node("Concat", List.of(first, own), Map.of("axis", ints(1))));
  }

  /** The scores of two classes, -s and s, or their logistic functions. */
  void opposite(String score) {
    String first = out.node("Neg", List.of(score));
    String both = out.node("Concat", List.of(first, score), Map.of("axis", ints(1)));
    out.result(1, transform.equals("LOGISTIC") ? out.node("Sigmoid", List.of(both)) : both);
  }

  /** The transformed scores. */
  String transformed(String scores) {
    return switch (transform) {
      case "NONE" -> scores;
      case "SOFTMAX" -> out.node("Softmax", List.of(scores), Map.of("axis", ints(1)));
      case "LOGISTIC" -> out.node("Sigmoid", List.of(scores));
      default -> throw node.invalid("post_transform " + transform + " has no circuit");
    };
  }

  // The labels at positions.
  String labelled(String index) {
    boolean positions = true;
    for (int k = 0; k < labels.length; k++) {
      positions &= labels[k] == k;
    }
    return positions
        ? index
        : out.node("Gather", List.of(out.int64s(labels), index), Map.of("axis", ints(0)));
  }

  /** Transforms that {@link #transformed} knows. */
  static boolean knows(Node node) {
    return List.of("NONE", "SOFTMAX", "LOGISTIC")
        .contains(node.stringAttribute("post_transform", "NONE"));
  }

  static double[] floats(Node node, String attribute) {
    List<Float> values = node.floatsAttribute(attribute).orElse(List.of());
    return values.stream().mapToDouble(Float::doubleValue).toArray();
  }

  static Attribute strings(String value) {
    return new Attribute.StringValue(value);
  }
}
