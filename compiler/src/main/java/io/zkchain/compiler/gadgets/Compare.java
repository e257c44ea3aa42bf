package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * CMP and EQ: comparisons of integers of any width, as 0 or 1 at scale 1.
 *
 * <p>Operands broadcast and are aligned to the finer scale first, so the comparison is exact.
 *
 * <p>CMP: the difference {@code d = 2^(ks) d1 + d0 + ..}, row {@code (d1, [d1 >= 0])}, d0 .. in the
 * range table of s bits. <b>Unique:</b> {@link Digits}; d >= 0 exactly if d1 >= 0, since the lower
 * digits are not negative. The result is a table's output, so it is linear and can be a factor.
 *
 * <p>EQ: a difference of few bits is looked up itself, row {@code (d, [d = 0])}; else [d = 0] = [d
 * >= 0] - [d - 1 >= 0], two CMP.
 */
public final class Compare {
  private static final int NARROW = 8;

  private Compare() {}

  /** [x >= y]. */
  public static QTensor atLeast(Lowering l, String name, QTensor x, QTensor y) {
    return notNegative(l, name, difference(l, name, x, y));
  }

  /** [x > y]. */
  public static QTensor greater(Lowering l, String name, QTensor x, QTensor y) {
    QTensor d = difference(l, name, x, y);
    return notNegative(l, name, Arithmetic.plus(l, d.name(), d, -1));
  }

  /** [x <= y]. */
  public static QTensor atMost(Lowering l, String name, QTensor x, QTensor y) {
    return atLeast(l, name, y, x);
  }

  /** [x < y]. */
  public static QTensor less(Lowering l, String name, QTensor x, QTensor y) {
    return greater(l, name, y, x);
  }

  /** [x = y]. */
  public static QTensor equal(Lowering l, String name, QTensor x, QTensor y) {
    return zero(l, name, difference(l, name, x, y));
  }

  /** [d >= 0]. */
  public static QTensor notNegative(Lowering l, String name, QTensor d) {
    return digits(l, name, d).output();
  }

  /** d in digits, of which the high one has the output [d >= 0]. */
  static Digits digits(Lowering l, String name, QTensor d) {
    Digits digits = Digits.of(l, name, d.dims(), d.buffer(), d.range(), narrow(l), l::step);
    digits.equal(name + ".compare", d);
    return digits;
  }

  /** [d = 0]. */
  public static QTensor zero(Lowering l, String name, QTensor d) {
    int bits = Digits.bits(d.range());
    if (bits > narrow(l)) {
      QTensor atLeast = notNegative(l, name + ".atleast", d);
      QTensor above = notNegative(l, name + ".above", Arithmetic.plus(l, name, d, -1));
      return flag(Arithmetic.sum(l, name, List.of(atLeast, above), List.of(1L, -1L)));
    }
    Interval inputs = new Interval(-(1L << (bits - 1)), (1L << (bits - 1)) - 1);
    LookupTable table = l.function("zero " + bits, inputs, v -> v == 0 ? 1 : 0);
    Committed rows = l.pair(name, d.dims(), table, d.buffer());
    QTensor cells = l.read(rows, Cell.A, name + ".d", d.dims(), Scale.ONE, d.range());
    l.vanish(name + ".compare", List.of(d.at(Scale.ONE), Arithmetic.times(l, name, cells, -1)));
    return l.read(rows, Cell.B, name, d.dims(), Scale.ONE, new Interval(0, 1));
  }

  // A table of its own is cheaper than a second cell up to here.
  private static int narrow(Lowering l) {
    return Math.min(NARROW, l.settings().shift());
  }

  /** A tensor that is known to be 0 or 1. */
  static QTensor flag(QTensor t) {
    return new QTensor(t.name(), t.dims(), Scale.ONE, new Interval(0, 1), t.addends(), t.buffer());
  }

  private static QTensor difference(Lowering l, String name, QTensor x, QTensor y) {
    return Arithmetic.sum(l, name + ".d", List.of(x, y), List.of(1L, -1L));
  }
}
