package io.zkchain.it.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Witness;
import io.zkchain.it.chain.ChainOfClass;
import io.zkchain.prover.protocol.ForcedProver;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.srs.Srs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cell of every witness tensor of trained models is changed: the checker names it, and a prover
 * that is forced to go on convinces neither verifier.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForcedWitnessTest {
  private static final long SEED = 20260417;
  private static final byte[] CONTEXT = new byte[32];

  private final Srs srs = TrainedPath.ignition();
  @RegisterExtension final ChainOfClass chain = new ChainOfClass();

  @ParameterizedTest
  @ValueSource(strings = {"iris-logreg", "breast-cancer-mlp", "digits-cnn-tiny"})
  void everyTensorIsConstrained(String name) throws Exception {
    TrainedPath path = TrainedPath.of(name, srs);
    Checker checker = new Checker(path.model().circuit(), path.model().fixedValues());
    Verifier verifier = new Verifier(path.key().verifyingKey());
    DeployedVerifier contract =
        DeployedVerifier.deploy(path.key().verifyingKey(), chain.client(), chain.account(1));
    Witness honest = path.model().witness(path.input());
    Proof control = ForcedProver.prove(path.prover(), honest, CONTEXT);
    assertThat(verifier.verify(control).accepted()).isTrue();
    assertThat(contract.refusal(control)).isEmpty();

    Random random = new Random(SEED);
    for (Tensor tensor : path.model().circuit().tensors()) {
      for (Cell cell : cells(tensor.slot())) {
        int index = random.nextInt(tensor.shape().volume());
        Witness altered = altered(honest, tensor.id(), cell, index, random.nextBoolean() ? 1 : -1);
        String place = "%s %s %d, seed %d".formatted(tensor.name(), cell, index, SEED);
        assertThat(checker.first(altered)).as(place).isPresent();
        Proof proof = ForcedProver.prove(path.prover(), altered, CONTEXT);
        assertThat(verifier.verify(proof).accepted()).as(place).isFalse();
        assertThat(contract.refusal(proof)).as(place).isPresent();
      }
    }
  }

  private static List<Cell> cells(Slot slot) {
    return switch (slot) {
      case PAIR -> List.of(Cell.A, Cell.B);
      case SINGLE -> List.of(Cell.C);
      case FIXED -> List.of();
    };
  }

  private static Witness altered(Witness w, int tensor, Cell cell, int index, long step) {
    return new Witness(
        cell == Cell.A ? altered(w.a(), tensor, index, step) : w.a(),
        cell == Cell.B ? altered(w.b(), tensor, index, step) : w.b(),
        cell == Cell.C ? altered(w.c(), tensor, index, step) : w.c(),
        w.publicValues());
  }

  private static Map<Integer, long[]> altered(
      Map<Integer, long[]> values, int tensor, int index, long step) {
    Map<Integer, long[]> copy = new HashMap<>(values);
    long[] cells = Objects.requireNonNull(values.get(tensor)).clone();
    cells[index] += step;
    copy.put(tensor, cells);
    return copy;
  }
}
