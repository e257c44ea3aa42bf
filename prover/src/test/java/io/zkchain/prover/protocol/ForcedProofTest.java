package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Keccak256;
import io.zkchain.prover.transcript.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Provers that go on where the honest one stops. */
class ForcedProofTest {
  private static final byte[] CONTEXT = Keccak256.word(1);
  private static final TestSrs SRS = TestSrs.of(6, 1);
  private static final Instance TOY = ToyCircuit.sample(31, true);
  private static final ProvingKey KEY =
      SRS.setup().run(TOY.circuit(), TOY.fixedValues(), ProgressListener.NONE);

  private static final ProverSeam FORCE =
      new ProverSeam() {
        @Override
        boolean force() {
          return true;
        }
      };

  private static boolean accepted(Witness witness) {
    Proof proof = SRS.prover(KEY).prove(witness, CONTEXT, ProgressListener.NONE, FORCE);
    return new Verifier(KEY.verifyingKey()).verify(proof).accepted();
  }

  @Test
  void everyAlteredCellIsRefused() {
    assertThat(accepted(TOY.witness())).isTrue();
    Checker checker = new Checker(TOY.circuit(), TOY.fixedValues());
    for (Tensor tensor : TOY.circuit().tensors()) {
      List<Cell> cells =
          switch (tensor.slot()) {
            case PAIR -> List.of(Cell.A, Cell.B);
            case SINGLE -> List.of(Cell.C);
            case FIXED -> List.of();
          };
      for (Cell cell : cells) {
        for (int i = 0; i < tensor.shape().volume(); i++) {
          int step = i % 2 == 0 ? 1 : -1;
          Witness altered = Alterations.cell(TOY.witness(), cell, tensor.id(), i, step);
          String place = tensor.name() + " " + cell + " " + i + " " + step;
          assertThat(checker.first(altered)).as(place).isPresent();
          assertThat(accepted(altered)).as(place).isFalse();
        }
      }
    }
    assertThat(TOY.circuit().tensors()).anyMatch(t -> t.slot() == Slot.FIXED);
  }

  @Test
  void everyAlteredPublicValueIsRefused() {
    for (int p = 0; p < TOY.circuit().publicTensors().size(); p++) {
      for (int i = 0; i < TOY.circuit().publicTensors().get(p).shape().volume(); i++) {
        assertThat(accepted(Alterations.publicValue(TOY.witness(), p, i, 1))).isFalse();
      }
    }
  }

  @Test
  void aRestartDrawsEverythingAfresh() {
    List<List<Fr>> draws = new ArrayList<>();
    ProverSeam seam =
        new ProverSeam() {
          @Override
          ScalarSource scalars() {
            List<Fr> drawn = new ArrayList<>();
            draws.add(drawn);
            ScalarSource secure = super.scalars();
            return (use, index) -> {
              Fr value = secure.next(use, index);
              drawn.add(value);
              return value;
            };
          }

          @Override
          ChallengeSource challenges(ChallengeSource honest) {
            // With alpha = 0, phi = 0 on every row without a lookup.
            return draws.isEmpty() ? zeroAfter(Phase.CELLS, honest) : honest;
          }
        };
    Proof proof = SRS.prover(KEY).prove(TOY.witness(), CONTEXT, ProgressListener.NONE, seam);
    assertThat(new Verifier(KEY.verifyingKey()).verify(proof).accepted()).isTrue();
    assertThat(draws).hasSize(2);
    // The first attempt ends before the masks.
    assertThat(draws.get(0)).hasSize(17);
    assertThat(draws.get(1)).hasSize(64);
    Set<Fr> all = new HashSet<>(draws.get(0));
    all.addAll(draws.get(1));
    assertThat(all).hasSize(81);
  }

  @Test
  void anUnusableChallengeZStartsAgain() {
    int[] attempts = {0};
    ProverSeam seam =
        new ProverSeam() {
          @Override
          ChallengeSource challenges(ChallengeSource honest) {
            return attempts[0]++ == 0 ? zeroAfter(Phase.LAURENT, honest) : honest;
          }
        };
    Proof proof = SRS.prover(KEY).prove(TOY.witness(), CONTEXT, ProgressListener.NONE, seam);
    assertThat(attempts[0]).isEqualTo(2);
    assertThat(new Verifier(KEY.verifyingKey()).verify(proof).accepted()).isTrue();
  }

  private static ChallengeSource zeroAfter(Phase phase, ChallengeSource honest) {
    return new ChallengeSource() {
      private boolean zero;

      @Override
      public void absorb(Phase next, byte[] words) {
        zero = next == phase;
        honest.absorb(next, words);
      }

      @Override
      public Fr challenge(int index) {
        return zero && index == 0 ? Fr.ZERO : honest.challenge(index);
      }
    };
  }
}
