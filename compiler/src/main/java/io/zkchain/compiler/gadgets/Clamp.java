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
 * CLAMP of integers without rounding, and CLAMP1, their minimum with a constant.
 *
 * <p>Where x fits the function tables: one row (x, clamp(x)). Else {@code x = v + e} and {@code e
 * (v - lo - (hi - lo) sg) = 0}, v in the range table of exactly lo..hi, e in digits with the sign
 * sg. <b>Unique:</b> as in {@link Requantise}: e > 0 forces v = hi, e < 0 forces v = lo.
 *
 * <p>CLAMP1 for x known not to be negative: {@code x = u + e}, {@code e (hi - u) = 0}, u in the
 * range table 0..hi and e in limbs. <b>Unique:</b> e is not negative; e > 0 forces u = hi, so x >
 * hi, and e = 0 leaves u = x.
 */
public final class Clamp {

  private Clamp() {}

  /** The nearest integer of the bounds, at the tensor's scale. */
  public static QTensor of(Lowering l, String name, QTensor x, Interval bounds) {
    if (bounds.contains(x.range())) {
      return x.named(name);
    }
    if (l.domain().contains(x.range())) {
      Committed rows = l.pair(name, x.dims(), table(l, bounds), x.buffer());
      QTensor cells = l.read(rows, Cell.A, name + ".x", x.dims(), x.scale(), x.range());
      l.vanish(name + ".x", List.of(x, Arithmetic.times(l, name, cells, -1)));
      Interval range = x.range().clamp(bounds);
      return l.read(rows, Cell.B, name, x.dims(), x.scale(), range);
    }
    int buffer = Elements.map(l, x, v -> Math.clamp(v, bounds.lo(), bounds.hi()));
    Committed rows = l.pair(name, x.dims(), l.range(bounds), buffer);
    QTensor v = l.read(rows, Cell.A, name, x.dims(), x.scale(), x.range().clamp(bounds));
    Excess excess = new Excess(l, name, x.dims(), x.buffer(), buffer, x.range(), bounds);
    QTensor e = excess.sum().at(x.scale());
    l.vanish(name + ".sum", List.of(x, Arithmetic.sum(l, name, List.of(v, e), List.of(-1L, -1L))));
    excess.forceEnds(v);
    return v;
  }

  /** The table of the clamp on the domain of the function tables. */
  static LookupTable table(Lowering l, Interval bounds) {
    return l.function(
        "clamp " + bounds.lo() + ".." + bounds.hi(),
        l.domain(),
        v -> Math.clamp(v, bounds.lo(), bounds.hi()));
  }

  /**
   * min(x, hi) for x that is not negative (else there is no proof).
   *
   * @return cells A at the tensor's scale
   */
  public static QTensor atMost(Lowering l, String name, QTensor x, long hi) {
    Committed rows =
        l.pair(name, x.dims(), l.range(hi + 1), Elements.map(l, x, v -> Math.min(v, hi)));
    Interval range = new Interval(0, hi);
    QTensor u = l.read(rows, Cell.A, name, x.dims(), x.scale(), range);
    long most = Math.max(1, x.range().hi() - hi);
    int over = Elements.map(l, x, v -> Math.max(0, v - hi));
    QTensor e = Limbs.of(l, name + ".over", x.dims(), over, most);
    List<QTensor> parts = List.of(x, u, e.at(x.scale()));
    l.vanish(name + ".sum", List.of(Arithmetic.sum(l, name, parts, List.of(1L, -1L, -1L))));
    QTensor room = Arithmetic.plus(l, name, Arithmetic.times(l, name, u, -1), hi);
    l.vanish(name + ".end", List.of(Arithmetic.product(name, room.at(Scale.ONE), e)));
    return u;
  }
}
