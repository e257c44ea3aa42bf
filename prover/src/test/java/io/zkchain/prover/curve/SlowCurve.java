package io.zkchain.prover.curve;

import java.math.BigInteger;
import java.util.List;

/**
 * The affine group law by the textbook, on BigInteger coordinates in Fq[u]/(u^2+1), sharing nothing
 * with the product's code. A point is x.c0, x.c1, y.c0, y.c1; the empty list is infinity. Points of
 * G1 have zeros in c1.
 */
public final class SlowCurve {
  /** The base field's modulus, from the curve's parameter by its formula. */
  public static final BigInteger Q;

  static {
    BigInteger x = new BigInteger("4965661367192848881");
    // 36 x^4 + 36 x^3 + 24 x^2 + 6 x + 1
    Q = poly(x, 36, 36, 24, 6, 1);
  }

  /** The groups' order: 36 x^4 + 36 x^3 + 18 x^2 + 6 x + 1. */
  public static final BigInteger R = poly(new BigInteger("4965661367192848881"), 36, 36, 18, 6, 1);

  private SlowCurve() {}

  private static BigInteger poly(BigInteger x, int... coefficients) {
    BigInteger v = BigInteger.ZERO;
    for (int c : coefficients) {
      v = v.multiply(x).add(BigInteger.valueOf(c));
    }
    return v;
  }

  private static BigInteger[] mul(BigInteger[] a, BigInteger[] b) {
    return new BigInteger[] {
      a[0].multiply(b[0]).subtract(a[1].multiply(b[1])).mod(Q),
      a[0].multiply(b[1]).add(a[1].multiply(b[0])).mod(Q)
    };
  }

  private static BigInteger[] sub(BigInteger[] a, BigInteger[] b) {
    return new BigInteger[] {a[0].subtract(b[0]).mod(Q), a[1].subtract(b[1]).mod(Q)};
  }

  private static BigInteger[] inverse(BigInteger[] a) {
    BigInteger norm = a[0].multiply(a[0]).add(a[1].multiply(a[1])).modInverse(Q);
    return new BigInteger[] {a[0].multiply(norm).mod(Q), a[1].negate().multiply(norm).mod(Q)};
  }

  /** The sum. */
  public static List<BigInteger> add(List<BigInteger> p, List<BigInteger> q) {
    if (p.isEmpty()) {
      return q;
    }
    if (q.isEmpty()) {
      return p;
    }
    BigInteger[] x1 = {p.get(0), p.get(1)};
    BigInteger[] y1 = {p.get(2), p.get(3)};
    BigInteger[] x2 = {q.get(0), q.get(1)};
    BigInteger[] y2 = {q.get(2), q.get(3)};
    BigInteger[] slope;
    if (p.subList(0, 2).equals(q.subList(0, 2))) {
      if (!p.subList(2, 4).equals(q.subList(2, 4))) {
        return List.of();
      }
      BigInteger[] three = {BigInteger.valueOf(3), BigInteger.ZERO};
      BigInteger[] two = {BigInteger.TWO, BigInteger.ZERO};
      slope = mul(mul(three, mul(x1, x1)), inverse(mul(two, y1)));
    } else {
      slope = mul(sub(y2, y1), inverse(sub(x2, x1)));
    }
    BigInteger[] x3 = sub(sub(mul(slope, slope), x1), x2);
    BigInteger[] y3 = sub(mul(slope, sub(x1, x3)), y1);
    return List.of(x3[0], x3[1], y3[0], y3[1]);
  }

  /** The multiple by a non-negative integer, by double and add. */
  public static List<BigInteger> mul(BigInteger k, List<BigInteger> p) {
    List<BigInteger> sum = List.of();
    for (int i = k.bitLength() - 1; i >= 0; i--) {
      sum = add(sum, sum);
      sum = k.testBit(i) ? add(sum, p) : sum;
    }
    return sum;
  }

  /** Coordinates of a point of G1. */
  public static List<BigInteger> of(G1 p) {
    return p.isInfinity()
        ? List.of()
        : List.of(p.x().toBigInteger(), BigInteger.ZERO, p.y().toBigInteger(), BigInteger.ZERO);
  }

  /** Coordinates of a point of G2. */
  public static List<BigInteger> of(G2 p) {
    return p.isInfinity()
        ? List.of()
        : List.of(
            p.x().c0().toBigInteger(),
            p.x().c1().toBigInteger(),
            p.y().c0().toBigInteger(),
            p.y().c1().toBigInteger());
  }
}
