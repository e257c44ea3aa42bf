package io.zkchain.compiler.operators;

/** Functions that StrictMath lacks, from its operations only, so the same on every machine. */
final class SpecialFunctions {
  private static final double SERIES_BELOW = 3;
  private static final int FRACTIONS = 60;

  private SpecialFunctions() {}

  /** The error function, to 1e-11. */
  static double erf(double x) {
    double magnitude = Math.abs(x);
    double value = magnitude < SERIES_BELOW ? series(magnitude) : 1 - tail(magnitude);
    return x < 0 ? -value : value;
  }

  // 2 / sqrt(pi) * sum of (-1)^k x^(2k+1) / (k! (2k+1))
  private static double series(double x) {
    double power = x;
    double sum = x;
    for (int k = 1; Math.abs(power) > 1e-18; k++) {
      power *= -x * x / k;
      sum += power / (2 * k + 1);
    }
    return 2 / StrictMath.sqrt(StrictMath.PI) * sum;
  }

  // erfc(x) = e^(-x^2) / sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ..
  private static double tail(double x) {
    double fraction = x;
    for (int k = FRACTIONS; k > 0; k--) {
      fraction = x + 0.5 * k / fraction;
    }
    return StrictMath.exp(-x * x) / StrictMath.sqrt(StrictMath.PI) / fraction;
  }

  /** x Phi(x), with the normal distribution's Phi. */
  static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / StrictMath.sqrt(2)));
  }

  /** {@link #gelu} by tanh, as many models have it. */
  static double geluByTanh(double x) {
    double inner = StrictMath.sqrt(2 / StrictMath.PI) * (x + 0.044715 * x * x * x);
    return 0.5 * x * (1 + StrictMath.tanh(inner));
  }

  /** ln(1 + e^x). */
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  static double asinh(double x) {
    double magnitude = Math.abs(x);
    return Math.copySign(StrictMath.log(magnitude + StrictMath.sqrt(x * x + 1)), x);
  }

  static double acosh(double x) {
    return StrictMath.log(x + StrictMath.sqrt(x * x - 1));
  }

  static double atanh(double x) {
    return 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x));
  }
}
