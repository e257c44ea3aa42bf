package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.commit.Polynomials;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.protocol.FixedSeam.Name;
import io.zkchain.prover.protocol.ScalarSource.Use;
import io.zkchain.prover.transcript.Keccak256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private static final Instance TOY = ToyCircuit.sample(9);
  private static final Fr THETA = Fr.random(new Random(3));
  private static final LogCommitter COMMITTER = new LogCommitter(1 << 6);
  private static final ProvingKey KEY = key();
  private static final Map<Name, Fr> POINT = point();

  /** Derivative of every word by each scalar. */
  private static final Map<Name, Fr[]> JACOBIAN = new LinkedHashMap<>();

  /** Commits by logarithm and writes the logarithms down. */
  private static final class LogCommitter implements Committer {
    private final int rows;
    private final List<Fr> logs = new ArrayList<>();

    LogCommitter(int rows) {
      this.rows = rows;
    }

    private G1 add(Fr log) {
      logs.add(log);
      return G1.INFINITY;
    }

    @Override
    public G1 commit(long[] column, @Nullable Fr reserved, Fr blinder) {
      FrVector polynomial = FrVector.ofLongs(column);
      if (reserved != null) {
        polynomial.set(rows - 1, reserved);
      }
      return commit(polynomial, blinder);
    }

    @Override
    public G1 commit(FrVector polynomial) {
      return add(Polynomials.evaluate(polynomial, THETA));
    }

    @Override
    public G1 commit(FrVector column, Fr blinder) {
      return add(Polynomials.evaluate(column, THETA).add(THETA.pow(rows).mul(blinder)));
    }

    @Override
    public G1 commitSparse(int[] positions, FrVector coefficients) {
      Fr sum = Fr.ZERO;
      for (int k = 0; k < positions.length; k++) {
        sum = sum.add(coefficients.get(k).mul(THETA.pow(positions[k])));
      }
      return add(sum);
    }
  }

  private static ProvingKey key() {
    Random random = new Random(4);
    Setup setup = new Setup(COMMITTER, G2.GENERATOR, true, "test", () -> Fr.random(random));
    return setup.run(TOY.circuit(), TOY.fixedValues(), ProgressListener.NONE);
  }

  private static Map<Name, Fr> point() {
    FixedSeam seam = new FixedSeam(CHALLENGES, Map.of());
    new Prover(KEY, COMMITTER, Parallel.sequential())
        .prove(TOY.witness(), Keccak256.word(1), ProgressListener.NONE, seam);
    Random random = new Random(5);
    Map<Name, Fr> point = new LinkedHashMap<>();
    seam.drawn().keySet().forEach(name -> point.put(name, Fr.random(random)));
    return point;
  }

  /** The words of a proof: logarithms of all commitments but the last two, then the scalars. */
  private static Fr[] words(Map<Name, Fr> scalars) {
    COMMITTER.logs.clear();
    Proof proof =
        new Prover(KEY, COMMITTER, Parallel.sequential())
            .prove(
                TOY.witness(),
                Keccak256.word(1),
                ProgressListener.NONE,
                new FixedSeam(CHALLENGES, scalars));
    List<Fr> words = new ArrayList<>(COMMITTER.logs.subList(0, COMMITTER.logs.size() - 2));
    ProofLayout layout = ProofLayout.of(TOY.circuit());
    byte[] bytes = proof.bytes();
    for (int at = layout.firstRound(0); at < layout.laurent(); at += 32) {
      words.add(Fr.fromCanonicalBytes(bytes, at));
    }
    for (int at = layout.evaluations(); at < layout.quotient(); at += 32) {
      words.add(Fr.fromCanonicalBytes(bytes, at));
    }
    return words.toArray(Fr[]::new);
  }

  /** Exact: a word has degree 4 at most in a reserved value and 1 in any other scalar. */
  @BeforeAll
  static void differentiate() {
    Fr[] base = words(POINT);
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
        Fr[] words = k == 0 ? base : words(moved);
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
