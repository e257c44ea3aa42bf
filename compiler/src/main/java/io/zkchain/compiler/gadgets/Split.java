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
 * SPLIT: x = p - m with p = max(x, 0) and m = max(-x, 0).
 *
 * <p>Cells p (A) and m (C) in a range table, {@code x = p - m} and {@code p m = 0}. <b>Unique</b>
 * for every field element x: p = 0 or m = 0, and the ranges of p and -m overlap only at 0. Exact.
 *
 * @param plus max(x, 0), cells A
 * @param minus max(-x, 0), cells C
 */
public record Split(QTensor plus, QTensor minus) {

  /** Splits a value, at its scale, in a range table of the value's width. */
  public static Split of(Lowering l, QTensor x) {
    return of(l, x, table(l, x.range().magnitude()));
  }

  // The remainders' table where that is wide enough, else the least power of two.
  private static LookupTable table(Lowering l, long magnitude) {
    return magnitude < 1L << l.settings().shift()
        ? l.remainders()
        : l.range(Long.highestOneBit(magnitude) << 1);
  }

  private static Split of(Lowering l, QTensor x, LookupTable range) {
    String name = x.name();
    Committed rows =
        l.pair(name + ".plus", x.dims(), range, Elements.map(l, x, v -> Math.max(0, v)));
    Committed cells =
        l.single(name + ".minus", x.dims(), range, Elements.map(l, x, v -> Math.max(0, -v)));
    Interval top = new Interval(0, Math.max(0, x.range().hi()));
    Interval bottom = new Interval(0, Math.max(0, -x.range().lo()));
    QTensor p = l.read(rows, Cell.A, name + ".plus", x.dims(), x.scale(), top);
    QTensor m = l.read(cells, Cell.C, name + ".minus", x.dims(), x.scale(), bottom);
    QTensor sum = Arithmetic.sum(l, name, List.of(x, p, m), List.of(1L, -1L, 1L));
    l.vanish(name + ".split", List.of(sum));
    l.vanish(name + ".apart", List.of(Arithmetic.product(name, p.at(Scale.ONE), m.at(Scale.ONE))));
    return new Split(p, m);
  }

  /** abs(x), linear. */
  public QTensor magnitude(Lowering l, String name) {
    QTensor sum = Arithmetic.sum(l, name, List.of(plus, minus), List.of(1L, 1L));
    Interval range = plus.range().union(minus.range()); // one of them is 0
    return new QTensor(name, sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }
}
