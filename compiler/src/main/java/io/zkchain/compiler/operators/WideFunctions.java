package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Logarithm;
import io.zkchain.compiler.gadgets.Phase;
import io.zkchain.compiler.gadgets.PowerOfNorm;
import io.zkchain.compiler.gadgets.SquareRoot;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Sqrt, Log, roots, Sin and Cos of values that are finer or wider than a table's inputs, such as
 * products and sums of squares: rounding those to a table's scale would lose what is small.
 */
final class WideFunctions {
  private static final int MOST_BITS = 60;
  private static final int MOST_PHASE = 32;

  private WideFunctions() {}

  /** {@link SquareRoot} of the exact value, its unit below that of B bits; empty beyond 64 bits. */
  static Optional<QTensor> root(OperatorContext c, QTensor x) {
    Lowering l = c.lowering();
    Scale scale = x.scale();
    Scale odd = scale.oddPart();
    BigInteger parts = odd.numerator().multiply(odd.denominator());
    if (parts.bitLength() > MOST_BITS) {
      return Optional.empty();
    }
    // scale = (a / b) 2^e; x a b at (1 / b)^2 2^e has a rational root of its scale
    Scale unit = scale.over(new Scale(parts, BigInteger.ONE));
    int even = Math.floorMod(exponent(unit, odd.denominator()), 2);
    long factor = parts.shiftLeft(even).longValueExact();
    Scale fine = unit.shifted(-even);
    double bound = Math.sqrt(x.range().magnitude() * scale.toDouble());
    double largest = l.scales().seen(c.name()).map(RealRange::magnitude).orElse(bound);
    double wanted = Math.scalb(largest, -l.settings().bits());
    Scale out = rootOf(fine, odd.denominator());
    while (out.toDouble() > wanted && bits(x, factor) < MOST_BITS - 2) {
      factor *= 4;
      out = out.shifted(-1);
    }
    if (bits(x, factor) > MOST_BITS) {
      return Optional.empty();
    }
    QTensor multiple = Arithmetic.times(l, c.name() + ".fine", x, factor);
    Interval range = x.range().times(factor);
    QTensor whole =
        new QTensor(
            multiple.name(),
            multiple.dims(),
            Scale.ONE,
            range,
            multiple.addends(),
            multiple.buffer());
    return Optional.of(SquareRoot.of(l, c.name(), whole).at(out));
  }

  /**
   * 1 / sqrt(x) of the exact value, by {@link PowerOfNorm}: as precise for small values as for
   * large ones; empty beyond 64 bits. There is no proof where x is not positive.
   */
  static Optional<QTensor> inverseRoot(OperatorContext c, QTensor x) {
    Lowering l = c.lowering();
    Scale odd = x.scale().oddPart();
    BigInteger parts = odd.numerator().multiply(odd.denominator());
    if (parts.bitLength() > MOST_BITS) {
      return Optional.empty();
    }
    Scale unit = x.scale().over(new Scale(parts, BigInteger.ONE));
    int even = Math.floorMod(exponent(unit, odd.denominator()), 2);
    long factor = parts.shiftLeft(even).longValueExact();
    if (bits(x, factor) > MOST_BITS) {
      return Optional.empty();
    }
    Scale root = rootOf(unit.shifted(-even), odd.denominator());
    double largest =
        l.scales().seen(c.name()).map(RealRange::magnitude).orElse(1 / root.toDouble());
    int bits = l.settings().bits();
    double wanted = Math.scalb(largest, 1 - bits) * root.toDouble();
    int scale = Math.clamp(-Math.getExponent(wanted), bits, PowerOfNorm.mostScale(bits));
    QTensor multiple = Arithmetic.times(l, c.name() + ".fine", x, factor).at(Scale.ONE);
    QTensor power = PowerOfNorm.of(l, multiple.named(c.name() + ".norm"), 0.5, scale);
    return Optional.of(power.named(c.name()).at(Scale.ONE.over(root).shifted(-scale)));
  }

  private static int bits(QTensor x, long factor) {
    return 128
        - Long.numberOfLeadingZeros(Math.max(1, x.range().magnitude()))
        - Long.numberOfLeadingZeros(factor);
  }

  // e of (1 / b)^2 2^e.
  private static int exponent(Scale unit, BigInteger denominator) {
    Scale square = new Scale(denominator.multiply(denominator), BigInteger.ONE);
    return unit.times(square).log2().getAsInt();
  }

  private static Scale rootOf(Scale fine, BigInteger denominator) {
    return new Scale(BigInteger.ONE, denominator).shifted(exponent(fine, denominator) / 2);
  }

  /** {@link Logarithm} of the exact value; empty beyond 64 bits. */
  static Optional<QTensor> logarithm(OperatorContext c, QTensor x) {
    return x.range().magnitude() < 1L << MOST_BITS
        ? Optional.of(Logarithm.of(c.lowering(), c.name(), x))
        : Optional.empty();
  }

  /**
   * x^e for 0 < e < 1, as e^(e ln(x + 1 unit)): where x is 0 it is the power of x's own unit.
   *
   * <p>Error: relative e times a unit of the exponential's table.
   */
  static Optional<QTensor> power(OperatorContext c, QTensor x, double exponent) {
    Lowering l = c.lowering();
    if (x.range().lo() < 0 || x.range().magnitude() >= 1L << MOST_BITS) {
      return Optional.empty();
    }
    QTensor above = Arithmetic.plus(l, c.name() + ".above", x, 1);
    QTensor log = Logarithm.of(l, c.name() + ".log", above);
    QTensor scaled = Elementwise.timesReal(l, c.name() + ".exponent", log, exponent);
    return Optional.of(
        ScalarFunction.of("exp of exponents", StrictMath::exp).lower(l, scaled, c.name()));
  }

  /** {@link Phase}: exact reduction by whole turns instead of a clamp. */
  static Optional<QTensor> periodic(
      OperatorContext c, QTensor x, String key, DoubleUnaryOperator f) {
    Lowering l = c.lowering();
    Scale out = Scale.powerOfTwo(1 - l.settings().bits());
    return x.range().magnitude() < 1L << MOST_PHASE
        ? Optional.of(Phase.of(l, c.name(), x, key, f, out))
        : Optional.empty();
  }
}
