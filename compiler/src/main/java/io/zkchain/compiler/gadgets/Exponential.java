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
 * <p>{@code c x + 2^(ks-1) = 2^(ks) (2^t i + f) + rem} with c 2^(-ks) = 2^t log2(e) in units of x,
 * rows {@code (i, 2^(i - least))} and {@code (f, 2^t 2^(f / 2^t))}; e^x is the product of their
 * outputs. <b>Unique</b> for every field element x: (i, f, rem) is injective on the tables. Where i
 * is in no table there is no proof.
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
    int down = Math.max(1, CONSTANT_BITS - Math.getExponent(ratio));
    this.shift = Math.ceilDiv(down, s) * s;
    this.factor = (long) Math.floor(Math.scalb(ratio, shift) + 0.5);
    this.half = 1L << (shift - 1);
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
   * @param largest result that has a proof; the least is 2^-32 of it
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
    int whole = whole(exponents);
    Committed high =
        l.pair(name + ".i", dims, powers, Elements.map(l, dims, whole, v -> v >> fraction));
    long mask = (1L << fraction) - 1;
    Committed low =
        l.pair(name + ".f", dims, fractions, Elements.map(l, dims, whole, v -> v & mask));
    split(
        l.read(high, Cell.A, name + ".i", dims, Scale.ONE, exponents),
        l.read(low, Cell.A, name + ".f", dims, Scale.ONE, fractions.domain()));
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

  // 2^t i + f.
  private int whole(Interval exponents) {
    String node = l.origin();
    return l.compute(
        x.size(),
        (execution, out) -> {
          long[] in = execution.of(x);
          for (int k = 0; k < out.length; k++) {
            out[k] = (factor * in[k] + half) >> shift;
            if (!exponents.contains(out[k] >> fraction)) {
              throw new InputDataException(
                  "node %s: element %d is outside the proven range 2^%d..2^%d of an exponential"
                      .formatted(node, k, exponents.lo(), exponents.hi()));
            }
          }
        });
  }

  private void split(QTensor i, QTensor f) {
    long mask = (1L << shift) - 1;
    int rest = Elements.map(l, x, v -> (factor * v + half) & mask);
    QTensor rem = Limbs.of(l, name + ".rem", dims, rest, mask);
    List<Addend> terms = new ArrayList<>();
    x.addends().forEach(a -> terms.add(a.scaled(factor)));
    terms.add(l.constantAddend(half, dims));
    i.addends().forEach(a -> terms.add(a.scaled(-(1L << (shift + fraction)))));
    f.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    rem.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".split", dims, terms);
  }
}
