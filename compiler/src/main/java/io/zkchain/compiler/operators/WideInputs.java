package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.util.List;

/**
 * Inputs that need 32 bits: raw features, whose columns differ so much in magnitude that one scale
 * of B bits would leave nothing of the small ones. They are told by their readers: trees, or
 * factors of very different size for each column.
 */
final class WideInputs {
  private static final double SPREAD = 16;
  private static final double MARGIN = 1.25;
  private static final int FINEST = 40;

  private WideInputs() {}

  static boolean isWide(Graph graph, Value input) {
    List<Node> readers = graph.consumers().getOrDefault(input.name(), List.of());
    return input.type().dtype().isFloat()
        && !readers.isEmpty()
        && readers.stream().allMatch(node -> needsDigits(graph, node, input.name()));
  }

  private static boolean needsDigits(Graph graph, Node node, String input) {
    if (node.domain().equals(Node.ML_DOMAIN)) {
      return node.opType().startsWith("TreeEnsemble");
    }
    if (!node.is("Mul")) {
      return false;
    }
    TensorData factor = graph.initializers().get(node.input(node.input(0).equals(input) ? 1 : 0));
    return factor != null && spread(factor) > SPREAD;
  }

  private static double spread(TensorData data) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < data.size(); i++) {
      double size = Math.abs(data.doubleAt(i));
      least = size > 0 ? Math.min(least, size) : least;
      most = Math.max(most, size);
    }
    return most / least;
  }

  /** e, if the input's unit is 2^-e: the finest at which the largest value seen fits. */
  static int exponent(double largest) {
    int exponent = FINEST;
    while (exponent > -FINEST && Math.scalb(largest * MARGIN, exponent) >= 0x1p31) {
      exponent--;
    }
    return exponent;
  }
}
