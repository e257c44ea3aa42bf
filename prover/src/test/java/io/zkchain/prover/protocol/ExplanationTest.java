package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.FixedSeam.Name;
import io.zkchain.prover.protocol.ScalarSource.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Stronger than a rank: a proof made with one input and one private model is explained, word for
 * word, by another input and another private model with the same output under the same key. So a
 * proof does not tell them apart. The other prover's scalars are solved for in three affine stages.
 */
class ExplanationTest {
  private static final long CHALLENGES = 5;

  /** Places in the words of a toy proof: 10 columns, M, O, S, then the scalars. */
  private static final int COLUMNS = 10;

  private static final int REVEALED = 13 + 24;
  private static final int REVEALED_END = REVEALED + 7;

  @Test
  void anotherModelAndInputExplainTheSameProof() {
    Instance one = ToyCircuit.sample(1);
    Instance other = sameOutput(one);
    Fr blinder = Fr.fromLong(987654321);
    LoggedProver prover = new LoggedProver(one, blinder, CHALLENGES);
    Fr[] target = prover.words(prover.randomScalars(1));
    List<Fr> quotients = prover.quotients();

    // The blinder with which the other model has the same commitment.
    Fr log = new LoggedProver(other, Fr.ZERO, CHALLENGES).keyLogs().getFirst();
    Fr scale = LoggedProver.THETA.pow(other.circuit().rows()).inverse();
    Fr otherBlinder = prover.keyLogs().getFirst().sub(log).mul(scale);
    LoggedProver explainer = new LoggedProver(other, otherBlinder, CHALLENGES);
    assertThat(explainer.keyLogs()).isEqualTo(prover.keyLogs());

    Map<Name, Fr> scalars = explainer.randomScalars(2);
    assertThat(explainer.words(scalars)).isNotEqualTo(target);
    solve(explainer, scalars, target, Set.of(Use.RESERVED), i -> i >= REVEALED && i < REVEALED_END);
    solve(explainer, scalars, target, Set.of(Use.BLINDER), i -> i < COLUMNS);
    solve(
        explainer,
        scalars,
        target,
        Set.of(Use.MASK, Use.OPENING_MASK),
        i -> i >= COLUMNS && (i < REVEALED || i >= REVEALED_END));
    assertThat(explainer.words(scalars)).isEqualTo(target);
    assertThat(explainer.quotients()).isEqualTo(quotients);
  }

  /** Another model and another input with the output of the first. */
  private static Instance sameOutput(Instance one) {
    long[] output = Objects.requireNonNull(one.witness().publicValues().get(0));
    for (long seed = 2; ; seed++) {
      Instance other = ToyCircuit.sample(seed);
      if (Arrays.equals(output, other.witness().publicValues().get(0))
          && !Arrays.equals(one.witness().b().get(0), other.witness().b().get(0))
          && !Arrays.equals(
              one.fixedValues().tensors().get(5), other.fixedValues().tensors().get(5))) {
        return other;
      }
    }
  }

  /** Moves the scalars of some uses so that some words take their target; the map is affine. */
  private static void solve(
      LoggedProver prover,
      Map<Name, Fr> scalars,
      Fr[] target,
      Set<Use> uses,
      IntPredicate selected) {
    Fr[] base = prover.words(scalars);
    int[] rows = IntStream.range(0, base.length).filter(selected).toArray();
    List<Name> names = scalars.keySet().stream().filter(n -> uses.contains(n.use())).toList();
    Fr[][] system = new Fr[rows.length][names.size() + 1];
    for (int j = 0; j < names.size(); j++) {
      Map<Name, Fr> moved = new HashMap<>(scalars);
      moved.merge(names.get(j), Fr.ONE, Fr::add);
      Fr[] words = prover.words(moved);
      for (int i = 0; i < rows.length; i++) {
        system[i][j] = words[rows[i]].sub(base[rows[i]]);
      }
    }
    for (int i = 0; i < rows.length; i++) {
      system[i][names.size()] = target[rows[i]].sub(base[rows[i]]);
    }
    int[] pivots = eliminate(system);
    for (int i = 0; i < rows.length; i++) {
      scalars.merge(names.get(pivots[i]), system[i][names.size()], Fr::add);
    }
  }

  /** Reduces to row echelon form with one pivot a row; the other unknowns stay 0. */
  private static int[] eliminate(Fr[][] system) {
    List<Integer> pivots = new ArrayList<>();
    int columns = system[0].length - 1;
    for (int c = 0; c < columns && pivots.size() < system.length; c++) {
      int rank = pivots.size();
      int pivot = rank;
      while (pivot < system.length && system[pivot][c].isZero()) {
        pivot++;
      }
      if (pivot == system.length) {
        continue;
      }
      Fr[] head = system[pivot];
      system[pivot] = system[rank];
      system[rank] = head;
      Fr inverse = head[c].inverse();
      Arrays.setAll(head, k -> head[k].mul(inverse));
      for (int i = 0; i < system.length; i++) {
        Fr[] row = system[i];
        Fr factor = row[c];
        if (i != rank && !factor.isZero()) {
          Arrays.setAll(row, k -> row[k].sub(factor.mul(head[k])));
        }
      }
      pivots.add(c);
    }
    assertThat(pivots).as("one unknown a word").hasSize(system.length);
    return pivots.stream().mapToInt(Integer::intValue).toArray();
  }
}
