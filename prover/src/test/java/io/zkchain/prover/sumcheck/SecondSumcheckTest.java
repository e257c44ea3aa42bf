package io.zkchain.prover.sumcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds against the sum over all rows; short tables are filled up with zeros. */
class SecondSumcheckTest {
  @ParameterizedTest
  @CsvSource({"1,0", "3,2", "5,0", "6,5", "9,3", "12,6"})
  void roundsAreThePlainSums(int n, int shortBits) {
    Random random = new Random(n);
    List<SecondSumcheck.Product> products = new ArrayList<>();
    List<Fr[][]> plain = new ArrayList<>();
    for (int size : new int[] {1 << n, 1 << shortBits, 1 << n}) {
      Fr[][] full = {zeros(1 << n), zeros(1 << n)};
      FrVector[] tables = {new FrVector(size), new FrVector(size)};
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < size; i++) {
          full[k][i] = random.nextInt(4) == 0 ? Fr.ZERO : Fr.random(random);
          tables[k].set(i, full[k][i]);
        }
      }
      plain.add(full);
      products.add(new SecondSumcheck.Product(tables[0], tables[1]));
    }
    SecondSumcheck sumcheck = new SecondSumcheck(products, n, Parallel.common());
    for (int variable = n - 1; variable >= 0; variable--) {
      int half = 1 << variable;
      assertThat(sumcheck.round()).containsExactly(round(plain, half));
      Fr challenge = Fr.random(random);
      sumcheck.bind(challenge);
      for (Fr[][] pair : plain) {
        for (Fr[] table : pair) {
          for (int i = 0; i < half; i++) {
            table[i] = table[i].add(challenge.mul(table[i + half].sub(table[i])));
          }
        }
      }
    }
    for (int k = 0; k < products.size(); k++) {
      assertThat(sumcheck.weight(k)).isEqualTo(plain.get(k)[1][0]);
    }
  }

  private static Fr[] round(List<Fr[][]> pairs, int half) {
    Fr c0 = Fr.ZERO;
    Fr c2 = Fr.ZERO;
    for (Fr[][] pair : pairs) {
      for (int i = 0; i < half; i++) {
        c0 = c0.add(pair[0][i].mul(pair[1][i]));
        Fr step = pair[0][i + half].sub(pair[0][i]);
        c2 = c2.add(step.mul(pair[1][i + half].sub(pair[1][i])));
      }
    }
    return new Fr[] {c0, c2};
  }

  private static Fr[] zeros(int size) {
    Fr[] zeros = new Fr[size];
    Arrays.fill(zeros, Fr.ZERO);
    return zeros;
  }
}
