package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.transcript.Keccak256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProverTest {
  private static final byte[] CONTEXT = Keccak256.word(42);
  private static final TestSrs SRS = TestSrs.of(6, 1);

  private static ReferenceVerifier verifier(ProvingKey key) {
    return new ReferenceVerifier(key.verifyingKey(), SRS.theta(), ReferenceVerifier.Options.SOUND);
  }

  private static ProvingKey key(Instance instance) {
    return SRS.setup().run(instance.circuit(), instance.fixedValues(), ProgressListener.NONE);
  }

  private static Proof prove(ProvingKey key, Witness witness) {
    return SRS.prover(key).prove(witness, CONTEXT, ProgressListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void honestProofsOfTheToyCircuitAreAccepted(long seed) {
    Instance toy = ToyCircuit.sample(seed, seed % 2 == 0);
    ProvingKey key = key(toy);
    assertThat(verifier(key).accepts(prove(key, toy.witness()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void honestProofsOfRandomCircuitsAreAccepted(long seed) {
    Instance instance = RandomCircuits.generate(seed, 7);
    TestSrs srs = TestSrs.of(7, 2);
    ProvingKey key =
        srs.setup().run(instance.circuit(), instance.fixedValues(), ProgressListener.NONE);
    Proof proof = srs.prover(key).prove(instance.witness(), CONTEXT, ProgressListener.NONE);
    ReferenceVerifier reference =
        new ReferenceVerifier(key.verifyingKey(), srs.theta(), ReferenceVerifier.Options.SOUND);
    assertThat(reference.accepts(proof)).isTrue();
  }

  @Test
  void noTwoProofsShareAWord() {
    Instance toy = ToyCircuit.sample(4);
    ProvingKey key = key(toy);
    Set<BigInteger> words = new HashSet<>();
    int count = 0;
    for (int k = 0; k < 3; k++) {
      byte[] bytes = prove(key, toy.witness()).bytes();
      for (int at = 0; at < bytes.length; at += 32) {
        words.add(new BigInteger(1, java.util.Arrays.copyOfRange(bytes, at, at + 32)));
        count++;
      }
    }
    assertThat(words).hasSize(count);
  }

  @Test
  void refusesAWitnessThatBreaksALookup() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    Witness altered = Alterations.cell(toy.witness(), Cell.B, 1, 2, 1);
    assertThatThrownBy(() -> prove(key, altered))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("layer1 (Gemm)");
  }

  @Test
  void refusesAWitnessThatBreaksARelation() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    long remainder = Objects.requireNonNull(toy.witness().c().get(4))[1];
    Witness altered = Alterations.cell(toy.witness(), Cell.C, 4, 1, remainder > 0 ? -1 : 1);
    assertThatThrownBy(() -> prove(key, altered))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("layer2 (Gemm)");
  }

  @Test
  void refusesMissingAndFalsePublicValues() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    Witness w = toy.witness();
    assertThatThrownBy(() -> prove(key, new Witness(w.a(), w.b(), w.c(), Map.of())))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("out");
    Witness lie = Alterations.publicValue(w, 0, 0, 1);
    assertThatThrownBy(() -> prove(key, lie))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("output out");
  }

  @Test
  void oneProverServesManyThreads() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    Prover prover = SRS.prover(key);
    Verifier verifier = new Verifier(key.verifyingKey());
    long accepted =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(k -> prover.prove(toy.witness(), Keccak256.word(k), ProgressListener.NONE))
            .filter(proof -> verifier.verify(proof).accepted())
            .count();
    assertThat(accepted).isEqualTo(6);
  }

  @Test
  void anInterruptCancels() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> prove(key, toy.witness())).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void stagesBeginAndEndInOrder() {
    Instance toy = ToyCircuit.sample(5);
    ProvingKey key = key(toy);
    List<String> heard = new ArrayList<>();
    SRS.prover(key)
        .prove(
            toy.witness(),
            CONTEXT,
            (stage, fraction) -> {
              if (fraction == 0 || fraction == 1) {
                heard.add(stage + " " + (int) fraction);
              }
            });
    assertThat(heard)
        .containsExactly(
            "CELLS 0",
            "CELLS 1",
            "HELPERS 0",
            "HELPERS 1",
            "FIRST_SUMCHECK 0",
            "FIRST_SUMCHECK 1",
            "SECOND_SUMCHECK 0",
            "SECOND_SUMCHECK 1",
            "OPENING 0",
            "OPENING 1");
  }

  @Test
  void setupNeedsEnoughPowersAndFittingParameters() {
    Instance toy = ToyCircuit.sample(5);
    Srs small = Srs.test(5, new Random(1));
    assertThatThrownBy(
            () -> Setup.create(toy.circuit(), toy.fixedValues(), small, ProgressListener.NONE))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("needs 65 powers of tau, but there are 33");
    FixedValues none = new FixedValues(Map.of(), toy.fixedValues().tables());
    Srs srs = Srs.test(6, new Random(1));
    assertThatThrownBy(() -> Setup.create(toy.circuit(), none, srs, ProgressListener.NONE))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("w1");
  }

  @Test
  void aProverNeedsTheKeysPowers() {
    Instance toy = ToyCircuit.sample(5);
    Srs srs = Srs.test(6, new Random(1));
    ProvingKey key = Setup.create(toy.circuit(), toy.fixedValues(), srs, ProgressListener.NONE);
    assertThatThrownBy(() -> new Prover(key, Srs.test(6, new Random(2))))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("other powers of tau");
    assertThatThrownBy(() -> new Prover(key, srs.prefix(64)))
        .isInstanceOf(ProvingException.class)
        .hasMessageContaining("needs 65 powers");
  }
}
