package io.zkchain.it.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.srs.Srs;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model of the shared files from its ONNX file to an accepted proof. The list is that of the
 * folders, so that none is forgotten; the large ones are taken where {@link SharedModel#isWanted}
 * says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryModelTest {
  private static final long SEED = 20261124;

  private final TestPowers powers = new TestPowers();

  static List<SharedModel> models() {
    return SharedModel.all().stream().filter(model -> model.isWanted(model.isSmall())).toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void reachesAnAcceptedProof(SharedModel shared) {
    Clock clock = new Clock();
    SharedModel.Ready ready = shared.compile();
    CompiledModel model = ready.model();
    clock.lap("compile");
    Witness witness = model.witness(ready.input());
    assertThat(new Checker(model.circuit(), model.fixedValues()).first(witness)).isEmpty();
    shared.agrees(model.run(ready.input()).outputs(), ready.wanted());
    clock.lap("mock");
    Srs srs = powers.of(model.circuit().logRows());
    clock.lap("srs");
    ProvingKey key = Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
    clock.lap("setup");
    Proof proof = new Prover(key, srs).prove(witness, new byte[32], ProgressListener.NONE);
    clock.lap("prove");
    Verifier verifier = new Verifier(key.verifyingKey());
    assertThat(verifier.verify(proof)).isInstanceOf(Verdict.Accepted.class);
    assertThat(proof.publicValues()).isEqualTo(outputs(ready));
    for (Proof altered : Alterations.some(proof, new Random(SEED))) {
      assertThat(verifier.verify(altered)).isInstanceOf(Verdict.Rejected.class);
    }
    clock.lap("verify");
    Circuit circuit = model.circuit();
    System.out.printf(
        "%s: 2^%d rows, %d lanes, %d table lanes, %d bytes of proof, %d gas, %d bytes of code;%s%n",
        shared,
        circuit.logRows(),
        circuit.lanes(),
        circuit.tableLanes(),
        proof.bytes().length,
        model.chosen().gas(),
        model.chosen().codeBytes(),
        clock);
  }

  private static List<BigInteger> outputs(SharedModel.Ready ready) {
    return ready.model().run(ready.input()).integers().values().stream()
        .flatMapToLong(Arrays::stream)
        .mapToObj(BigInteger::valueOf)
        .toList();
  }

  /** Milliseconds of the stages. */
  private static final class Clock {
    private final StringBuilder laps = new StringBuilder();
    private long last = System.nanoTime();

    void lap(String stage) {
      long now = System.nanoTime();
      laps.append(" %s %d ms,".formatted(stage, (now - last) / 1_000_000));
      last = now;
    }

    @Override
    public String toString() {
      return laps.substring(0, laps.length() - 1);
    }
  }
}
