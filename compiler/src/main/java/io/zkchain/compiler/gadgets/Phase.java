package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * PHASE: a function of period 2 pi, for arguments of any size.
 *
 * <p>{@code c x + 2^(ks-1) = 2^(ks) (2^m k + phi) + rem} with c 2^(-ks) = 2^m / (2 pi) in units of
 * x, rows {@code (phi, f(2 pi phi / 2^m))}, the turns k, less their least, and rem in limbs.
 * <b>Unique</b> for every field element x: (k, phi, rem) is injective on the tables.
 *
 * <p>Error: pi 2^-m, and the error of c times x.
 */
public final class Phase {
  private static final int CONSTANT_BITS = 28;
  private static final int MOST_BITS = 62;

  private Phase() {}

  /**
   * f(x) at a scale.
   *
   * @param f of period 2 pi
   */
  public static QTensor of(
      Lowering l, String name, QTensor x, String key, DoubleUnaryOperator f, Scale out) {
    int m = l.settings().bits() - 1;
    double ratio = Math.scalb(x.scale().toDouble() / (2 * StrictMath.PI), m);
    int s = l.settings().shift();
    int down = Math.max(1, CONSTANT_BITS - Math.getExponent(ratio));
    int shift = Math.ceilDiv(down, s) * s;
    int up = shift - down;
    long factor = (long) Math.floor(Math.scalb(ratio, down) + 0.5);
    int bits = width(Math.max(1, x.range().magnitude())) + width(factor);
    if (shift > MOST_BITS || bits > MOST_BITS) {
      throw new UnsupportedModelException(
          "node %s: the phase of '%s' does not fit 64 bits; use fewer --bits"
              .formatted(l.origin(), x.name()));
    }
    long half = 1L << (down - 1);
    int[] dims = x.dims();
    double unit = out.toDouble();
    double step = Math.scalb(2 * StrictMath.PI, -m);
    LookupTable table =
        l.function(
            key + " of one turn at " + out,
            new Interval(0, (1L << m) - 1),
            phi -> (long) Math.floor(f.applyAsDouble(phi * step) / unit + 0.5));
    int whole = Elements.map(l, x, v -> (factor * v + half) >> down);
    long least = ((factor * x.range().lo() + half) >> down) >> m;
    long most = ((factor * x.range().hi() + half) >> down) >> m;
    int phases = Elements.map(l, dims, whole, v -> v & ((1L << m) - 1));
    int turns = Elements.map(l, dims, whole, v -> (v >> m) - least);
    long mask = (1L << down) - 1;
    int rest = Elements.map(l, x, v -> ((factor * v + half) & mask) << up);
    Committed rows = l.pair(name + ".phase", dims, table, phases);
    QTensor phi = l.read(rows, Cell.A, name + ".phi", dims, Scale.ONE, table.domain());
    QTensor k = Limbs.of(l, name + ".turns", dims, turns, Math.max(1, most - least));
    QTensor rem = Limbs.of(l, name + ".rem", dims, rest, mask << up);
    List<Addend> terms = new ArrayList<>();
    x.addends().forEach(a -> terms.add(a.scaled(factor << up)));
    terms.add(l.constantAddend((half << up) - Math.multiplyExact(least, 1L << (shift + m)), dims));
    k.addends().forEach(a -> terms.add(a.scaled(-(1L << (shift + m)))));
    phi.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    rem.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".phase", dims, terms);
    return l.read(rows, Cell.B, name, dims, out, table.image(table.domain()));
  }

  private static int width(long v) {
    return 64 - Long.numberOfLeadingZeros(v);
  }
}
