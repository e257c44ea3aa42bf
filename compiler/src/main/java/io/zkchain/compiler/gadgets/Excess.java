package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** The excess e = 2^s e1 + e0 of CLAMP, with the sign of e1; see {@link Requantise}. */
final class Excess {
  private final Lowering l;
  private final String name;
  private final Interval domain;
  private final QTensor high;
  private final QTensor sign;
  private final QTensor low;

  /**
   * @param quotient buffer of the value before clamping
   * @param clamped buffer of the value after it
   */
  Excess(
      Lowering l,
      String name,
      int[] dims,
      int quotient,
      int clamped,
      Interval wide,
      Interval domain) {
    this.l = l;
    this.name = name;
    this.domain = domain;
    int s = l.settings().shift();
    Interval reach =
        new Interval(
            Math.min(0, wide.lo() - domain.lo()) >> s, Math.max(0, wide.hi() - domain.hi()) >> s);
    int bits = 1;
    while (-(1L << (bits - 1)) > reach.lo() || (1L << (bits - 1)) - 1 < reach.hi()) {
      bits++;
    }
    long mask = (1L << s) - 1;
    int highBuffer = part(dims, quotient, clamped, e -> e >> s);
    int lowBuffer = part(dims, quotient, clamped, e -> e & mask);
    Committed rows = l.pair(name + ".excess", dims, l.step(bits), highBuffer);
    Committed lows = l.single(name + ".excess0", dims, l.remainders(), lowBuffer);
    Scale one = Scale.ONE;
    high = l.read(rows, Cell.A, name + ".e1", dims, one.shifted(s), reach);
    sign = l.read(rows, Cell.B, name + ".sg", dims, one, new Interval(0, 1));
    low = l.read(lows, Cell.C, name + ".e0", dims, one, new Interval(0, (1L << s) - 1));
  }

  // A function of the excess of each element.
  private int part(int[] dims, int quotient, int clamped, LongUnaryOperator f) {
    return l.compute(
        Arithmetic.volume(dims),
        (execution, out) -> {
          long[] q = execution.buffer(quotient);
          long[] v = execution.buffer(clamped);
          for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsLong(q[i] - v[i]);
          }
        });
  }

  /** e. */
  QTensor sum() {
    return Arithmetic.sum(l, name + ".e", List.of(high, low), List.of(1L, 1L));
  }

  /** e (v - lo - (hi - lo) sg) = 0. */
  void forceEnds(QTensor clamped) {
    QTensor v = clamped.at(Scale.ONE);
    QTensor span =
        Arithmetic.sum(
            l, name + ".ends", List.of(v, sign), List.of(1L, -(domain.hi() - domain.lo())));
    QTensor ends = Arithmetic.plus(l, name + ".ends", span, -domain.lo());
    QTensor product = Arithmetic.product(name + ".clamp", ends, sum());
    l.vanish(name + ".clamp", List.of(product));
  }
}
