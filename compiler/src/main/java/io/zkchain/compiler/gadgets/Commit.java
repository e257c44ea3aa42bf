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
import java.util.function.LongUnaryOperator;

/**
 * Copies of virtual tensors in cells.
 *
 * <p><b>Unique:</b> relation {@code value - cell = 0} determines the cell; the row's lookup bounds
 * it.
 */
public final class Commit {
  private static final int MANY_TERMS = 2;

  private Commit() {}

  /** The tensor as a factor of a product: itself where its cells allow it, else committed. */
  public static QTensor factor(Lowering l, QTensor value) {
    return isCheapFactor(value) ? value : cells(l, value);
  }

  /**
   * As {@link #factor}, always with the value's own integers, in digits where they are wider than a
   * table: for a product whose kernel reads the value.
   */
  static QTensor sameFactor(Lowering l, QTensor value) {
    return isCheapFactor(value) ? value : exact(l, value);
  }

  /** Committed: exactly where the range fits a table, else rounded to the value's target. */
  public static QTensor cells(Lowering l, QTensor value) {
    if (l.domain().contains(value.range())) {
      return exact(l, value);
    }
    // The same integers at another scale are another value, and rounded otherwise.
    String kind = "rounded at " + value.scale() + " ";
    return l.copyOf(kind, value, () -> Requantise.of(l, value).input());
  }

  /** An exact copy: one row per element, or digits where the range is wider than a table. */
  public static QTensor exact(Lowering l, QTensor value) {
    boolean narrow = l.domain().contains(value.range());
    QTensor copy = l.copyOf("exact ", value, () -> narrow ? row(l, value) : limbs(l, value));
    return copy.at(value.scale()).named(value.name());
  }

  /**
   * A copy for index relations that the value itself does not allow: exact where it fits a table or
   * counts whole numbers, else rounded.
   */
  public static QTensor copy(Lowering l, QTensor value) {
    return value.scale().equals(Scale.ONE) ? exact(l, value) : cells(l, value);
  }

  /** As {@link #factor}, but whole numbers stay exact: for index operators. */
  public static QTensor exactFactor(Lowering l, QTensor value) {
    return isCheapFactor(value) ? value : copy(l, value);
  }

  private static boolean isCheapFactor(QTensor value) {
    return value.isFactor() && (value.addends().size() <= MANY_TERMS || WideCells.holds(value));
  }

  /** Cells A that hold the value and may only be 0 or 1; any other value is rejected. */
  public static QTensor bits(Lowering l, String name, QTensor value) {
    Interval bit = new Interval(0, 1);
    l.rejectsOutside(bit, value.range());
    Committed rows = l.pair(name, value.dims(), l.range(2), value.buffer());
    QTensor cells = l.read(rows, Cell.A, name, value.dims(), value.scale(), bit);
    l.vanish(name, List.of(value, Arithmetic.times(l, name, cells, -1)));
    return cells;
  }

  private static QTensor row(Lowering l, QTensor value) {
    Committed rows = l.pair(value.name() + ".copy", value.dims(), l.identity(), value.buffer());
    QTensor cells = l.read(rows, Cell.A, value.name(), value.dims(), value.scale(), value.range());
    l.vanish(value.name() + ".copy", List.of(value, Arithmetic.times(l, value.name(), cells, -1)));
    return cells;
  }

  private static QTensor limbs(Lowering l, QTensor value) {
    String name = value.name();
    QTensor copy = digits(l, name, value.dims(), value.buffer(), value.range()).at(value.scale());
    l.vanish(name + ".copy", List.of(value, Arithmetic.times(l, name, copy, -1)));
    return copy;
  }

  /**
   * New cells A for integers at scale 1: one row of the signed range, or digits where the range is
   * wider. The caller ties them to something by a relation.
   */
  static QTensor integers(Lowering l, String name, int[] dims, int buffer, Interval range) {
    if (!l.domain().contains(range)) {
      return digits(l, name, dims, buffer, range);
    }
    Committed rows = l.pair(name, dims, l.identity(), buffer);
    return l.read(rows, Cell.A, name, dims, Scale.ONE, range);
  }

  // 2^(ks) high + low_0 + 2^s low_1 + ..: injective. All in cells A, so that all can be factors.
  private static QTensor digits(Lowering l, String name, int[] dims, int buffer, Interval range) {
    int s = l.settings().shift();
    Interval above = range;
    List<QTensor> parts = new ArrayList<>();
    while (!l.domain().contains(above)) {
      int place = parts.size() * s;
      long mask = (1L << s) - 1;
      String own = name + ".low" + (place == 0 ? "" : parts.size());
      QTensor low =
          digit(
              l,
              own,
              dims,
              buffer,
              l.remainders(),
              v -> (v >> place) & mask,
              new Interval(0, mask));
      parts.add(low.at(Scale.powerOfTwo(place)));
      above = new Interval(above.lo() >> s, above.hi() >> s);
    }
    int top = parts.size() * s;
    QTensor high = digit(l, name + ".high", dims, buffer, l.identity(), v -> v >> top, above);
    parts.addFirst(high.at(Scale.powerOfTwo(top)));
    QTensor sum = Arithmetic.sum(l, name, parts, Collections.nCopies(parts.size(), 1L));
    return new QTensor(name, dims, Scale.ONE, range, sum.addends(), sum.buffer());
  }

  private static QTensor digit(
      Lowering l,
      String name,
      int[] dims,
      int buffer,
      LookupTable table,
      LongUnaryOperator part,
      Interval range) {
    Committed rows = l.pair(name, dims, table, Elements.map(l, dims, buffer, part));
    return l.read(rows, Cell.A, name, dims, Scale.ONE, range);
  }
}
