package io.zkchain.compiler.quantize;

/**
 * Chooses the scale of rounded values.
 *
 * <p>The finest scale at which the bound from the real weights fits the table makes overflow
 * impossible. If that costs more precision than {@link #headroom}, the calibrated range (with a
 * margin) decides instead and the node clamps or rejects.
 */
public final class TargetChooser {
  private static final int FINEST = 40;
  private static final double MARGIN = 1.25;

  private final int bits;
  private final boolean saturate;

  public TargetChooser(int bits, boolean saturate) {
    this.bits = bits;
    this.saturate = saturate;
  }

  /** Bits of precision that may be given up to make overflow impossible. */
  public int headroom() {
    return Math.max(1, bits - 11);
  }

  public long limit() {
    return (1L << (bits - 1)) - 1;
  }

  /**
   * The target of a value.
   *
   * @param seen its calibrated range
   * @param bound a bound on its absolute value for every input
   * @param odd odd part of its scale, which the target keeps
   */
  public Target choose(RealRange seen, double bound, Scale odd) {
    int certain = finest(bound, odd, 1);
    int usual = finest(seen.magnitude(), odd, MARGIN);
    if (certain >= usual - headroom()) {
      return new Target(odd.shifted(-certain), Verdict.IMPOSSIBLE);
    }
    return new Target(odd.shifted(-usual), saturate ? Verdict.SATURATE : Verdict.REJECT);
  }

  /** The largest e at which magnitude * margin is at most limit units of 2^-e odd. */
  public int finest(double magnitude, Scale odd, double margin) {
    double units = magnitude * margin / odd.toDouble();
    // The odd part of a product of float32 scales has 48 bits, which its unit has to take back.
    int exponent = FINEST + Math.max(0, Math.getExponent(odd.toDouble()));
    while (exponent > -FINEST && Math.scalb(units, exponent) > limit()) {
      exponent--;
    }
    return exponent;
  }
}
