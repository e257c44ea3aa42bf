package io.zkchain.prover.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.srs.Srs;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commitments against sums of single multiples. */
class KzgCommitterTest {
  private static final int ROWS = 64;
  private static final Srs SRS = Srs.test(6, new Random(1));

  private final Random random = new Random(2);
  private final Committer committer =
      new KzgCommitter(new Msm(SRS.bases(), Parallel.common()), ROWS);

  private G1 plain(FrVector polynomial, Fr blinder) {
    G1 sum = SRS.g1(ROWS).mul(blinder);
    for (int i = 0; i < polynomial.size(); i++) {
      sum = sum.add(SRS.g1(i).mul(polynomial.get(i)));
    }
    return sum;
  }

  @Test
  void integersWithTheirReservedRow() {
    long[] column = new long[ROWS];
    for (int i = 0; i < ROWS - 1; i++) {
      column[i] = i % 3 == 0 ? 0 : random.nextInt(2001) - 1000;
    }
    Fr reserved = Fr.random(random);
    Fr blinder = Fr.random(random);
    FrVector full = FrVector.ofLongs(column);
    assertThat(committer.commit(column, null, Fr.ZERO)).isEqualTo(plain(full, Fr.ZERO));
    full.set(ROWS - 1, reserved);
    assertThat(committer.commit(column, reserved, blinder)).isEqualTo(plain(full, blinder));
  }

  @Test
  void fieldElementsAndPolynomials() {
    FrVector column = new FrVector(ROWS);
    for (int i = 0; i < ROWS; i++) {
      column.set(i, Fr.random(random));
    }
    Fr blinder = Fr.random(random);
    assertThat(committer.commit(column, blinder)).isEqualTo(plain(column, blinder));
    assertThat(committer.commit(column)).isEqualTo(plain(column, Fr.ZERO));
    assertThat(committer.commit(new FrVector(ROWS), Fr.ZERO)).isEqualTo(G1.INFINITY);
  }

  @Test
  void sparsePolynomials() {
    FrVector coefficients = FrVector.of(Fr.random(random), Fr.random(random), Fr.ONE);
    FrVector full = new FrVector(ROWS);
    full.set(0, coefficients.get(0));
    full.set(17, coefficients.get(1));
    assertThat(committer.commitSparse(new int[] {0, 17, ROWS}, coefficients))
        .isEqualTo(plain(full, Fr.ONE));
  }

  @Test
  void needsOnePowerMoreThanRows() {
    Msm msm = new Msm(SRS.prefix(ROWS).bases(), Parallel.common());
    assertThatThrownBy(() -> new KzgCommitter(msm, ROWS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 powers of tau for 64 rows");
  }
}
