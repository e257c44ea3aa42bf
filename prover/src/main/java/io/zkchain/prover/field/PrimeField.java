package io.zkchain.prover.field;

import java.math.BigInteger;

/**
 * One of the two prime fields of BN254, with operations on single elements stored in {@code long[]}
 * arrays.
 *
 * <p>An element is four consecutive limbs of 64 bits, least significant first, holding {@code x *
 * 2^256 mod p} (Montgomery form), always fully reduced: equal elements have equal limbs. Offsets
 * are in limbs. Every operation reads all of its inputs before it writes, so the result may overlap
 * the inputs in any way. Inputs must be reduced; the results then are.
 *
 * <p>Both moduli are below 2^254: the sum of two elements fits four limbs, and no carry leaves the
 * multiplication's top limb.
 *
 * <pre>{@code
 * long[] x = new long[8];
 * PrimeField.FR.setLong(-5, x, 0);
 * PrimeField.FR.mul(x, 0, x, 0, x, 4); // x[4..8) = 25
 * }</pre>
 *
 * <p>Bulk operations are in {@link FieldKernel}. Nothing here is constant time.
 */
public final class PrimeField {
  /** Limbs per element. */
  public static final int LIMBS = 4;

  /** The scalar field: integers modulo the order r of the curve's groups. */
  public static final PrimeField FR =
      new PrimeField(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /** The base field: integers modulo q, where the coordinates of the curve's points live. */
  public static final PrimeField FQ =
      new PrimeField(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");

  private static final long[] PLAIN_ONE = {1, 0, 0, 0};

  private final BigInteger modulus;
  private final long q0;
  private final long q1;
  private final long q2;
  private final long q3;

  /** -1/p mod 2^64. */
  private final long negInv;

  /** floor(2^317 / p), below 2^64 because p > 2^253. */
  private final long barrett;

  private final long[] limbs; // of p
  private final long[] one; // 2^256 mod p
  private final long[] rSquared; // 2^512 mod p
  private final long[] rCubed; // 2^768 mod p

  private PrimeField(String decimal) {
    modulus = new BigInteger(decimal);
    q0 = modulus.longValue();
    q1 = modulus.shiftRight(64).longValue();
    q2 = modulus.shiftRight(128).longValue();
    q3 = modulus.shiftRight(192).longValue();
    BigInteger two64 = BigInteger.ONE.shiftLeft(64);
    negInv = modulus.modInverse(two64).negate().longValue();
    barrett = BigInteger.ONE.shiftLeft(317).divide(modulus).longValue();
    limbs = toLimbs(modulus);
    one = toLimbs(BigInteger.ONE.shiftLeft(256).mod(modulus));
    rSquared = toLimbs(BigInteger.ONE.shiftLeft(512).mod(modulus));
    rCubed = toLimbs(BigInteger.ONE.shiftLeft(768).mod(modulus));
  }

  private static long[] toLimbs(BigInteger v) {
    return new long[] {
      v.longValue(),
      v.shiftRight(64).longValue(),
      v.shiftRight(128).longValue(),
      v.shiftRight(192).longValue()
    };
  }

  /** The modulus. */
  public BigInteger modulus() {
    return modulus;
  }

  private static long carry(long sum, long addend) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }

  /**
   * {@code r = a * b}. Montgomery multiplication by coarsely integrated operand scanning (Koc,
   * Acar, Kaliski 1996, section 5), without the extra carry word: p < 2^254 keeps every
   * intermediate below 2^256 + p. Unrolled by hand, hence long.
   */
  public void mul(long[] a, int ao, long[] b, int bo, long[] r, int ro) {
    final long a0 = a[ao];
    final long a1 = a[ao + 1];
    final long a2 = a[ao + 2];
    final long a3 = a[ao + 3];
    final long b0 = b[bo];
    final long b1 = b[bo + 1];
    final long b2 = b[bo + 2];
    final long b3 = b[bo + 3];
    final long q1 = this.q1;
    final long q2 = this.q2;
    final long q3 = this.q3;
    final long q0 = this.q0;
    final long negInv = this.negInv;
    // Row 0: add a * b0, then make the lowest limb vanish by a multiple of the modulus.
    long lo = a0 * b0;
    long hi = Math.unsignedMultiplyHigh(a0, b0);
    long t0 = lo;
    long c = hi;
    lo = a1 * b0;
    hi = Math.unsignedMultiplyHigh(a1, b0);
    long t1 = lo + c;
    c = hi + carry(t1, c);
    lo = a2 * b0;
    hi = Math.unsignedMultiplyHigh(a2, b0);
    long t2 = lo + c;
    c = hi + carry(t2, c);
    lo = a3 * b0;
    hi = Math.unsignedMultiplyHigh(a3, b0);
    long t3 = lo + c;
    c = hi + carry(t3, c);
    long m = t0 * negInv;
    long d = Math.unsignedMultiplyHigh(m, q0) + (t0 != 0 ? 1 : 0);
    lo = m * q1;
    hi = Math.unsignedMultiplyHigh(m, q1);
    long s = lo + d;
    hi += carry(s, d);
    t0 = t1 + s;
    d = hi + carry(t0, s);
    lo = m * q2;
    hi = Math.unsignedMultiplyHigh(m, q2);
    s = lo + d;
    hi += carry(s, d);
    t1 = t2 + s;
    d = hi + carry(t1, s);
    lo = m * q3;
    hi = Math.unsignedMultiplyHigh(m, q3);
    s = lo + d;
    hi += carry(s, d);
    t2 = t3 + s;
    d = hi + carry(t2, s);
    t3 = c + d;
    // Row 1: add a * b1, then make the lowest limb vanish by a multiple of the modulus.
    lo = a0 * b1;
    hi = Math.unsignedMultiplyHigh(a0, b1);
    t0 += lo;
    c = hi + carry(t0, lo);
    lo = a1 * b1;
    hi = Math.unsignedMultiplyHigh(a1, b1);
    s = lo + c;
    hi += carry(s, c);
    t1 += s;
    c = hi + carry(t1, s);
    lo = a2 * b1;
    hi = Math.unsignedMultiplyHigh(a2, b1);
    s = lo + c;
    hi += carry(s, c);
    t2 += s;
    c = hi + carry(t2, s);
    lo = a3 * b1;
    hi = Math.unsignedMultiplyHigh(a3, b1);
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    m = t0 * negInv;
    d = Math.unsignedMultiplyHigh(m, q0) + (t0 != 0 ? 1 : 0);
    lo = m * q1;
    hi = Math.unsignedMultiplyHigh(m, q1);
    s = lo + d;
    hi += carry(s, d);
    t0 = t1 + s;
    d = hi + carry(t0, s);
    lo = m * q2;
    hi = Math.unsignedMultiplyHigh(m, q2);
    s = lo + d;
    hi += carry(s, d);
    t1 = t2 + s;
    d = hi + carry(t1, s);
    lo = m * q3;
    hi = Math.unsignedMultiplyHigh(m, q3);
    s = lo + d;
    hi += carry(s, d);
    t2 = t3 + s;
    d = hi + carry(t2, s);
    t3 = c + d;
    // Row 2: add a * b2, then make the lowest limb vanish by a multiple of the modulus.
    lo = a0 * b2;
    hi = Math.unsignedMultiplyHigh(a0, b2);
    t0 += lo;
    c = hi + carry(t0, lo);
    lo = a1 * b2;
    hi = Math.unsignedMultiplyHigh(a1, b2);
    s = lo + c;
    hi += carry(s, c);
    t1 += s;
    c = hi + carry(t1, s);
    lo = a2 * b2;
    hi = Math.unsignedMultiplyHigh(a2, b2);
    s = lo + c;
    hi += carry(s, c);
    t2 += s;
    c = hi + carry(t2, s);
    lo = a3 * b2;
    hi = Math.unsignedMultiplyHigh(a3, b2);
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    m = t0 * negInv;
    d = Math.unsignedMultiplyHigh(m, q0) + (t0 != 0 ? 1 : 0);
    lo = m * q1;
    hi = Math.unsignedMultiplyHigh(m, q1);
    s = lo + d;
    hi += carry(s, d);
    t0 = t1 + s;
    d = hi + carry(t0, s);
    lo = m * q2;
    hi = Math.unsignedMultiplyHigh(m, q2);
    s = lo + d;
    hi += carry(s, d);
    t1 = t2 + s;
    d = hi + carry(t1, s);
    lo = m * q3;
    hi = Math.unsignedMultiplyHigh(m, q3);
    s = lo + d;
    hi += carry(s, d);
    t2 = t3 + s;
    d = hi + carry(t2, s);
    t3 = c + d;
    // Row 3: add a * b3, then make the lowest limb vanish by a multiple of the modulus.
    lo = a0 * b3;
    hi = Math.unsignedMultiplyHigh(a0, b3);
    t0 += lo;
    c = hi + carry(t0, lo);
    lo = a1 * b3;
    hi = Math.unsignedMultiplyHigh(a1, b3);
    s = lo + c;
    hi += carry(s, c);
    t1 += s;
    c = hi + carry(t1, s);
    lo = a2 * b3;
    hi = Math.unsignedMultiplyHigh(a2, b3);
    s = lo + c;
    hi += carry(s, c);
    t2 += s;
    c = hi + carry(t2, s);
    lo = a3 * b3;
    hi = Math.unsignedMultiplyHigh(a3, b3);
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    m = t0 * negInv;
    d = Math.unsignedMultiplyHigh(m, q0) + (t0 != 0 ? 1 : 0);
    lo = m * q1;
    hi = Math.unsignedMultiplyHigh(m, q1);
    s = lo + d;
    hi += carry(s, d);
    t0 = t1 + s;
    d = hi + carry(t0, s);
    lo = m * q2;
    hi = Math.unsignedMultiplyHigh(m, q2);
    s = lo + d;
    hi += carry(s, d);
    t1 = t2 + s;
    d = hi + carry(t1, s);
    lo = m * q3;
    hi = Math.unsignedMultiplyHigh(m, q3);
    s = lo + d;
    hi += carry(s, d);
    t2 = t3 + s;
    d = hi + carry(t2, s);
    t3 = c + d;
    reduceOnce(t0, t1, t2, t3, r, ro);
  }

  /** Stores t - p if t >= p and t otherwise, for t < 2p, without branching. */
  private void reduceOnce(long t0, long t1, long t2, long t3, long[] r, int ro) {
    long s0 = t0 - q0;
    long borrow = carry(t0, q0);
    long s1 = t1 - q1;
    long next = carry(t1, q1) | carry(s1, borrow);
    s1 -= borrow;
    long s2 = t2 - q2;
    borrow = carry(t2, q2) | carry(s2, next);
    s2 -= next;
    long s3 = t3 - q3 - borrow; // both top limbs are below 2^63, so the sign tells
    long keep = s3 >> 63;
    r[ro] = s0 ^ ((s0 ^ t0) & keep);
    r[ro + 1] = s1 ^ ((s1 ^ t1) & keep);
    r[ro + 2] = s2 ^ ((s2 ^ t2) & keep);
    r[ro + 3] = s3 ^ ((s3 ^ t3) & keep);
  }

  /** {@code r = a^2}. */
  public void square(long[] a, int ao, long[] r, int ro) {
    mul(a, ao, a, ao, r, ro);
  }

  /** {@code r = a + b}. */
  public void add(long[] a, int ao, long[] b, int bo, long[] r, int ro) {
    long t0 = a[ao] + b[bo];
    long c = carry(t0, a[ao]);
    long t1 = a[ao + 1] + b[bo + 1];
    long d = carry(t1, a[ao + 1]);
    t1 += c;
    d |= carry(t1, c);
    long t2 = a[ao + 2] + b[bo + 2];
    c = carry(t2, a[ao + 2]);
    t2 += d;
    c |= carry(t2, d);
    reduceOnce(t0, t1, t2, a[ao + 3] + b[bo + 3] + c, r, ro);
  }

  /** {@code r = a - b}. */
  public void sub(long[] a, int ao, long[] b, int bo, long[] r, int ro) {
    long s0 = a[ao] - b[bo];
    long borrow = carry(a[ao], b[bo]);
    long s1 = a[ao + 1] - b[bo + 1];
    long next = carry(a[ao + 1], b[bo + 1]) | carry(s1, borrow);
    s1 -= borrow;
    long s2 = a[ao + 2] - b[bo + 2];
    borrow = carry(a[ao + 2], b[bo + 2]) | carry(s2, next);
    s2 -= next;
    long s3 = a[ao + 3] - b[bo + 3] - borrow;
    addModulusIf(s3 >> 63, s0, s1, s2, s3, r, ro);
  }

  /** {@code r = -a}. */
  public void negate(long[] a, int ao, long[] r, int ro) {
    long s0 = -a[ao];
    long borrow = a[ao] != 0 ? 1 : 0;
    long s1 = -a[ao + 1] - borrow;
    borrow |= a[ao + 1] != 0 ? 1 : 0;
    long s2 = -a[ao + 2] - borrow;
    borrow |= a[ao + 2] != 0 ? 1 : 0;
    long s3 = -a[ao + 3] - borrow;
    addModulusIf(s3 >> 63, s0, s1, s2, s3, r, ro);
  }

  /** {@code r = -a} where the mask is -1, and {@code r = a} where it is 0, without branching. */
  public void negateIf(long mask, long[] a, int ao, long[] r, int ro) {
    // (a ^ mask) - mask is a or -a as a 256-bit integer; -a is negative but for a = 0.
    long s0 = (a[ao] ^ mask) - mask;
    long carry = s0 == 0 ? mask & 1 : 0;
    long s1 = (a[ao + 1] ^ mask) + carry;
    carry = s1 == 0 ? carry : 0;
    long s2 = (a[ao + 2] ^ mask) + carry;
    carry = s2 == 0 ? carry : 0;
    long s3 = (a[ao + 3] ^ mask) + carry;
    long add = s3 >> 63;
    long p0 = q0 & add;
    long p1 = q1 & add;
    long p2 = q2 & add;
    long t0 = s0 + p0;
    long c = carry(t0, p0);
    long t1 = s1 + p1;
    long d = carry(t1, p1);
    t1 += c;
    d |= carry(t1, c);
    long t2 = s2 + p2;
    c = carry(t2, p2);
    t2 += d;
    c |= carry(t2, d);
    r[ro] = t0;
    r[ro + 1] = t1;
    r[ro + 2] = t2;
    r[ro + 3] = s3 + (q3 & add) + c;
  }

  /** Stores s + (p and mask). */
  private void addModulusIf(long mask, long s0, long s1, long s2, long s3, long[] r, int ro) {
    long p0 = q0 & mask;
    long p1 = q1 & mask;
    long p2 = q2 & mask;
    long t0 = s0 + p0;
    long c = carry(t0, p0);
    long t1 = s1 + p1;
    long d = carry(t1, p1);
    t1 += c;
    d |= carry(t1, c);
    long t2 = s2 + p2;
    c = carry(t2, p2);
    t2 += d;
    c |= carry(t2, d);
    r[ro] = t0;
    r[ro + 1] = t1;
    r[ro + 2] = t2;
    r[ro + 3] = s3 + (q3 & mask) + c;
  }

  /** {@code r = 2a}. */
  public void twice(long[] a, int ao, long[] r, int ro) {
    add(a, ao, a, ao, r, ro);
  }

  /** {@code r = 1/a}, and 0 for a = 0. About 2 us: invert in batches where there are many. */
  public void inverse(long[] a, int ao, long[] r, int ro) {
    if (isZero(a, ao)) {
      setZero(r, ro);
      return;
    }
    // The stored value is x R; its inverse times R^3, divided by R once more by the multiplication,
    // is R / x.
    long[] inverse = new BinaryGcd(limbs, negInv, a, ao).run();
    mul(inverse, 0, rCubed, 0, r, ro);
  }

  /** {@code r = a^exponent} for a non-negative exponent, with 0^0 = 1. */
  public void pow(long[] a, int ao, BigInteger exponent, long[] r, int ro) {
    if (exponent.signum() < 0) {
      throw new IllegalArgumentException("negative exponent " + exponent);
    }
    long[] base = {a[ao], a[ao + 1], a[ao + 2], a[ao + 3]};
    long[] power = one.clone();
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      square(power, 0, power, 0);
      if (exponent.testBit(i)) {
        mul(power, 0, base, 0, power, 0);
      }
    }
    System.arraycopy(power, 0, r, ro, LIMBS);
  }

