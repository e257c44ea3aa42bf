package io.zkchain.prover.pairing;

import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import java.math.BigInteger;

/** {@code c0 + c1 w} in Fq12 = Fq6[w]/(w^2 - v). */
record Fq12(Fq6 c0, Fq6 c1) {
  static final Fq12 ONE = new Fq12(Fq6.ONE, Fq6.ZERO);

  /** xi^(i (q-1)/6): what the Frobenius map does to w^i. */
  private static final Fq2[] FROBENIUS = frobeniusConstants();

  private static Fq2[] frobeniusConstants() {
    Fq2 step = frobeniusPower(6);
    Fq2[] constants = new Fq2[6];
    constants[0] = Fq2.ONE;
    for (int i = 1; i < 6; i++) {
      constants[i] = constants[i - 1].mul(step);
    }
    return constants;
  }

  /** xi^((q-1)/d). */
  static Fq2 frobeniusPower(int d) {
    BigInteger exponent = Fq.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(d));
    Fq2 xi = Fq2.ONE.mulByNonResidue();
    Fq2 power = Fq2.ONE;
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      power = power.square();
      power = exponent.testBit(i) ? power.mul(xi) : power;
    }
    return power;
  }

  Fq12 mul(Fq12 o) {
    Fq6 low = c0.mul(o.c0);
    Fq6 high = c1.mul(o.c1);
    Fq6 cross = c0.add(c1).mul(o.c0.add(o.c1)).sub(low).sub(high);
    return new Fq12(low.add(high.mulByV()), cross);
  }

  /** The product with {@code 1 + l0 w + l1 w^3}. */
  Fq12 mulByLine(Fq2 l0, Fq2 l1) {
    return new Fq12(c0.add(c1.mulSparse(l0, l1).mulByV()), c1.add(c0.mulSparse(l0, l1)));
  }

  /** Complex squaring: (c0 + c1)(c0 + v c1) = c0^2 + v c1^2 + (1 + v) c0 c1. */
  Fq12 square() {
    Fq6 cross = c0.mul(c1);
    Fq6 r0 = c0.add(c1).mul(c0.add(c1.mulByV())).sub(cross).sub(cross.mulByV());
    return new Fq12(r0, cross.add(cross));
  }

  /** {@code c0 - c1 w}, the q^6-th power; in the cyclotomic subgroup also the inverse. */
  Fq12 conjugate() {
    return new Fq12(c0, c1.negate());
  }

  Fq12 inverse() {
    Fq6 norm = c0.mul(c0).sub(c1.mul(c1).mulByV()).inverse();
    return new Fq12(c0.mul(norm), c1.mul(norm).negate());
  }

  /** The q-th power. */
  Fq12 frobenius() {
    Fq6 r0 =
        new Fq6(
            c0.c0().conjugate(),
            c0.c1().conjugate().mul(FROBENIUS[2]),
            c0.c2().conjugate().mul(FROBENIUS[4]));
    Fq6 r1 =
        new Fq6(
            c1.c0().conjugate().mul(FROBENIUS[1]),
            c1.c1().conjugate().mul(FROBENIUS[3]),
            c1.c2().conjugate().mul(FROBENIUS[5]));
    return new Fq12(r0, r1);
  }

  /** The power with a positive exponent. */
  Fq12 pow(BigInteger exponent) {
    Fq12 power = ONE;
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      power = power.square();
      power = exponent.testBit(i) ? power.mul(this) : power;
    }
    return power;
  }
}
