package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** BatchNormalization in inference whose parameters come from the input. */
final class BatchNormExpansion {

  private BatchNormExpansion() {}

  /** (x - mean) (scale / sqrt(variance + epsilon)) + bias, by channel. */
  static void expand(Node node, NodeInputs in, ExpandedNodes out) {
    int rank = in.shape(0).rank();
    long[] channels = new long[Math.max(1, rank - 1)];
    Arrays.fill(channels, 1);
    channels[0] = in.shape(1).dim(0);
    String epsilon = out.scalar(node.floatAttribute("epsilon", 1e-5f));
    String variance = out.node("Add", List.of(node.input(4), epsilon));
    String deviation = out.node("Sqrt", List.of(variance));
    String factor = out.node("Div", List.of(node.input(1), deviation));
    String centred = out.node("Sub", List.of(node.input(0), out.reshape(node.input(3), channels)));
    String scaled = out.node("Mul", List.of(centred, out.reshape(factor, channels)));
    out.result(0, out.node("Add", List.of(scaled, out.reshape(node.input(2), channels))));
  }

  /** Whether a parameter of a BatchNormalization comes from the input. */
  static boolean applies(Node node, NodeInputs in) {
    return IntStream.range(1, 5).anyMatch(k -> in.constant(k).isEmpty());
  }
}