  /** Whether the element is 0. */
  public static boolean isZero(long[] a, int ao) {
    return (a[ao] | a[ao + 1] | a[ao + 2] | a[ao + 3]) == 0;
  }

  /** Whether two elements are equal. */
  public static boolean equal(long[] a, int ao, long[] b, int bo) {
    return ((a[ao] ^ b[bo])
            | (a[ao + 1] ^ b[bo + 1])
            | (a[ao + 2] ^ b[bo + 2])
            | (a[ao + 3] ^ b[bo + 3]))
        == 0;
  }

  /** {@code r = 0}. */
  public static void setZero(long[] r, int ro) {
    r[ro] = 0;
    r[ro + 1] = 0;
    r[ro + 2] = 0;
    r[ro + 3] = 0;
  }

  /** {@code r = 1}. */
  public void setOne(long[] r, int ro) {
    System.arraycopy(one, 0, r, ro, LIMBS);
  }

  /** {@code r = v}; a negative v becomes p - |v|. */
  public void setLong(long v, long[] r, int ro) {
    mulLong(one, 0, v, r, ro);
  }

  /**
   * {@code r = v * a} for a plain signed integer v. The quotient by p is estimated from the top 64
   * bits (Barrett), which takes a quarter of the products of {@link #mul}.
   */
  public void mulLong(long[] a, int ao, long v, long[] r, int ro) {
    // |v| <= 2^63, so t = a |v| < 2^254 * 2^63 has five limbs.
    long u = v < 0 ? -v : v;
    long t0 = a[ao] * u;
    long c = Math.unsignedMultiplyHigh(a[ao], u);
    long lo = a[ao + 1] * u;
    long t1 = lo + c;
    c = Math.unsignedMultiplyHigh(a[ao + 1], u) + carry(t1, lo);
    lo = a[ao + 2] * u;
    long t2 = lo + c;
    c = Math.unsignedMultiplyHigh(a[ao + 2], u) + carry(t2, lo);
    lo = a[ao + 3] * u;
    long t3 = lo + c;
    long t4 = Math.unsignedMultiplyHigh(a[ao + 3], u) + carry(t3, lo);
    // floor(t / 2^253) < 2^64; k is at most 2 below the quotient, so t - k p < 3p < 2^256 and four
    // limbs suffice.
    long k = Math.unsignedMultiplyHigh(t4 << 3 | t3 >>> 61, barrett);
    long p0 = k * q0;
    c = Math.unsignedMultiplyHigh(k, q0);
    lo = k * q1;
    long p1 = lo + c;
    c = Math.unsignedMultiplyHigh(k, q1) + carry(p1, lo);
    lo = k * q2;
    long p2 = lo + c;
    c = Math.unsignedMultiplyHigh(k, q2) + carry(p2, lo);
    subtractPlain(t0, t1, t2, t3, p0, p1, p2, k * q3 + c, r, ro);
    while (!isReduced(r, ro)) {
      subtractPlain(r[ro], r[ro + 1], r[ro + 2], r[ro + 3], q0, q1, q2, q3, r, ro);
    }
    if (v < 0) {
      negate(r, ro, r, ro);
    }
  }

