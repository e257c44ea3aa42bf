package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.Optional;

/**
 * MAX2: max(u, v) = v + relu(u - v).
 *
 * <p>Where a table of the model is relu on the difference's range: one row (d, relu(d)) and {@code
 * u - v - d = 0}. <b>Unique:</b> the relation determines d, the table its output.
 *
 * <p>Else {@link Split} of u - v, and for differences wider than a table [d >= 0] d with the sign
 * and the digits of d as in {@link Compare}, a product. Exact.
 */
public final class Maximum {
  private static final String RELU = "relu";
  private static final int SPLIT_BITS = 1;

  private Maximum() {}

  /** The elementwise maximum of two tensors of equal shape; the coarser one is aligned. */
  public static QTensor of(Lowering l, String name, QTensor first, QTensor second) {
    Scale unit = first.scale().common(second.scale());
    QTensor u = Arithmetic.at(l, first, unit);
    QTensor v = Arithmetic.at(l, second, unit);
    QTensor difference = Arithmetic.sum(l, name + ".d", List.of(u, v), List.of(1L, -1L));
    QTensor positive = positivePart(l, difference);
    QTensor sum = Arithmetic.sum(l, name, List.of(v, positive), List.of(1L, 1L));
    Interval range =
        new Interval(
            Math.max(u.range().lo(), v.range().lo()), Math.max(u.range().hi(), v.range().hi()));
    return new QTensor(name, sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  /** max(x, 0). */
  public static QTensor positivePart(Lowering l, QTensor x) {
    boolean fits = l.domain().contains(x.range());
    boolean narrow = x.range().magnitude() < 1L << l.settings().shift();
    Optional<LookupTable> known =
        fits ? l.functionLike(x.range(), v -> Math.max(v, 0)) : Optional.empty();
    if (known.isPresent() || (fits && !narrow)) {
      return byTable(
          l, x, known.orElseGet(() -> l.function(RELU, l.domain(), v -> Math.max(v, 0))));
    }
    return Digits.bits(x.range()) > l.settings().bits() + SPLIT_BITS
        ? bySign(l, x)
        : Split.of(l, x).plus();
  }

  private static QTensor byTable(Lowering l, QTensor x, LookupTable relu) {
    Committed rows = l.pair(x.name(), x.dims(), relu, x.buffer());
    QTensor cells = l.read(rows, Cell.A, x.name(), x.dims(), x.scale(), x.range());
    l.vanish(x.name(), List.of(x, Arithmetic.times(l, x.name(), cells, -1)));
    return l.read(rows, Cell.B, x.name() + ".relu", x.dims(), x.scale(), relu.image(x.range()));
  }

  private static QTensor bySign(Lowering l, QTensor x) {
    String name = x.name() + ".sign";
    Digits digits = Compare.digits(l, name, x);
    QTensor product = Arithmetic.product(x.name() + ".relu", digits.output(), digits.sum());
    Interval range = new Interval(0, Math.max(0, x.range().hi()));
    int buffer = Elements.map(l, x, v -> Math.max(v, 0));
    return new QTensor(product.name(), x.dims(), x.scale(), range, product.addends(), buffer);
  }
}
