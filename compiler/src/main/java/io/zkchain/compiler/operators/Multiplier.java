package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Clamp;
import io.zkchain.compiler.gadgets.HalfEven;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;

/**
 * The factors by which quantised products are rescaled: m 2^-t by channel, with one t for all.
 *
 * <p>ONNX Runtime multiplies by float32((x_scale w_scale) / y_scale), in that order; these are
 * exactly its values.
 */
record Multiplier(double[] factors, int shift) {
  private static final int MANTISSA = 23;

  /** Of scales by channel. */
  static Multiplier of(double xScale, double[] wScales, double yScale) {
    double[] factors = new double[wScales.length];
    int shift = Integer.MIN_VALUE;
    for (int k = 0; k < factors.length; k++) {
      float factor = (float) xScale * (float) wScales[k] / (float) yScale;
      factors[k] = factor;
      int exponent = Math.getExponent(factor) - MANTISSA;
      long mantissa = (long) Math.scalb((double) factor, -exponent);
      shift = Math.max(shift, -exponent - Long.numberOfTrailingZeros(mantissa));
    }
    for (int k = 0; k < factors.length; k++) {
      factors[k] = Math.scalb(factors[k], shift);
    }
    return new Multiplier(factors, shift);
  }

  /** m of a channel, a whole number. */
  double factor(int channel) {
    return factors[factors.length == 1 ? 0 : channel];
  }

  /**
   * round(acc 2^-t) to the nearest integer, ties to even, plus a zero point, clamped.
   *
   * @param acc with the factors in it
   */
  QTensor rounded(Lowering l, QTensor acc, long zeroPoint, Interval bounds) {
    if (mayTie(acc)) {
      QTensor nearest = HalfEven.of(l, acc.name() + ".even", acc.at(Scale.ONE), 1L << shift);
      QTensor placed = Arithmetic.plus(l, acc.name(), nearest, zeroPoint);
      return Clamp.of(l, acc.name() + ".clamped", placed, bounds);
    }
    long units = Math.multiplyExact(zeroPoint, 1L << shift);
    QTensor placed = Arithmetic.plus(l, acc.name(), acc, units);
    return Requantise.clamped(l, placed.at(Scale.powerOfTwo(-shift)), Scale.ONE, bounds);
  }

  // With m = odd 2^z a tie needs a sum that is a multiple of 2^(t-1-z) and not 0.
  private boolean mayTie(QTensor acc) {
    for (double factor : factors) {
      int zeros = Long.numberOfTrailingZeros((long) factor);
      double most = acc.range().magnitude() / factor;
      if (shift > 0 && most >= Math.scalb(1.0, shift - 1 - zeros)) {
        return true;
      }
    }
    return false;
  }

  /** The tensor times the one factor. */
  QTensor times(OperatorContext c, QTensor acc) {
    if (factors.length > 1) {
      throw c.unsupported(Limit.CHANNEL_SCALES);
    }
    return Arithmetic.times(c.lowering(), acc.name(), acc, (long) factors[0]);
  }
}
