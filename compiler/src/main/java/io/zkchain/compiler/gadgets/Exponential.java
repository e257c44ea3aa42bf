package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
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

/**
 * EXPW: e^x with the same relative precision over its whole range, virtual.
 *
 * <p>{@code c x + 2^(ks-1) = 2^(ks) (w - e) + rem} and {@code e (w - 2^t least) = 0} with w = 2^t i
 * + f, c 2^(-ks) = 2^t log2(e) in units of x, rows {@code (i, 2^(i - least))} and {@code (f, 2^t
 * 2^(f / 2^t))}; e^x is the product of their outputs. Exponents below the least are raised to it by
 * e, in limbs; above the greatest there is no proof.
 *
 * <p><b>Unique</b> for every field element x: (i, f) is w, (w - e, rem) is injective; e > 0 forces
 * w to its least value, below which w - e then is; e = 0 leaves w inside.
 *
 * <p>Error: relative 2^-t, and that of c.
 */
public final class Exponential {
  private static final int CONSTANT_BITS = 20;
  private static final int MOST_BITS = 62;
  private static final int SPAN = 32;

  private final Lowering l;
  private final String name;
  private final QTensor x;
  private final int[] dims;
  private final int fraction;
  private final int down;
  private final int shift;
  private final long factor;
  private final long half;

  private Exponential(Lowering l, String name, QTensor x) {
    this.l = l;
    this.name = name;
    this.x = x;
    this.dims = x.dims();
    this.fraction = l.settings().bits() - 2;
    double ratio = Math.scalb(x.scale().toDouble() / StrictMath.log(2), fraction);
    int s = l.settings().shift();
    this.down = Math.max(1, CONSTANT_BITS - Math.getExponent(ratio));
    this.shift = Math.ceilDiv(down, s) * s;
    this.factor = (long) Math.floor(Math.scalb(ratio, down) + 0.5);
    this.half = 1L << (down - 1);
    int bits = width(Math.max(1, x.range().magnitude())) + width(factor);
    if (shift > MOST_BITS || bits > MOST_BITS || SPAN + fraction > MOST_BITS) {
      throw new UnsupportedModelException(
          "node %s: the exponential of '%s' does not fit 64 bits; use fewer --bits"
              .formatted(l.origin(), x.name()));
    }
  }

  private static int width(long v) {
    return 64 - Long.numberOfLeadingZeros(v);
  }

  /**
   * e^x.
   *
   * @param largest result that has a proof; those below 2^-32 of it are 2^-32 of it
   */
  public static QTensor of(Lowering l, String name, QTensor x, double largest) {
    return new Exponential(l, name, x).build(Math.getExponent(largest) + 1);
  }

  private QTensor build(int greatest) {
    int least = greatest - SPAN;
    Interval exponents = new Interval(least, greatest);
    LookupTable powers =
        l.function(
            "2^i from 2^%d to 2^%d".formatted(least, greatest), exponents, i -> 1L << (i - least));
    LookupTable fractions =
        l.function(
            "2^f of %d bits".formatted(fraction),
            new Interval(0, (1L << fraction) - 1),
            this::powerOfFraction);
    int raw = Elements.map(l, x, v -> (factor * v + half) >> down);
    long bottom = (long) least << fraction;
    long reach = (factor * x.range().hi() + half) >> down >> fraction;
    l.rejectsOutside(new Interval(Math.min(least, reach), greatest), new Interval(reach, reach));
    int whole = whole(raw, exponents, bottom);
    Committed high =
        l.pair(name + ".i", dims, powers, Elements.map(l, dims, whole, v -> v >> fraction));
    long mask = (1L << fraction) - 1;
    Committed low =
        l.pair(name + ".f", dims, fractions, Elements.map(l, dims, whole, v -> v & mask));
    split(
        l.read(high, Cell.A, name + ".i", dims, Scale.ONE, exponents),
        l.read(low, Cell.A, name + ".f", dims, Scale.ONE, fractions.domain()),
        raw,
        bottom);
    Interval powerRange = powers.image(exponents);
    Interval valueRange = fractions.image(fractions.domain());
    QTensor power = l.read(high, Cell.B, name + ".power", dims, Scale.ONE, powerRange);
    QTensor value = l.read(low, Cell.B, name + ".value", dims, Scale.ONE, valueRange);
    int[] labels = Arithmetic.labels(dims.length);
    EinsumKernel kernel = new EinsumKernel(power, labels, value, labels, dims, labels);
    Interval range = powerRange.times(valueRange);
    return Arithmetic.contract(l, name, power, labels, value, labels, dims, labels, range, kernel)
        .at(Scale.powerOfTwo(least - fraction));
  }

  private long powerOfFraction(long f) {
    double power = StrictMath.pow(2, Math.scalb((double) f, -fraction));
    return (long) Math.floor(Math.scalb(power, fraction) + 0.5);
  }

  // w: the exponent in units of 2^-t, no less than its least value.
  private int whole(int raw, Interval exponents, long bottom) {
    String node = l.origin();
    return l.compute(
        x.size(),
        (execution, out) -> {
          long[] in = execution.buffer(raw);
          for (int k = 0; k < out.length; k++) {
            out[k] = Math.max(in[k], bottom);
            if (out[k] >> fraction > exponents.hi()) {
              throw new InputDataException(
                  "node %s: element %d is outside the proven range of an exponential, to 2^%d"
                      .formatted(node, k, exponents.hi()));
            }
          }
        });
  }

  private void split(QTensor i, QTensor f, int raw, long bottom) {
    int up = shift - down;
    long mask = (1L << down) - 1;
    int rest = Elements.map(l, x, v -> ((factor * v + half) & mask) << up);
    QTensor rem = Limbs.of(l, name + ".rem", dims, rest, mask << up);
    long least = (factor * x.range().lo() + half) >> down;
    int below = Elements.map(l, dims, raw, w -> Math.max(0, bottom - w));
    QTensor excess = Limbs.of(l, name + ".excess", dims, below, Math.max(1, bottom - least));
    List<Addend> terms = new ArrayList<>();
    x.addends().forEach(a -> terms.add(a.scaled(factor << up)));
    terms.add(l.constantAddend(half << up, dims));
    i.addends().forEach(a -> terms.add(a.scaled(-(1L << (shift + fraction)))));
    f.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    excess.addends().forEach(a -> terms.add(a.scaled(1L << shift)));
    rem.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".split", dims, terms);
    QTensor w = Arithmetic.sum(l, name + ".w", List.of(i, f), List.of(1L << fraction, 1L));
    QTensor above = Arithmetic.plus(l, name + ".above", w, -bottom);
    l.vanish(name + ".raised", List.of(Arithmetic.product(name + ".raised", above, excess)));
  }
}
