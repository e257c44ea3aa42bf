package io.zkchain.compiler.quantize;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalInt;

/**
 * A positive rational: the real number that one unit of a tensor's integers stands for.
 *
 * <p>Scales are powers of two unless an operator divides by a constant (a mean of 9 values has the
 * scale s/9, which costs nothing until the value is rounded). Always in lowest terms.
 */
public record Scale(BigInteger numerator, BigInteger denominator) {

  /** One unit is 1. */
  public static final Scale ONE = new Scale(BigInteger.ONE, BigInteger.ONE);

  /**
   * @throws IllegalArgumentException if the value is not positive
   */
  public Scale {
    if (numerator.signum() <= 0 || denominator.signum() <= 0) {
      throw new IllegalArgumentException(
          "scale " + numerator + "/" + denominator + " is not positive");
    }
    BigInteger gcd = numerator.gcd(denominator);
    numerator = numerator.divide(gcd);
    denominator = denominator.divide(gcd);
  }

  /** 2^exponent. */
  public static Scale powerOfTwo(int exponent) {
    return ONE.shifted(exponent);
  }

  /** The exact value of a positive finite double. */
  public static Scale exactly(double value) {
    BigDecimal decimal = new BigDecimal(value);
    BigInteger unscaled = decimal.unscaledValue();
    return decimal.scale() >= 0
        ? new Scale(unscaled, BigInteger.TEN.pow(decimal.scale()))
        : new Scale(unscaled.multiply(BigInteger.TEN.pow(-decimal.scale())), BigInteger.ONE);
  }

  /** This times 2^exponent. */
  public Scale shifted(int exponent) {
    return exponent >= 0
        ? new Scale(numerator.shiftLeft(exponent), denominator)
        : new Scale(numerator, denominator.shiftLeft(-exponent));
  }

  public Scale times(Scale other) {
    return new Scale(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  public Scale over(Scale other) {
    return new Scale(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  public Scale over(long divisor) {
    return new Scale(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
  }

  /** This without its power of two: numerator and denominator odd. */
  public Scale oddPart() {
    return shifted(denominator.getLowestSetBit() - numerator.getLowestSetBit());
  }

  /** e with this = 2^e, if there is one. */
  public OptionalInt log2() {
    return oddPart().equals(ONE)
        ? OptionalInt.of(numerator.getLowestSetBit() - denominator.getLowestSetBit())
        : OptionalInt.empty();
  }

  /** The largest scale of which both are integer multiples. */
  public Scale common(Scale other) {
    BigInteger a = numerator.multiply(other.denominator);
    BigInteger b = other.numerator.multiply(denominator);
    return new Scale(a.gcd(b), denominator.multiply(other.denominator));
  }

  /**
   * This divided by a scale of which it is an integer multiple.
   *
   * @throws ArithmeticException if it is no integer multiple, or passes a long
   */
  public long multipleOf(Scale unit) {
    Scale ratio = over(unit);
    if (!ratio.denominator.equals(BigInteger.ONE)) {
      throw new ArithmeticException(this + " is no multiple of " + unit);
    }
    return ratio.numerator.longValueExact();
  }

  public double toDouble() {
    int shift = numerator.bitLength() - denominator.bitLength() - 62;
    BigInteger quotient =
        shift >= 0
            ? numerator.divide(denominator.shiftLeft(shift))
            : numerator.shiftLeft(-shift).divide(denominator);
    return Math.scalb(quotient.doubleValue(), shift);
  }

  @Override
  public String toString() {
    OptionalInt log = log2();
    return log.isPresent() ? "2^" + log.getAsInt() : numerator + "/" + denominator;
  }
}