  private static void subtractPlain(
      long t0, long t1, long t2, long t3, long p0, long p1, long p2, long p3, long[] r, int ro) {
    long borrow = carry(t0, p0);
    long s1 = t1 - p1;
    long next = carry(t1, p1) | carry(s1, borrow);
    long s2 = t2 - p2;
    long last = carry(t2, p2) | carry(s2, next);
    r[ro] = t0 - p0;
    r[ro + 1] = s1 - borrow;
    r[ro + 2] = s2 - next;
    r[ro + 3] = t3 - p3 - last;
  }

  /** {@code r = v mod p}, for v of any size and sign. */
  public void setBigInteger(BigInteger v, long[] r, int ro) {
    mul(toLimbs(v.mod(modulus)), 0, rSquared, 0, r, ro);
  }

  /** The integer in [0, p) that the element stands for. */
  public BigInteger toBigInteger(long[] a, int ao) {
    long[] plain = new long[LIMBS];
    fromMontgomery(a, ao, plain, 0);
    return limbsToBigInteger(plain, 0);
  }

  private static BigInteger limbsToBigInteger(long[] a, int ao) {
    byte[] bytes = new byte[32];
    Bytes.putBigEndian(a, ao, bytes, 0);
    return new BigInteger(1, bytes);
  }

