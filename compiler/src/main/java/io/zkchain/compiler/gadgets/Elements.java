package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Kernels that compute each element from elements at the same place. */
final class Elements {

  private Elements() {}

  /** A buffer of f(x). */
  static int map(Lowering l, QTensor x, LongUnaryOperator f) {
    return map(l, x.dims(), x.buffer(), f);
  }

  /** A buffer of f of a buffer's integers. */
  static int map(Lowering l, int[] dims, int buffer, LongUnaryOperator f) {
    return l.compute(
        Arithmetic.volume(dims),
        (execution, out) -> {
          long[] in = execution.buffer(buffer);
          for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsLong(in[i]);
          }
        });
  }

  /** A buffer of f(x, y) for tensors of equal dims. */
  static int zip(Lowering l, QTensor x, QTensor y, LongBinaryOperator f) {
    return l.compute(
        x.size(),
        (execution, out) -> {
          long[] u = execution.of(x);
          long[] v = execution.of(y);
          for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsLong(u[i], v[i]);
          }
        });
  }
}
