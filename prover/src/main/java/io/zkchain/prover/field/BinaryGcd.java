package io.zkchain.prover.field;

/**
 * Inverses modulo an odd prime below 2^254: the binary GCD that works on 64-bit approximations for
 * 31 steps at a time (Pornin, ePrint 2020/972, algorithm 2). Several times faster than {@link
 * java.math.BigInteger#modInverse}, and without a branch on the values in its inner loop.
 */
final class BinaryGcd {
  private static final int LIMBS = PrimeField.LIMBS;
  private static final int STEPS = 31;
  private static final long STEP_MASK = (1L << STEPS) - 1;

  /** Enough for 2 * 254 - 1 steps. */
  private static final int ROUNDS = 17;

  private final long[] modulus;
  private final long negInv; // -1/p mod 2^31

  private final long[] a = new long[LIMBS];
  private final long[] b;
  private final long[] u = {1, 0, 0, 0};
  private final long[] v = new long[LIMBS];
  private final long[] next = new long[LIMBS + 1];
  private final long[] other = new long[LIMBS + 1];

  // Factors of the last 31 steps: a' = (a f0 + b g0) / 2^31 and b' = (a f1 + b g1) / 2^31.
  private long f0;
  private long g0;
  private long f1;
  private long g1;

  /** For the inverse of the integer below p in four limbs at an offset; one use. */
  BinaryGcd(long[] modulus, long negInv, long[] value, int offset) {
    this.modulus = modulus;
    this.negInv = negInv & STEP_MASK;
    System.arraycopy(value, offset, a, 0, LIMBS);
    b = modulus.clone();
  }

  /** The inverse; 0 for 0. Invariants: a = u x and b = v x mod p; b ends as the GCD, 1. */
  long[] run() {
    for (int round = 0; round < ROUNDS; round++) {
      approximateSteps();
      long negativeA = combine(a, b, f0, g0, next);
      long negativeB = combine(a, b, f1, g1, other);
      shift(next, a, negativeA);
      shift(other, b, negativeB);
      // Where a or b came out negative it was negated, and so must be its cofactor.
      combine(u, v, (f0 ^ negativeA) - negativeA, (g0 ^ negativeA) - negativeA, next);
      combine(u, v, (f1 ^ negativeB) - negativeB, (g1 ^ negativeB) - negativeB, other);
      divide(next, u);
      divide(other, v);
    }
    return v;
  }

  private void approximateSteps() {
    int top = LIMBS - 1;
    while (top > 0 && (a[top] | b[top]) == 0) {
      top--;
    }
    int length = Math.max(64, 64 * top + 64 - Long.numberOfLeadingZeros(a[top] | b[top]));
    long x = (a[0] & STEP_MASK) | (bits(a, length - 33) << STEPS);
    long y = (b[0] & STEP_MASK) | (bits(b, length - 33) << STEPS);
    long p0 = 1;
    long q0 = 0;
    long p1 = 0;
    long q1 = 1;
    for (int i = 0; i < STEPS; i++) {
      long odd = -(x & 1);
      // Whether x < y without sign; a comparison would become a branch that cannot be predicted.
      long swap = odd & (((~x & y) | ((~x | y) & (x - y))) >> 63);
      long t = (x ^ y) & swap;
      x ^= t;
      y ^= t;
      t = (p0 ^ p1) & swap;
      p0 ^= t;
      p1 ^= t;
      t = (q0 ^ q1) & swap;
      q0 ^= t;
      q1 ^= t;
      x = (x - (y & odd)) >>> 1;
      p0 -= p1 & odd;
      q0 -= q1 & odd;
      p1 <<= 1;
      q1 <<= 1;
    }
    f0 = p0;
    g0 = q0;
    f1 = p1;
    g1 = q1;
  }

  /** 33 bits from a position on. */
  private static long bits(long[] x, int from) {
    int limb = from >>> 6;
    int shift = from & 63;
    long low = x[limb] >>> shift;
    long high = shift > 31 && limb + 1 < LIMBS ? x[limb + 1] << (64 - shift) : 0;
    return (low | high) & ((1L << 33) - 1);
  }

  /**
   * {@code out = x f + y g}, five limbs, two's complement, for |f|, |g| <= 2^31; returns its sign,
   * 0 or -1.
   */
  private static long combine(long[] x, long[] y, long f, long g, long[] out) {
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      long lowX = x[i] * f;
      long highX = Math.unsignedMultiplyHigh(x[i], f) - (x[i] & (f >> 63));
      long lowY = y[i] * g;
      long highY = Math.unsignedMultiplyHigh(y[i], g) - (y[i] & (g >> 63));
      long sum = lowX + lowY;
      long c = Long.compareUnsigned(sum, lowY) < 0 ? 1 : 0;
      out[i] = sum + carry;
      c += Long.compareUnsigned(out[i], sum) < 0 ? 1 : 0;
      // The carry in is added as a signed number, so its sign extends upwards.
      carry = highX + highY + c + (carry >> 63);
    }
    out[LIMBS] = carry;
    return carry >> 63;
  }

  /** {@code out = |x| / 2^31}, exact; {@code sign} is that of x. */
  private static void shift(long[] x, long[] out, long sign) {
    for (int i = 0; i < LIMBS; i++) {
      out[i] = ((x[i] >>> STEPS) | (x[i + 1] << (64 - STEPS))) ^ sign;
    }
    long carry = sign & 1;
    for (int i = 0; i < LIMBS; i++) {
      out[i] += carry;
      carry = out[i] == 0 ? carry : 0;
    }
  }

  /**
   * {@code out = x / 2^31 mod p} for |x| <= 2^31 p, by adding the multiple of p that makes it
   * divisible (Montgomery).
   */
  private void divide(long[] x, long[] out) {
    long q = (x[0] * negInv) & STEP_MASK;
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      long low = modulus[i] * q;
      long high = Math.unsignedMultiplyHigh(modulus[i], q);
      long sum = low + carry;
      high += Long.compareUnsigned(sum, carry) < 0 ? 1 : 0;
      x[i] += sum;
      carry = high + (Long.compareUnsigned(x[i], sum) < 0 ? 1 : 0);
    }
    x[LIMBS] += carry;
    for (int i = 0; i < LIMBS; i++) {
      out[i] = (x[i] >>> STEPS) | (x[i + 1] << (64 - STEPS));
    }
    reduce(out);
  }

  /** From between -p and 2p, in two's complement, to [0, p). */
  private void reduce(long[] r) {
    long mask = r[LIMBS - 1] >> 63;
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      long addend = modulus[i] & mask;
      long sum = r[i] + addend;
      long c = Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
      r[i] = sum + carry;
      carry = c | (Long.compareUnsigned(r[i], carry) < 0 ? 1 : 0);
    }
    long borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
      long difference = r[i] - modulus[i];
      long c = Long.compareUnsigned(r[i], modulus[i]) < 0 ? 1 : 0;
      c |= Long.compareUnsigned(difference, borrow) < 0 ? 1 : 0;
      next[i] = difference - borrow;
      borrow = c;
    }
    if (borrow == 0) {
      System.arraycopy(next, 0, r, 0, LIMBS);
    }
  }
}
