package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
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
    return value.isFactor() && value.addends().size() <= MANY_TERMS ? value : cells(l, value);
  }

  /** Committed: exactly where the range fits a table, else rounded to the value's target. */
  public static QTensor cells(Lowering l, QTensor value) {
    if (l.domain().contains(value.range())) {
      return exact(l, value);
    }
    return l.copyOf("rounded ", value, () -> Requantise.of(l, value).input());
  }

  /** An exact copy: one row per element, or two limbs where the range is wider than a table. */
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

  private static QTensor row(Lowering l, QTensor value) {
    Committed rows = l.pair(value.name() + ".copy", value.dims(), l.identity(), value.buffer());
    QTensor cells = l.read(rows, Cell.A, value.name(), value.dims(), value.scale(), value.range());
    l.vanish(value.name() + ".copy", List.of(value, Arithmetic.times(l, value.name(), cells, -1)));
    return cells;
  }

  // value = 2^s high + low: (high, low) is injective. Both are in cells A, so both can be factors.
  private static QTensor limbs(Lowering l, QTensor value) {
    int shift = l.settings().shift();
    long mask = (1L << shift) - 1;
    String name = value.name();
    Interval above = new Interval(value.range().lo() >> shift, value.range().hi() >> shift);
    if (!l.domain().contains(above)) {
      throw new UnsupportedModelException(
          "node %s: value '%s' needs more than two limbs (%d..%d)"
              .formatted(l.origin(), name, value.range().lo(), value.range().hi()));
    }
    QTensor high =
        limb(l, value, name + ".high", l.identity(), v -> v >> shift, above)
            .at(value.scale().shifted(shift));
    QTensor low =
        limb(l, value, name + ".low", l.remainders(), v -> v & mask, new Interval(0, mask));
    QTensor copy = Arithmetic.sum(l, name, List.of(high, low), List.of(1L, 1L));
    l.vanish(name + ".copy", List.of(value, Arithmetic.times(l, name, copy, -1)));
    return copy;
  }

  private static QTensor limb(
      Lowering l,
      QTensor value,
      String name,
      LookupTable table,
      LongUnaryOperator part,
      Interval range) {
    int buffer =
        l.compute(
            value.size(),
            (execution, out) -> {
              long[] in = execution.of(value);
              for (int i = 0; i < out.length; i++) {
                out[i] = part.applyAsLong(in[i]);
              }
            });
    Committed rows = l.pair(name, value.dims(), table, buffer);
    return l.read(rows, Cell.A, name, value.dims(), value.scale(), range);
  }
}
