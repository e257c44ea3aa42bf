package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.transcript.Keccak256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prover and verifier as their users have them. */
class EndToEndTest {
  private static final byte[] CONTEXT = Keccak256.word(3);
  private static final Srs SRS = Srs.test(8, new Random(1));

  private static ProvingKey key(Instance instance) {
    return Setup.create(instance.circuit(), instance.fixedValues(), SRS, ProgressListener.NONE);
  }

  private static Proof prove(ProvingKey key, Instance instance) {
    return new Prover(key, SRS).prove(instance.witness(), CONTEXT, ProgressListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void honestProofsAreAccepted(long seed) {
    Instance instance = RandomCircuits.generate(seed, 7 + (int) (seed % 2));
    ProvingKey key = key(instance);
    Verdict verdict = new Verifier(key.verifyingKey()).verify(prove(key, instance));
    assertThat(verdict).isEqualTo(new Verdict.Accepted());
  }

  @Test
  void everyAlteredWordIsRefused() {
    Instance toy = ToyCircuit.sample(21, true);
    ProvingKey key = key(toy);
    Proof proof = prove(key, toy);
    Verifier verifier = new Verifier(key.verifyingKey());
    assertThat(verifier.verify(proof).accepted()).isTrue();
    byte[] bytes = proof.bytes();
    for (int at = 31; at < bytes.length; at += 32) {
      byte[] altered = bytes.clone();
      altered[at] ^= 1;
      assertThat(verifier.verify(with(proof, altered)).accepted()).as("word %d", at / 32).isFalse();
    }
  }

  @Test
  void everyPartOfTheStatementCounts() {
    Instance toy = ToyCircuit.sample(21, true);
    ProvingKey key = key(toy);
    Proof proof = prove(key, toy);
    Verifier verifier = new Verifier(key.verifyingKey());
    for (int k = 0; k < proof.publicValues().size(); k++) {
      List<BigInteger> values = new ArrayList<>(proof.publicValues());
      values.set(k, values.get(k).add(BigInteger.ONE));
      Proof altered = new Proof(proof.keyDigest(), CONTEXT, values, proof.bytes());
      assertThat(verifier.verify(altered).accepted()).isFalse();
    }
    Proof moved =
        new Proof(proof.keyDigest(), Keccak256.word(4), proof.publicValues(), proof.bytes());
    assertThat(verifier.verify(moved).accepted()).isFalse();
    ProvingKey other = key(ToyCircuit.sample(22, true));
    assertThat(new Verifier(other.verifyingKey()).verify(proof).accepted()).isFalse();
    Proof renamed =
        new Proof(other.verifyingKey().digest(), CONTEXT, proof.publicValues(), proof.bytes());
    assertThat(new Verifier(other.verifyingKey()).verify(renamed).accepted()).isFalse();
  }

  @Test
  void everyFieldOfTheKeyCounts() {
    Instance toy = ToyCircuit.sample(21);
    ProvingKey key = key(toy);
    Proof proof = prove(key, toy);
    VerifyingKey honest = key.verifyingKey();
    List<VerifyingKey> altered = new ArrayList<>();
    for (int k = 0; k < honest.commitments().size(); k++) {
      List<G1> commitments = new ArrayList<>(honest.commitments());
      commitments.set(k, commitments.get(k).add(G1.GENERATOR));
      altered.add(VerifyingKey.of(honest.circuit(), commitments, honest.theta(), true, "test"));
    }
    altered.add(
        VerifyingKey.of(honest.circuit(), honest.commitments(), G2.GENERATOR, true, "test"));
    altered.add(
        VerifyingKey.of(honest.circuit(), honest.commitments(), honest.theta(), false, "test"));
    altered.add(
        VerifyingKey.of(
            ToyCircuit.circuit(true), honest.commitments(), honest.theta(), true, "test"));
    for (VerifyingKey other : altered) {
      Verifier verifier = new Verifier(other);
      assertThat(verifier.verify(proof).accepted()).isFalse();
      // Nor does it help to name the altered key.
      Proof renamed = new Proof(other.digest(), CONTEXT, proof.publicValues(), proof.bytes());
      assertThat(verifier.verify(renamed).accepted()).isFalse();
    }
  }

  @Test
  void refusesOtherLengthsAndWordsThatAreNotReduced() {
    Instance toy = ToyCircuit.sample(21);
    ProvingKey key = key(toy);
    Proof proof = prove(key, toy);
    Verifier verifier = new Verifier(key.verifyingKey());
    byte[] bytes = proof.bytes();
    for (int length : new int[] {0, bytes.length - 32, bytes.length - 1, bytes.length + 32}) {
      byte[] other = Arrays.copyOf(bytes, length);
      assertThat(verifier.verify(with(proof, other)).accepted()).isFalse();
    }
    ProofLayout layout = key.verifyingKey().layout();
    for (int at : new int[] {layout.firstRound(0), layout.revealed(), layout.inverse()}) {
      byte[] larger = bytes.clone();
      BigInteger word = new BigInteger(1, Arrays.copyOfRange(bytes, at, at + 32));
      byte[] sum = word.add(Fr.MODULUS).toByteArray();
      for (int i = 0; i < 32; i++) {
        larger[at + 31 - i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
      }
      assertThat(verifier.verify(with(proof, larger)).accepted()).isFalse();
    }
  }

  private static Proof with(Proof proof, byte[] bytes) {
    return new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), bytes);
  }
}
