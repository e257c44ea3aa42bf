package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * An integer v = 2^(ks) high + low_0 + 2^s low_1 + .. with high in cells A of a table and the lows
 * in the range table of s bits.
 *
 * <p><b>Unique:</b> (high, lows) to their sum is injective, and so v, once a relation ties the sum
 * to it, has at most one such form for every field element v.
 */
final class Digits {
  private final Lowering l;
  private final QTensor output;
  private final QTensor sum;

  private Digits(Lowering l, String name, int[] dims, int buffer, Rows rows) {
    this.l = l;
    int s = l.settings().shift();
    int above = rows.lows * s;
    int highs = Elements.map(l, dims, buffer, v -> v >> above);
    Committed pairs = l.pair(name, dims, rows.table, highs);
    Scale unit = Scale.powerOfTwo(above);
    QTensor high = l.read(pairs, Cell.A, name + ".high", dims, unit, rows.reach);
    this.output = l.read(pairs, Cell.B, name, dims, Scale.ONE, rows.table.image(rows.reach));
    List<QTensor> digits = new ArrayList<>(List.of(high));
    for (int k = 0; k < rows.lows; k++) {
      int place = k * s;
      long mask = (1L << s) - 1;
      String own = name + ".low" + (rows.lows == 1 ? "" : k);
      Committed cells =
          l.single(
              own, dims, l.remainders(), Elements.map(l, dims, buffer, v -> (v >> place) & mask));
      Interval range = new Interval(0, mask);
      digits.add(l.read(cells, Cell.C, own, dims, Scale.powerOfTwo(place), range));
    }
    this.sum = Arithmetic.sum(l, name + ".digits", digits, Collections.nCopies(digits.size(), 1L));
  }

  /** Table and number of low digits. */
  private record Rows(LookupTable table, int lows, Interval reach) {}

  /**
   * The digits of a buffer's integers, the high one in a table of at most B bits.
   *
   * @param range of the integers
   * @param narrow bits up to which the high digit is the whole number
   * @param table for a high digit of so many bits, two's complement
   */
  static Digits of(
      Lowering l,
      String name,
      int[] dims,
      int buffer,
      Interval range,
      int narrow,
      Function<Integer, LookupTable> table) {
    int s = l.settings().shift();
    int lows = bits(range) <= narrow ? 0 : 1;
    Interval reach = new Interval(range.lo() >> lows * s, range.hi() >> lows * s);
    while (lows > 0 && bits(reach) > l.settings().bits()) {
      lows++;
      reach = new Interval(reach.lo() >> s, reach.hi() >> s);
    }
    return new Digits(l, name, dims, buffer, new Rows(table.apply(bits(reach)), lows, reach));
  }

  /** Bits of the least two's complement range that holds the interval. */
  static int bits(Interval range) {
    int bits = 1;
    while (-(1L << (bits - 1)) > range.lo() || (1L << (bits - 1)) - 1 < range.hi()) {
      bits++;
    }
    return bits;
  }

  /** The table's output at the high digit (cells B). */
  QTensor output() {
    return output;
  }

  /** The number, linear, at scale 1. */
  QTensor sum() {
    return sum;
  }

  /** Requires a value to be the number. */
  void equal(String name, QTensor value) {
    QTensor digits = Arithmetic.times(l, name, sum, -1);
    l.vanish(name, List.of(value.at(Scale.ONE), digits));
  }
}
