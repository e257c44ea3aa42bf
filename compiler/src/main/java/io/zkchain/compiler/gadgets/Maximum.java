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
 * MAX2 and SPLIT: max(u, v) = v + relu(u - v), linear in committed cells.
 *
 * <p>Where the difference fits a relu table of the model: one row (d, relu(d)) and {@code u - v - d
 * = 0}. <b>Unique:</b> the relation determines d, the table its output.
 *
 * <p>Else SPLIT: cells p and m in a range table, {@code u - v = p - m} and {@code p m = 0}.
 * <b>Unique</b> for every field element u - v: p = 0 or m = 0, and the ranges of p and -m overlap
 * only at 0. Exact.
 */
public final class Maximum {
  private static final String RELU = "relu";

  private Maximum() {}

  /** The elementwise maximum of two tensors of equal shape and scale. */
  public static QTensor of(Lowering l, String name, QTensor u, QTensor v) {
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
    if (fits && (l.hasFunction(RELU) || !narrow)) {
      LookupTable relu = l.function(RELU, l.domain(), v -> Math.max(v, 0));
      Committed rows = l.pair(x.name(), x.dims(), relu, x.buffer());
      QTensor cells = l.read(rows, Cell.A, x.name(), x.dims(), x.scale(), x.range());
      l.vanish(x.name(), List.of(x, Arithmetic.times(l, x.name(), cells, -1)));
      return l.read(rows, Cell.B, x.name() + ".relu", x.dims(), x.scale(), relu.image(x.range()));
    }
    return split(l, x, narrow ? l.remainders() : wideRange(l, x.range().magnitude()));
  }

  private static LookupTable wideRange(Lowering l, long magnitude) {
    return l.range(Long.highestOneBit(magnitude) << 1);
  }

  private static QTensor split(Lowering l, QTensor x, LookupTable range) {
    String name = x.name();
    int plus = part(l, x, 1);
    int minus = part(l, x, -1);
    Committed rows = l.pair(name + ".plus", x.dims(), range, plus);
    Committed cells = l.single(name + ".minus", x.dims(), range, minus);
    long top = Math.max(0, x.range().hi());
    long bottom = Math.max(0, -x.range().lo());
    QTensor p = l.read(rows, Cell.A, name + ".plus", x.dims(), x.scale(), new Interval(0, top));
    QTensor m =
        l.read(cells, Cell.C, name + ".minus", x.dims(), x.scale(), new Interval(0, bottom));
    QTensor sum = Arithmetic.sum(l, name, List.of(x, p, m), List.of(1L, -1L, 1L));
    l.vanish(name + ".split", List.of(sum));
    l.vanish(name + ".apart", List.of(Arithmetic.product(name, p.at(Scale.ONE), m.at(Scale.ONE))));
    return p;
  }

  private static int part(Lowering l, QTensor x, long sign) {
    return l.compute(
        x.size(),
        (execution, out) -> {
          long[] in = execution.of(x);
          for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, sign * in[i]);
          }
        });
  }
}
