package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.sumcheck.MaskPolynomial;
import java.util.List;

/**
 * The prover's two mask polynomials of one proof. Secret.
 *
 * <p>M holds the coefficients of the sum-checks' masks: a_ij of g1 at 4i + j - 1, b_ij of g2 at 4n
 * + 2i + j - 1, then four spare uniform ones that hide M's own commitment and two values. O is
 * sparse; six functionals of it become public, so six uniform coefficients are needed and seven are
 * there.
 *
 * @param m M's coefficients, a power of two of them
 * @param opening coefficients of O at {@link #openingPositions}
 */
record Masks(int logRows, FrVector m, FrVector opening) {
  static final int FIRST_DEGREE = 4;
  static final int SECOND_DEGREE = 2;
  private static final int SPARE = 4;
  private static final Fr HALF = Fr.fromLong(2).inverse();

  static Masks draw(int logRows, ScalarSource scalars) {
    int used = (FIRST_DEGREE + SECOND_DEGREE) * logRows + SPARE;
    FrVector m = new FrVector(Integer.highestOneBit(2 * used - 1));
    for (int i = 0; i < used; i++) {
      m.set(i, scalars.next(ScalarSource.Use.MASK, i));
    }
    FrVector opening = new FrVector(openingPositions(logRows).length);
    for (int i = 0; i < opening.size(); i++) {
      opening.set(i, scalars.next(ScalarSource.Use.OPENING_MASK, i));
    }
    return new Masks(logRows, m, opening);
  }

  /** Where O is not 0: spread over all rows, and the blinder's position. */
  static int[] openingPositions(int logRows) {
    int rows = 1 << logRows;
    return new int[] {0, 1, rows / 4, rows / 2, 3 * (rows / 4), rows - 1, rows};
  }

  /** 0, 1, .., the positions of M's coefficients. */
  int[] maskPositions() {
    int[] positions = new int[m.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    return positions;
  }

  private int secondOffset() {
    return FIRST_DEGREE * logRows;
  }

  /** g1. */
  MaskPolynomial first() {
    return polynomial(0, FIRST_DEGREE);
  }

  /** g2. */
  MaskPolynomial second() {
    return polynomial(secondOffset(), SECOND_DEGREE);
  }

  private MaskPolynomial polynomial(int offset, int degree) {
    Fr[][] coefficients = new Fr[logRows][degree];
    for (int i = 0; i < logRows; i++) {
      for (int j = 0; j < degree; j++) {
        coefficients[i][j] = m.get(offset + degree * i + j);
      }
    }
    return new MaskPolynomial(coefficients);
  }

  /** p1: the vector whose inner product with M is g1(r). */
  FrVector firstWeights(List<Fr> r) {
    return weights(r, 0, FIRST_DEGREE);
  }

  /** p2: the vector whose inner product with M is g2(r*). */
  FrVector secondWeights(List<Fr> point) {
    return weights(point, secondOffset(), SECOND_DEGREE);
  }

  private FrVector weights(List<Fr> point, int offset, int degree) {
    FrVector weights = new FrVector(m.size());
    for (int i = 0; i < logRows; i++) {
      Fr power = Fr.ONE;
      for (int j = 0; j < degree; j++) {
        power = power.mul(point.get(i));
        weights.set(offset + degree * i + j, power.sub(HALF));
      }
    }
    return weights;
  }

  /** Sizes only: the values are secret. */
  @Override
  public String toString() {
    return "Masks[n = " + logRows + "]";
  }
}
