package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.graph.TensorShape;

/** Strided views as lists of source positions. */
final class Strided {

  private Strided() {}

  /** {@code offset + sum of index * stride} for all indices of a shape, row-major. */
  static int[] sources(TensorShape shape, int offset, int[] strides) {
    int[] sources = new int[shape.size()];
    int[] index = new int[shape.rank()];
    int source = offset;
    for (int i = 0; i < sources.length; i++) {
      sources[i] = source;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        source += strides[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        source -= index[axis] * strides[axis];
        index[axis] = 0;
      }
    }
    return sources;
  }
}
