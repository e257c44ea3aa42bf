package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Multidirectional broadcasting as in numpy: shapes aligned at the last axis, ones repeat. */
public final class Broadcasting {

  private Broadcasting() {}

  /**
   * The common shape.
   *
   * @throws io.zkchain.compiler.error.InvalidModelException if two lengths differ and neither is 1
   */
  public static TensorShape common(Node node, List<TensorShape> shapes) {
    int rank = shapes.stream().mapToInt(TensorShape::rank).max().orElse(0);
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    for (TensorShape shape : shapes) {
      int shift = rank - shape.rank();
      for (int axis = 0; axis < shape.rank(); axis++) {
        int dim = shape.dim(axis);
        int current = dims[axis + shift];
        if (dim != current && dim != 1 && current != 1) {
          throw node.invalid("shapes " + shapes + " cannot be broadcast together");
        }
        dims[axis + shift] = current == 1 ? dim : current;
      }
    }
    return TensorShape.of(dims);
  }

  /**
   * The row-major strides by which an operand is read under the broadcast shape: 0 on axes that it
   * repeats.
   */
  public static int[] strides(TensorShape operand, TensorShape broadcast) {
    int shift = broadcast.rank() - operand.rank();
    int[] own = operand.strides();
    return IntStream.range(0, broadcast.rank())
        .map(axis -> axis < shift || operand.dim(axis - shift) == 1 ? 0 : own[axis - shift])
        .toArray();
  }
}