  /** Plain integer (four limbs, any value below 2^256) to an element, reducing it modulo p. */
  public void toMontgomery(long[] plain, int po, long[] r, int ro) {
    // With the first operand below p, the row sums of mul stay below 2p for any second operand
    // below 2^256.
    mul(rSquared, 0, plain, po, r, ro);
  }

  /** Element to the plain integer in [0, p) that it stands for. */
  public void fromMontgomery(long[] a, int ao, long[] r, int ro) {
    mul(a, ao, PLAIN_ONE, 0, r, ro);
  }

  /** Whether four limbs, as a plain unsigned integer, are below p. */
  public boolean isReduced(long[] a, int ao) {
    if (a[ao + 3] != q3) {
      return Long.compareUnsigned(a[ao + 3], q3) < 0;
    }
    if (a[ao + 2] != q2) {
      return Long.compareUnsigned(a[ao + 2], q2) < 0;
    }
    if (a[ao + 1] != q1) {
      return Long.compareUnsigned(a[ao + 1], q1) < 0;
    }
    return Long.compareUnsigned(a[ao], q0) < 0;
  }

  /**
   * {@code acc += a * b} as plain integers, without reduction; {@code acc} has nine limbs and holds
   * the sum of up to 2^64 products. {@link #reduceWide} finishes.
   */
  void addProductWide(long[] a, int ao, long[] b, int bo, long[] acc) {
    final long a0 = a[ao];
    final long a1 = a[ao + 1];
    final long a2 = a[ao + 2];
    final long a3 = a[ao + 3];
    // Row 0: acc[0..4] += a * b[0].
    long y = b[bo];
    long lo = a0 * y;
    long hi = Math.unsignedMultiplyHigh(a0, y);
    long t0 = acc[0];
    t0 += lo;
    long c = hi + carry(t0, lo);
    lo = a1 * y;
    hi = Math.unsignedMultiplyHigh(a1, y);
    long t1 = acc[1];
    long s = lo + c;
    hi += carry(s, c);
    t1 += s;
    c = hi + carry(t1, s);
    lo = a2 * y;
    hi = Math.unsignedMultiplyHigh(a2, y);
    long t2 = acc[2];
    s = lo + c;
    hi += carry(s, c);
    t2 += s;
    c = hi + carry(t2, s);
    lo = a3 * y;
    hi = Math.unsignedMultiplyHigh(a3, y);
    long t3 = acc[3];
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    long t4 = acc[4] + c;
    long e = carry(t4, c);
    // Row 1: acc[1..5] += a * b[1].
    y = b[bo + 1];
    lo = a0 * y;
    hi = Math.unsignedMultiplyHigh(a0, y);
    t1 += lo;
    c = hi + carry(t1, lo);
    lo = a1 * y;
    hi = Math.unsignedMultiplyHigh(a1, y);
    s = lo + c;
    hi += carry(s, c);
    t2 += s;
    c = hi + carry(t2, s);
    lo = a2 * y;
    hi = Math.unsignedMultiplyHigh(a2, y);
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    lo = a3 * y;
    hi = Math.unsignedMultiplyHigh(a3, y);
    s = lo + c;
    hi += carry(s, c);
    t4 += s;
    c = hi + carry(t4, s);
    long t5 = acc[5] + e;
    e = carry(t5, e);
    t5 += c;
    e += carry(t5, c);
    // Row 2: acc[2..6] += a * b[2].
    y = b[bo + 2];
    lo = a0 * y;
    hi = Math.unsignedMultiplyHigh(a0, y);
    t2 += lo;
    c = hi + carry(t2, lo);
    lo = a1 * y;
    hi = Math.unsignedMultiplyHigh(a1, y);
    s = lo + c;
    hi += carry(s, c);
    t3 += s;
    c = hi + carry(t3, s);
    lo = a2 * y;
    hi = Math.unsignedMultiplyHigh(a2, y);
    s = lo + c;
    hi += carry(s, c);
    t4 += s;
    c = hi + carry(t4, s);
    lo = a3 * y;
    hi = Math.unsignedMultiplyHigh(a3, y);
    s = lo + c;
    hi += carry(s, c);
    t5 += s;
    c = hi + carry(t5, s);
    long t6 = acc[6] + e;
    e = carry(t6, e);
    t6 += c;
    e += carry(t6, c);
    // Row 3: acc[3..7] += a * b[3].
    y = b[bo + 3];
    lo = a0 * y;
    hi = Math.unsignedMultiplyHigh(a0, y);
    t3 += lo;
    c = hi + carry(t3, lo);
    lo = a1 * y;
    hi = Math.unsignedMultiplyHigh(a1, y);
    s = lo + c;
    hi += carry(s, c);
    t4 += s;
    c = hi + carry(t4, s);
    lo = a2 * y;
    hi = Math.unsignedMultiplyHigh(a2, y);
    s = lo + c;
    hi += carry(s, c);
    t5 += s;
    c = hi + carry(t5, s);
    lo = a3 * y;
    hi = Math.unsignedMultiplyHigh(a3, y);
    s = lo + c;
    hi += carry(s, c);
    t6 += s;
    c = hi + carry(t6, s);
    long t7 = acc[7] + e;
    e = carry(t7, e);
    t7 += c;
    e += carry(t7, c);
    acc[0] = t0;
    acc[1] = t1;
    acc[2] = t2;
    acc[3] = t3;
    acc[4] = t4;
    acc[5] = t5;
    acc[6] = t6;
    acc[7] = t7;
    acc[8] += e;
  }

