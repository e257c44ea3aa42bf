package io.zkchain.prover.srs;

import io.zkchain.prover.field.PrimeField;

/** y^2 = x^3 + 3 on points in arrays; work space of one thread. */
final class CurveEquation {
  private static final PrimeField F = PrimeField.FQ;

  private final long[] three = new long[PrimeField.LIMBS];
  private final long[] left = new long[PrimeField.LIMBS];
  private final long[] right = new long[PrimeField.LIMBS];

  CurveEquation() {
    F.setLong(3, three, 0);
  }

  /** Whether the finite point at an offset is on the curve; false for infinity. */
  boolean holds(long[] point, int offset) {
    F.square(point, offset + PrimeField.LIMBS, left, 0);
    rightSide(point, offset, right, 0);
    return PrimeField.equal(left, 0, right, 0);
  }

  /** {@code r = x^3 + 3}. */
  void rightSide(long[] x, int xo, long[] r, int ro) {
    F.square(x, xo, right, 0);
    F.mul(right, 0, x, xo, right, 0);
    F.add(right, 0, three, 0, r, ro);
  }
}
