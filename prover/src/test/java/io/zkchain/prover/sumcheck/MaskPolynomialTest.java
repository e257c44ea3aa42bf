package io.zkchain.prover.sumcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskPolynomialTest {
  @ParameterizedTest
  @CsvSource({"1,4", "3,4", "4,2", "6,4"})
  void roundsAreSumsOverTheCubeAndStartAtZero(int n, int degree) {
    Random random = new Random(n);
    Fr[][] coefficients = new Fr[n][degree];
    for (Fr[] row : coefficients) {
      for (int j = 0; j < degree; j++) {
        row[j] = Fr.random(random);
      }
    }
    MaskPolynomial mask = new MaskPolynomial(coefficients);
    List<Fr> point = new ArrayList<>(Collections.nCopies(n, Fr.ZERO));
    Fr claim = Fr.ZERO;
    for (int variable = n - 1; variable >= 0; variable--) {
      Fr[] round = mask.round(variable, point);
      assertThat(value(round, Fr.ZERO).add(value(round, Fr.ONE))).isEqualTo(claim);
      Fr x = Fr.random(random);
      point.set(variable, x);
      claim = value(round, x);
      assertThat(claim).isEqualTo(sum(coefficients, point, variable));
    }
  }

  /** The sum of g over the variables below the given one. */
  private static Fr sum(Fr[][] coefficients, List<Fr> point, int variable) {
    Fr half = Fr.fromLong(2).inverse();
    Fr sum = Fr.ZERO;
    for (int x = 0; x < 1 << variable; x++) {
      for (int i = 0; i < coefficients.length; i++) {
        Fr at = i < variable ? Fr.fromLong(x >> i & 1) : point.get(i);
        for (int j = 0; j < coefficients[i].length; j++) {
          sum = sum.add(coefficients[i][j].mul(at.pow(j + 1).sub(half)));
        }
      }
    }
    return sum;
  }

  private static Fr value(Fr[] coefficients, Fr x) {
    Fr value = Fr.ZERO;
    for (int j = coefficients.length - 1; j >= 0; j--) {
      value = value.mul(x).add(coefficients[j]);
    }
    return value;
  }
}
