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
 * BITS: bitwise logic of integers in two's complement.
 *
 * <p>Digits x_j, y_j of 4 bits in a range table, the highest ones signed (where an operand may be
 * negative); rows (16 x_j + y_j, x_j and y_j). <b>Unique:</b> the digits to their sums are
 * injective, so x and y fix them, and with them the rows. x or y = x + y - and, x xor y = x + y - 2
 * and.
 */
public final class Bits {
  private static final int DIGIT = 4;
  private static final int SIZE = 1 << DIGIT;

  private final Lowering l;
  private final String name;
  private final int[] dims;
  private final int count;
  private final boolean signed;

  private Bits(Lowering l, String name, QTensor x, QTensor y) {
    this.l = l;
    this.name = name;
    this.dims = x.dims();
    Interval range = x.range().union(y.range());
    this.signed = range.lo() < 0;
    this.count = Math.max(1, Math.ceilDiv(Digits.bits(range) - (signed ? 0 : 1), DIGIT));
  }

  /** x and y, broadcast. */
  public static QTensor and(Lowering l, String name, QTensor x, QTensor y) {
    int[] dims = Arithmetic.broadcast(x.dims(), y.dims());
    QTensor u = Arithmetic.broadcastTo(l, x, dims);
    QTensor v = Arithmetic.broadcastTo(l, y, dims);
    return new Bits(l, name, u, v).and(u, v);
  }

  /** x or y, broadcast. */
  public static QTensor or(Lowering l, String name, QTensor x, QTensor y) {
    QTensor both = and(l, name + ".and", x, y);
    return within(Arithmetic.sum(l, name, List.of(x, y, both), List.of(1L, 1L, -1L)), both);
  }

  /** x xor y, broadcast. */
  public static QTensor xor(Lowering l, String name, QTensor x, QTensor y) {
    QTensor both = and(l, name + ".and", x, y);
    return within(Arithmetic.sum(l, name, List.of(x, y, both), List.of(1L, 1L, -2L)), both);
  }

  private static QTensor within(QTensor t, QTensor like) {
    return new QTensor(t.name(), t.dims(), t.scale(), like.range(), t.addends(), t.buffer());
  }

  private QTensor and(QTensor x, QTensor y) {
    List<QTensor> parts = new ArrayList<>();
    List<QTensor> xs = digits(".x", x);
    List<QTensor> ys = digits(".y", y);
    for (int j = 0; j < count; j++) {
      parts.add(row(j, xs.get(j), ys.get(j)).at(Scale.powerOfTwo(DIGIT * j)));
    }
    QTensor sum = Arithmetic.sum(l, name, parts, Collections.nCopies(count, 1L));
    long top = 1L << (DIGIT * count - (signed ? 1 : 0));
    Interval range = new Interval(signed ? -top : 0, top - 1);
    return new QTensor(name, dims, Scale.ONE, range, sum.addends(), sum.buffer());
  }

  private Interval values(int j) {
    boolean top = signed && j == count - 1;
    return top ? new Interval(-SIZE / 2, SIZE / 2 - 1) : new Interval(0, SIZE - 1);
  }

  private List<QTensor> digits(String part, QTensor x) {
    List<QTensor> digits = new ArrayList<>();
    List<QTensor> placed = new ArrayList<>(List.of(Arithmetic.times(l, name, x, -1)));
    for (int j = 0; j < count; j++) {
      int place = DIGIT * j;
      boolean whole = signed && j == count - 1;
      int buffer = Elements.map(l, x, v -> whole ? v >> place : (v >> place) & (SIZE - 1));
      String own = name + part + j;
      Committed cells = l.single(own, dims, l.range(values(j)), buffer);
      digits.add(l.read(cells, Cell.C, own, dims, Scale.ONE, values(j)));
      placed.add(digits.getLast().at(Scale.powerOfTwo(place)));
    }
    QTensor sum = Arithmetic.sum(l, name + part, placed, Collections.nCopies(placed.size(), 1L));
    l.vanish(name + part, List.of(sum));
    return digits;
  }

  private QTensor row(int j, QTensor x, QTensor y) {
    Interval values = values(j);
    Interval inputs =
        new Interval(SIZE * values.lo() + values.lo(), SIZE * values.hi() + values.hi());
    LookupTable table =
        l.function(
            "and from " + values.lo(),
            inputs,
            key -> {
              long high = Math.floorDiv(key - values.lo(), SIZE);
              return high & (key - SIZE * high);
            });
    String own = name + ".and" + j;
    QTensor key = Arithmetic.sum(l, own, List.of(x, y), List.of((long) SIZE, 1L));
    Committed rows = l.pair(own, dims, table, key.buffer());
    QTensor cells = l.read(rows, Cell.A, own, dims, Scale.ONE, inputs);
    l.vanish(own, List.of(key, Arithmetic.times(l, own, cells, -1)));
    return l.read(rows, Cell.B, own, dims, Scale.ONE, values);
  }
}
