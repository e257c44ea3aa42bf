package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.FixedSeam.Name;
import io.zkchain.prover.protocol.ScalarSource.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * With fixed challenges every word of a proof is a polynomial in the prover's secret scalars. All
 * words but C_W and C_W', which the verifier's own equation determines, have to be independent: the
 * Jacobian has full rank over the field. Commitments enter by their logarithm, which is stronger
 * than hiding. One scalar less of any kind shows as a word that depends on the others.
 */
class ZeroKnowledgeRankTest {
  private static final long CHALLENGES = 77;
  private static final int WORDS = 62;
  private static final LoggedProver PROVER =
      new LoggedProver(ToyCircuit.sample(9), Fr.fromLong(123456789), CHALLENGES);
  private static final Map<Name, Fr> POINT = PROVER.randomScalars(5);

  /** Derivative of every word by each scalar. */
  private static final Map<Name, Fr[]> JACOBIAN = new LinkedHashMap<>();

  /** Exact: a word has degree 4 at most in a reserved value and 1 in any other scalar. */
  @BeforeAll
  static void differentiate() {
    Fr[] base = PROVER.words(POINT);
    assertThat(base).hasSize(WORDS);
    long[] stencil = {-50, 96, -72, 32, -6};
    Fr scale = Fr.fromLong(24).inverse();
    for (Name name : POINT.keySet()) {
      int points = name.use() == Use.RESERVED ? stencil.length : 2;
      Fr[] derivative = new Fr[base.length];
      Arrays.fill(derivative, Fr.ZERO);
      for (int k = 0; k < points; k++) {
        Map<Name, Fr> moved = new HashMap<>(POINT);
        moved.merge(name, Fr.fromLong(k), Fr::add);
        Fr[] words = k == 0 ? base : PROVER.words(moved);
        Fr weight = points == 2 ? Fr.fromLong(2L * k - 1) : scale.mul(stencil[k]);
        for (int i = 0; i < words.length; i++) {
          derivative[i] = derivative[i].add(weight.mul(words[i]));
        }
      }
      JACOBIAN.put(name, derivative);
    }
  }

  private static Set<Name> all() {
    return new LinkedHashSet<>(JACOBIAN.keySet());
  }

  /** Without the margin: one spare coefficient of M and one position of O less. */
  private static Set<Name> tight() {
    Set<Name> names = all();
    names.remove(new Name(Use.MASK, 6 * 6 + 3));
    names.remove(new Name(Use.OPENING_MASK, 4));
    return names;
  }

  @Test
  void theProtocolsScalars() {
    // Reserved: a, b, h of two lanes and ht. Blinders: 3L + T cells, L + T helpers. M: 6n + 4. O:
    // 7.
    Map<Use, Long> counts = new HashMap<>();
    POINT.keySet().forEach(name -> counts.merge(name.use(), 1L, Long::sum));
    assertThat(counts)
        .isEqualTo(Map.of(Use.RESERVED, 7L, Use.BLINDER, 10L, Use.MASK, 40L, Use.OPENING_MASK, 7L));
  }

  @Test
  void allWordsAreIndependent() {
    assertThat(rank(all())).isEqualTo(WORDS);
    assertThat(rank(tight())).isEqualTo(WORDS);
  }

  @Test
  void oneScalarLessOfAnyKindIsOneWordTooMany() {
    for (Name name : tight()) {
      Set<Name> names = tight();
      names.remove(name);
      assertThat(rank(names)).as("without %s", name).isEqualTo(WORDS - 1);
    }
  }

  @Test
  void anOpeningMaskBeyondTheRowsDoesNotSuffice() {
    Set<Name> names = tight();
    for (int k = 0; k < 6; k++) {
      names.remove(new Name(Use.OPENING_MASK, k));
    }
    assertThat(rank(names)).isEqualTo(WORDS - 5);
  }

  private static int rank(Set<Name> names) {
    List<Fr[]> rows = new ArrayList<>();
    for (Name name : names) {
      Fr[] row = JACOBIAN.get(name);
      if (row != null) {
        rows.add(row.clone());
      }
    }
    int rank = 0;
    for (int column = 0; column < WORDS && rank < rows.size(); column++) {
      int pivot = rank;
      while (pivot < rows.size() && rows.get(pivot)[column].isZero()) {
        pivot++;
      }
      if (pivot == rows.size()) {
        continue;
      }
      Collections.swap(rows, rank, pivot);
      Fr[] head = rows.get(rank);
      Fr inverse = head[column].inverse();
      for (int i = rank + 1; i < rows.size(); i++) {
        Fr[] row = rows.get(i);
        Fr factor = row[column].mul(inverse);
        for (int k = column; k < WORDS && !factor.isZero(); k++) {
          row[k] = row[k].sub(factor.mul(head[k]));
        }
      }
      rank++;
    }
    return rank;
  }
}
