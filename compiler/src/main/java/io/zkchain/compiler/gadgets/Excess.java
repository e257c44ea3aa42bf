package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/** The excess e = x - v of a clamp, in {@link Digits} of any number; see {@link Requantise}. */
final class Excess {
  private final Lowering l;
  private final String name;
  private final Interval domain;
  private final Interval reach;
  private final Digits digits;

  /**
   * @param before buffer of the value before clamping
   * @param after buffer of the value after it
   * @param wide range before clamping
   * @param domain range after it
   */
  Excess(
      Lowering l, String name, int[] dims, int before, int after, Interval wide, Interval domain) {
    this.l = l;
    this.name = name;
    this.domain = domain;
    int buffer =
        l.compute(
            Arithmetic.volume(dims),
            (execution, out) -> {
              long[] x = execution.buffer(before);
              long[] v = execution.buffer(after);
              for (int i = 0; i < out.length; i++) {
                out[i] = x[i] - v[i];
              }
            });
    this.reach =
        new Interval(Math.min(0, wide.lo() - domain.lo()), Math.max(0, wide.hi() - domain.hi()));
    this.digits = Digits.of(l, name + ".excess", dims, buffer, reach, 0, l::step);
  }

  /** e. */
  QTensor sum() {
    return digits.sum();
  }

  /** sg = [e >= 0], cells B. */
  QTensor sign() {
    return digits.output();
  }

  /** Bounds on e. */
  Interval reach() {
    return reach;
  }

  /** e (v - lo - (hi - lo) sg) = 0 with sg = [e >= 0]. */
  void forceEnds(QTensor clamped) {
    QTensor v = clamped.at(Scale.ONE);
    List<Long> factors = List.of(1L, -(domain.hi() - domain.lo()));
    QTensor span = Arithmetic.sum(l, name + ".ends", List.of(v, digits.output()), factors);
    QTensor ends = Arithmetic.plus(l, name + ".ends", span, -domain.lo());
    l.vanish(name + ".clamp", List.of(Arithmetic.product(name + ".clamp", ends, sum())));
  }
}
