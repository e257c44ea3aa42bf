package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.SliceGeometry;
import java.util.Set;
import java.util.stream.IntStream;

/** Nodes that return their first input unchanged. */
final class IdleNodes {

  /** Operators that keep the row-major order: equal types mean equal tensors. */
  private static final Set<String> ORDER_KEEPING =
      Set.of("Cast", "CastLike", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Tile");

  private static final Set<String> VARIADIC = Set.of("Concat", "Sum", "Mean", "Max", "Min");

  private IdleNodes() {}

  static boolean isIdle(Node node, NodeInputs in, TensorType result) {
    if (!node.domain().isEmpty() || !result.equals(in.type(0))) {
      return false;
    }
    return switch (node.opType()) {
      case "Transpose" -> {
        var perm = Axes.permutation(node, result.shape().rank());
        // moving an axis of length 1 past others moves no element
        var real = perm.stream().filter(axis -> result.shape().dim(axis) > 1).toList();
        yield IntStream.range(1, real.size()).allMatch(i -> real.get(i - 1) < real.get(i));
      }
      case "Slice" -> SliceGeometry.of(node, in).steps().stream().allMatch(step -> step > 0);
      default ->
          ORDER_KEEPING.contains(node.opType())
              || (VARIADIC.contains(node.opType()) && node.inputs().size() == 1);
    };
  }
}
