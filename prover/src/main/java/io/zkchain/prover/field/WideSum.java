package io.zkchain.prover.field;

/** Sums of plain integers of several limbs, least significant first, without reduction. */
final class WideSum {
  private WideSum() {}

  private static long carry(long sum, long addend) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }

  /** {@code acc[0..6) += a * u} for four limbs a and one unsigned limb u. */
  static void addProduct(long[] a, int ao, long u, long[] acc) {
    long c = 0;
    for (int j = 0; j < PrimeField.LIMBS; j++) {
      long lo = a[ao + j] * u;
      long s = lo + c;
      long hi = Math.unsignedMultiplyHigh(a[ao + j], u) + carry(s, c);
      long t = acc[j] + s;
      acc[j] = t;
      c = hi + carry(t, s);
    }
    long t = acc[4] + c;
    acc[4] = t;
    acc[5] += carry(t, c);
  }

  /** {@code acc[0..5) += a & mask} for four limbs a and a mask of all zeros or all ones. */
  static void addMasked(long[] a, int ao, long mask, long[] acc) {
    long c = 0;
    for (int j = 0; j < PrimeField.LIMBS; j++) {
      long s = (a[ao + j] & mask) + c;
      long d = carry(s, c);
      long t = acc[j] + s;
      acc[j] = t;
      c = d + carry(t, s);
    }
    acc[4] += c;
  }
}