  /**
   * {@code r = acc / 2^256 mod p}: the Montgomery form of the sum of products that {@link
   * #addProductWide} made.
   */
  void reduceWide(long[] acc, long[] r, int ro) {
    // acc = low + 2^256 middle + 2^512 top.
    long[] part = new long[LIMBS];
    mul(PLAIN_ONE, 0, acc, 0, part, 0);
    long[] middle = {acc[4], acc[5], acc[6], acc[7]};
    mul(one, 0, middle, 0, middle, 0);
    add(part, 0, middle, 0, part, 0);
    long[] top = {acc[8], 0, 0, 0};
    mul(rSquared, 0, top, 0, top, 0);
    add(part, 0, top, 0, r, ro);
  }

  /** {@code r = low + 2^256 high mod p} for plain integers below 2^256. */
  void reducePlain(long[] low, int lo, long[] high, int ho, long[] r, int ro) {
    long[] part = new long[LIMBS];
    mul(rSquared, 0, high, ho, part, 0);
    mul(one, 0, low, lo, r, ro);
    add(r, ro, part, 0, r, ro);
  }

  /**
   * {@code r = a mod p} for a plain integer of four limbs, of any value; no Montgomery form on
   * either side.
   */
  void reduce(long[] a, int ao, long[] r, int ro) {
    mul(one, 0, a, ao, r, ro);
  }
}
