package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.Optional;

/** Batch normalisation in inference as y = factor x + offset, by channel. */
record BatchNorm(double[] factors, double[] offsets) {

  /** The factors of a BatchNormalization node, if its parameters are constant. */
  static Optional<BatchNorm> of(Graph graph, Node node) {
    for (int input = 1; input < 5; input++) {
      if (!graph.isConstant(node.input(input))) {
        return Optional.empty();
      }
    }
    double epsilon = node.floatAttribute("epsilon", 1e-5f);
    double[] scale = values(graph, node, 1);
    double[] bias = values(graph, node, 2);
    double[] mean = values(graph, node, 3);
    double[] variance = values(graph, node, 4);
    double[] offsets = new double[scale.length];
    for (int k = 0; k < scale.length; k++) {
      scale[k] /= Math.sqrt(variance[k] + epsilon);
      offsets[k] = bias[k] - mean[k] * scale[k];
    }
    return Optional.of(new BatchNorm(scale, offsets));
  }

  private static double[] values(Graph graph, Node node, int input) {
    return NodeInputs.of(graph, node).requireConstant(input, "a parameter").toDoubles();
  }
}
