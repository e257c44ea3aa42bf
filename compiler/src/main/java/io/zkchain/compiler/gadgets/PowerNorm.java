package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * NORM: x = m 2^(h-t+1) to t bits, for whole x >= 1 of any size, with a function of the mantissa m.
 *
 * <p>{@code 2^(t-1) x = m P + r}, rows {@code (h, P = 2^h)} and {@code (m, f(m))} with m in
 * [2^(t-1), 2^t) only, r and {@code P - 1 - r} in limbs.
 *
 * <p><b>Unique</b> for every field element: the limbs give 0 <= r < P, so 2^(t-1) 2^h <= m P + r <
 * 2^t 2^h, and these intervals of different h do not meet: h is the bit length less one, and (m, r)
 * are quotient and remainder by P. x <= 0 has no assignment.
 */
public final class PowerNorm {

  /**
   * @param exponent h
   * @param value f(m)
   * @param bits t
   */
  public record Parts(QTensor exponent, QTensor value, int bits) {}

  private final Lowering l;
  private final QTensor x;
  private final int bits;
  private final String name;

  private PowerNorm(Lowering l, QTensor x) {
    this.l = l;
    this.x = x;
    this.bits = l.settings().bits();
    this.name = x.name();
  }

  /**
   * Splits every element.
   *
   * @param x whole numbers, at least 1 where there shall be a proof
   * @param key of the function, its scale included
   * @param f from mantissas of t = B bits
   */
  public static Parts of(Lowering l, QTensor x, String key, LongUnaryOperator f) {
    return new PowerNorm(l, x).build(key, f);
  }

  private Parts build(String key, LongUnaryOperator f) {
    l.rejectsOutside(new Interval(1, Math.max(1, x.range().hi())), x.range());
    int width = width();
    Interval exponents = new Interval(0, width - 1);
    LookupTable powers = l.function("2^h below " + width, exponents, h -> 1L << h);
    int heights = each(PowerNorm::height);
    Committed rows = l.pair(name + ".h", x.dims(), powers, heights);
    QTensor h = l.read(rows, Cell.A, name + ".h", x.dims(), Scale.ONE, exponents);
    Interval powerRange = new Interval(1, 1L << (width - 1));
    QTensor power = l.read(rows, Cell.B, name + ".power", x.dims(), Scale.ONE, powerRange);

    Interval mantissas = new Interval(1L << (bits - 1), (1L << bits) - 1);
    LookupTable table = l.function(key, mantissas, f);
    Committed values = l.pair(name + ".mantissa", x.dims(), table, each(this::mantissa));
    QTensor m = l.read(values, Cell.A, name + ".m", x.dims(), Scale.ONE, mantissas);
    QTensor value =
        l.read(values, Cell.B, name + ".fm", x.dims(), Scale.ONE, table.image(mantissas));

    long largest = powerRange.hi() - 1;
    QTensor rest = Limbs.of(l, name + ".r", x.dims(), each(this::rest), largest);
    int gaps = each(v -> (1L << height(v)) - 1 - rest(v));
    QTensor gap = Limbs.of(l, name + ".gap", x.dims(), gaps, largest);
    List<Addend> terms = new ArrayList<>();
    x.addends().forEach(a -> terms.add(a.scaled(1L << (bits - 1))));
    Arithmetic.product(name, m, power).addends().forEach(a -> terms.add(a.scaled(-1)));
    rest.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".norm", x.dims(), terms);
    QTensor below =
        Arithmetic.sum(l, name + ".below", List.of(power, rest, gap), List.of(1L, -1L, -1L));
    l.vanish(name + ".below", List.of(Arithmetic.plus(l, name, below, -1)));
    return new Parts(h, value, bits);
  }

  // Bit lengths up to a multiple of 4, so that values of similar size share a table.
  private int width() {
    int width = 64 - Long.numberOfLeadingZeros(Math.max(1, x.range().hi()));
    return Math.min(62, Math.ceilDiv(width, 4) * 4);
  }

  private int each(LongUnaryOperator part) {
    String node = l.origin();
    return l.compute(
        x.size(),
        (execution, out) -> {
          long[] in = execution.of(x);
          for (int i = 0; i < out.length; i++) {
            if (in[i] < 1) {
              throw new InputDataException(
                  "node %s: element %d is outside the proven range: it must be positive"
                      .formatted(node, i));
            }
            out[i] = part.applyAsLong(in[i]);
          }
        });
  }

  private static long height(long v) {
    return 63L - Long.numberOfLeadingZeros(v);
  }

  private long mantissa(long v) {
    int surplus = (int) height(v) - (bits - 1);
    return surplus >= 0 ? v >> surplus : v << -surplus;
  }

  private long rest(long v) {
    int surplus = (int) height(v) - (bits - 1);
    return surplus > 0 ? (v & ((1L << surplus) - 1)) << (bits - 1) : 0;
  }

  /** The real number in the middle of a mantissa's cell, in [1, 2). */
  static double middle(long mantissa, int bits) {
    return Math.scalb(mantissa + 0.5, 1 - bits);
  }
}
