package io.zkchain.prover.commit;

import static io.zkchain.prover.field.PrimeField.FR;
import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;

/** Univariate polynomials as coefficient vectors, constant term first. */
public final class Polynomials {
  private Polynomials() {}

  /** The value at x (Horner). */
  public static Fr evaluate(FrVector polynomial, Fr x) {
    long[] point = limbs(x);
    long[] value = new long[LIMBS];
    for (int i = polynomial.size() - 1; i >= 0; i--) {
      FR.mul(value, 0, point, 0, value, 0);
      FR.add(value, 0, polynomial.limbs(), polynomial.offset(i), value, 0);
    }
    return Fr.load(value, 0);
  }

  /**
   * The quotient by X - x; the remainder, which is the value at x, is dropped.
   *
   * @param polynomial at least two coefficients
   */
  public static FrVector divide(FrVector polynomial, Fr x) {
    int size = polynomial.size() - 1;
    long[] point = limbs(x);
    long[] carry = new long[LIMBS];
    FrVector quotient = new FrVector(size);
    for (int i = size; i >= 1; i--) {
      FR.mul(carry, 0, point, 0, carry, 0);
      FR.add(carry, 0, polynomial.limbs(), polynomial.offset(i), carry, 0);
      System.arraycopy(carry, 0, quotient.limbs(), quotient.offset(i - 1), LIMBS);
    }
    return quotient;
  }

  private static long[] limbs(Fr x) {
    long[] limbs = new long[LIMBS];
    x.store(limbs, 0);
    return limbs;
  }
}
