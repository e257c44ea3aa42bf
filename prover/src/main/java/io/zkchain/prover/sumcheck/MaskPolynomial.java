package io.zkchain.prover.sumcheck;

import io.zkchain.prover.field.Fr;
import java.util.List;

/**
 * A mask of the kind of Xie, Zhang, Zhang, Papamanthou and Song (Libra, 2019, section 4.1): g(x) =
 * sum over variables i and powers j = 1..d of a_ij (x_i^j - 1/2).
 *
 * <p>The constant terms make the sum over the cube 0, so a proof need not state it.
 */
public final class MaskPolynomial {
  private static final Fr HALF = Fr.fromLong(2).inverse();

  private final Fr[][] coefficients;
  private final int degree;

  /**
   * @param coefficients a_ij at [i][j - 1]
   */
  public MaskPolynomial(Fr[][] coefficients) {
    this.coefficients = coefficients;
    this.degree = coefficients[0].length;
  }

  /**
   * Coefficients 0..d of the sum of g over the variables below {@code variable}, as a polynomial in
   * that variable.
   *
   * @param point values of the variables above it, at their own positions
   */
  public Fr[] round(int variable, List<Fr> point) {
    Fr scale = Fr.fromLong(1L << variable);
    Fr constant = Fr.ZERO;
    for (int v = variable + 1; v < coefficients.length; v++) {
      constant = constant.add(term(v, point.get(v)));
    }
    Fr[] round = new Fr[degree + 1];
    for (int j = 1; j <= degree; j++) {
      Fr a = coefficients[variable][j - 1];
      round[j] = a.mul(scale);
      constant = constant.sub(a.mul(HALF));
    }
    round[0] = constant.mul(scale);
    return round;
  }

  private Fr term(int variable, Fr x) {
    Fr sum = Fr.ZERO;
    Fr power = Fr.ONE;
    for (int j = 0; j < degree; j++) {
      power = power.mul(x);
      sum = sum.add(coefficients[variable][j].mul(power.sub(HALF)));
    }
    return sum;
  }
}
