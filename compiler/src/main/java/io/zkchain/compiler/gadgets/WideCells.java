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

/**
 * Integers of 32 bits in digits: v = 2^(ks) high + low_0 + 2^s low_1 + .., all in cells A, so that
 * the sum is a factor. For inputs whose columns differ in magnitude.
 *
 * <p>Every value of the range has exactly one form, and the digits' tables have no others.
 */
public final class WideCells {
  private static final int BITS = 32;

  private WideCells() {}

  /** The integers that the cells can hold. */
  public static Interval range() {
    return new Interval(-(1L << (BITS - 1)), (1L << (BITS - 1)) - 1);
  }

  /** New cells for the integers of a buffer, at scale 1. */
  public static QTensor of(Lowering l, String name, int[] dims, int buffer) {
    int s = l.settings().shift();
    int lows = (BITS - 2) / s; // at least two bits stay for the signed digit
    int above = lows * s;
    int bits = BITS - above;
    Interval top = new Interval(-(1L << (bits - 1)), (1L << (bits - 1)) - 1);
    List<QTensor> digits = new ArrayList<>();
    digits.add(digit(l, name, dims, l.range(top), buffer, above, top));
    Interval low = new Interval(0, (1L << s) - 1);
    for (int k = 0; k < lows; k++) {
      digits.add(digit(l, name + ".low" + k, dims, l.remainders(), buffer, k * s, low));
    }
    QTensor sum = Arithmetic.sum(l, name, digits, Collections.nCopies(digits.size(), 1L));
    return new QTensor(name, dims, Scale.ONE, range(), sum.addends(), sum.buffer());
  }

  private static QTensor digit(
      Lowering l,
      String name,
      int[] dims,
      LookupTable table,
      int buffer,
      int place,
      Interval range) {
    boolean top = range.lo() < 0;
    int part = Elements.map(l, dims, buffer, v -> top ? v >> place : (v >> place) & range.hi());
    Committed rows = l.pair(name, dims, table, part);
    return l.read(rows, Cell.A, name, dims, Scale.powerOfTwo(place), range);
  }

  /** Whether a tensor is made of the digits of one input. */
  static boolean holds(QTensor t) {
    String origin = null;
    for (var addend : t.addends()) {
      if (addend.x() == null || addend.w() != null) {
        return false;
      }
      String own = addend.x().tensor().origin();
      if (!own.endsWith("(input)") || (origin != null && !origin.equals(own))) {
        return false;
      }
      origin = own;
    }
    return origin != null;
  }
}
