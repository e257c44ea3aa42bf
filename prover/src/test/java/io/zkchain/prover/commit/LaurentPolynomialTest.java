package io.zkchain.prover.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.sumcheck.EqTable;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S against the product of all pairs of coefficients. */
class LaurentPolynomialTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 8, 10})
  void passesGiveTheProductOfAllPairs(int n) {
    Random random = new Random(n);
    int rows = 1 << n;
    FrVector f = random(random, rows + 1);
    List<Fr> point = IntStream.range(0, n).mapToObj(k -> Fr.random(random)).toList();
    FrVector s = LaurentPolynomial.quotient(f, point, Parallel.common());
    FrVector t = EqTable.of(point);
    assertThat(s.contentEquals(product(f, t, rows))).isTrue();
    Fr constant = Fr.ZERO;
    for (int i = 0; i < rows; i++) {
      constant = constant.add(f.get(i).mul(t.get(i)));
    }
    assertIdentity(f, t, constant, s, Fr.random(random));
  }

  @Test
  void shortVectorsAdd() {
    Random random = new Random(9);
    FrVector a = random(random, 16);
    FrVector p = random(random, 16);
    p.set(3, Fr.ZERO);
    FrVector s = random(random, 20);
    FrVector expected = s.copy();
    Fr factor = Fr.random(random);
    FrVector product = product(a, p, 15);
    for (int k = 0; k < 15; k++) {
      expected.set(k, expected.get(k).add(factor.mul(product.get(k))));
    }
    LaurentPolynomial.addShort(s, a, p, factor);
    assertThat(s.contentEquals(expected)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 33, 512, 513, 1025, 5000, 8193})
  void quotientsAndValuesAreHorners(int size) {
    Random random = new Random(size);
    FrVector f = random(random, size);
    for (Fr x : List.of(Fr.random(random), Fr.ZERO, Fr.ONE.negate())) {
      FrVector q = Polynomials.divide(f, x, Parallel.common());
      assertThat(q.size()).isEqualTo(size - 1);
      Fr carry = Fr.ZERO;
      for (int i = size - 1; i >= 1; i--) {
        carry = carry.mul(x).add(f.get(i));
        assertThat(q.get(i - 1)).isEqualTo(carry);
      }
      assertThat(Polynomials.evaluate(f, x, Parallel.common())).isEqualTo(evaluate(f, x));
    }
  }

  private static Fr evaluate(FrVector f, Fr x) {
    Fr value = Fr.ZERO;
    for (int i = f.size() - 1; i >= 0; i--) {
      value = value.mul(x).add(f.get(i));
    }
    return value;
  }

  private static void assertIdentity(FrVector f, FrVector t, Fr constant, FrVector s, Fr x) {
    Fr inverse = x.inverse();
    Fr left =
        evaluate(f, x).mul(evaluate(t, inverse)).add(evaluate(f, inverse).mul(evaluate(t, x)));
    Fr right = constant.twice().add(x.mul(evaluate(s, x))).add(inverse.mul(evaluate(s, inverse)));
    assertThat(left).isEqualTo(right);
  }

  private static FrVector product(FrVector a, FrVector b, int size) {
    FrVector s = new FrVector(size);
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < b.size(); j++) {
        if (i != j) {
          int k = Math.abs(i - j) - 1;
          s.set(k, s.get(k).add(a.get(i).mul(b.get(j))));
        }
      }
    }
    return s;
  }

  private static FrVector random(Random random, int size) {
    FrVector v = new FrVector(size);
    for (int i = 0; i < size; i++) {
      v.set(i, Fr.random(random));
    }
    return v;
  }
}
