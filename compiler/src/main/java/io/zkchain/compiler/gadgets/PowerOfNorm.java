package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * RECIP, RSQRT and other powers of negative exponent of whole numbers of any size: R = 2^K x^-e.
 *
 * <p>With {@link PowerNorm}: a second row {@code (h, g(h) = 2^(K+c) 2^(-e h))} and R = floor(f(m)
 * g(h) / 2^(a+c) + 1/2), with {@code f(m) = 2^a (m / 2^(t-1))^-e} at the middle of its cell; R and
 * the remainder in limbs.
 *
 * <p><b>Unique:</b> h and f(m) are; a relation ties the second row's h to the first; (R, remainder)
 * is injective on limbs.
 *
 * <p>Error: relative e 2^-t, and half a unit of R.
 */
public final class PowerOfNorm {
  private static final int EXTRA = 2;
  private static final int MOST_BITS = 62;

  private final Lowering l;
  private final QTensor x;
  private final double exponent;
  private final int scale;
  private final int fraction;
  private final int guard;

  private PowerOfNorm(Lowering l, QTensor x, double exponent, int scale) {
    this.l = l;
    this.x = x;
    this.exponent = exponent;
    this.scale = scale;
    this.fraction = l.settings().bits() + EXTRA;
    this.guard = Math.min(6, MOST_BITS - fraction - scale);
    if (guard < 1) {
      throw new UnsupportedModelException(
          "node %s: value '%s' is too wide for a reciprocal; use fewer --bits"
              .formatted(l.origin(), x.name()));
    }
  }

  /** The largest K that fits 64 bits at a width of tables. */
  public static int mostScale(int bits) {
    return MOST_BITS - bits - EXTRA - 2;
  }

  /**
   * 2^K x^-e, linear in its cells.
   *
   * @param x whole numbers, at least 1 where there shall be a proof
   * @param exponent e > 0
   * @param scale K
   */
  public static QTensor of(Lowering l, QTensor x, double exponent, int scale) {
    return new PowerOfNorm(l, x, exponent, scale).build();
  }

  private QTensor build() {
    int bits = l.settings().bits();
    DoubleUnaryOperator power = v -> StrictMath.pow(v, -exponent);
    PowerNorm.Parts parts =
        PowerNorm.of(
            l,
            x,
            "mantissa^-" + exponent,
            m -> round(Math.scalb(power.applyAsDouble(PowerNorm.middle(m, bits)), fraction)));
    QTensor g = powers(parts.exponent());
    QTensor product = product(parts.value(), g);
    return rounded(product);
  }

  private static long round(double v) {
    return (long) Math.floor(v + 0.5);
  }

  private QTensor powers(QTensor h) {
    int top = scale + guard;
    String name = x.name() + ".root";
    LookupTable table =
        l.function(
            "2^(%d - %s h) below %d".formatted(top, exponent, h.range().hi() + 1),
            h.range(),
            v -> round(StrictMath.pow(2, top - exponent * v)));
    Committed rows = l.pair(name, h.dims(), table, h.buffer());
    QTensor copy = l.read(rows, Cell.A, name, h.dims(), Scale.ONE, h.range());
    l.vanish(name, List.of(h, Arithmetic.times(l, name, copy, -1)));
    return l.read(rows, Cell.B, name + ".g", h.dims(), Scale.ONE, table.image(h.range()));
  }

  private QTensor product(QTensor f, QTensor g) {
    int[] labels = Arithmetic.labels(f.rank());
    return Arithmetic.contract(
        l,
        x.name() + ".fg",
        f,
        labels,
        g,
        labels,
        f.dims(),
        labels,
        f.range().times(g.range()),
        new EinsumKernel(f, labels, g, labels, f.dims(), labels));
  }

  // R and the remainder, with every shift a multiple of the limbs' bits.
  private QTensor rounded(QTensor product) {
    int down = fraction + guard;
    int s = l.settings().shift();
    int up = Math.ceilDiv(down, s) * s - down;
    String name = x.name() + ".power";
    long half = 1L << (down - 1);
    long mask = (1L << down) - 1;
    double least = Math.max(1, x.range().lo());
    long largest =
        (long)
            Math.min(
                Math.scalb(1.0, scale) + 1,
                StrictMath.pow(least, -exponent) * Math.scalb(1.0, scale) * (1 + 0x1p-4) + 1);
    int quotient = each(product, v -> (v + half) >> down);
    int remainder = each(product, v -> ((v + half) & mask) << up);
    QTensor result = Limbs.of(l, name, x.dims(), quotient, largest);
    QTensor rest = Limbs.of(l, name + ".rem", x.dims(), remainder, mask << up);
    List<Addend> terms = new ArrayList<>();
    product.addends().forEach(a -> terms.add(a.scaled(1L << up)));
    terms.add(l.constantAddend(half << up, x.dims()));
    result.addends().forEach(a -> terms.add(a.scaled(-(1L << (down + up)))));
    rest.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name, x.dims(), terms);
    return result;
  }

  private int each(QTensor t, LongUnaryOperator f) {
    return l.compute(
        t.size(),
        (execution, out) -> {
          long[] in = execution.of(t);
          for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsLong(in[i]);
          }
        });
  }
}
