package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.Verdict.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a verifier accepts, and that it refuses every alteration of it. */
class VerifierTest {
  private static final Fr THETA = Fr.fromLong(11);
  private static final VerifyingKey KEY =
      VerifyingKey.of(
          ToyCircuit.circuit(false),
          List.of(G1.GENERATOR.mul(Fr.fromLong(5)), G1.GENERATOR.mul(Fr.fromLong(-7))),
          G2.GENERATOR.mul(THETA),
          true,
          "a known secret");
  private static final ProofLayout LAYOUT = KEY.layout();
  private static final int VALUES = KEY.circuit().publicWords();

  private final Random random = new Random(3);
  private final byte[] wellFormed = wellFormed();

  private byte[] wellFormed() {
    byte[] bytes = new byte[LAYOUT.length()];
    for (int at = 0; at < bytes.length; at += 32) {
      Fr.random(random).putBytes32(bytes, at);
    }
    for (int at : pointOffsets()) {
      G1.GENERATOR.mul(Fr.random(random)).putBytes(bytes, at);
    }
    return bytes;
  }

  private static List<Integer> pointOffsets() {
    List<Integer> offsets = new ArrayList<>();
    for (int at = 0; at < LAYOUT.firstRound(0); at += ProofLayout.POINT) {
      offsets.add(at);
    }
    offsets.addAll(List.of(LAYOUT.laurent(), LAYOUT.quotient(), LAYOUT.linearQuotient()));
    return offsets;
  }

  private static Verdict verify(byte[] keyDigest, int values, byte[] bytes) {
    List<BigInteger> publicValues = Collections.nCopies(values, BigInteger.TEN.negate());
    return new Verifier(KEY).verify(new Proof(keyDigest, new byte[32], publicValues, bytes));
  }

  private static Reason reason(byte[] bytes) {
    Verdict verdict = verify(KEY.digest(), VALUES, bytes);
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected) verdict).reason();
  }

  private static List<BigInteger> values() {
    return Collections.nCopies(VALUES, BigInteger.TEN.negate());
  }

  private static Proof accepted() {
    return new SimulatedProofs(KEY, THETA, 1).prove(values(), new byte[32]);
  }

  @Test
  void acceptsWhatSatisfiesTheEquation() {
    assertThat(new Verifier(KEY).verify(accepted())).isEqualTo(new Verdict.Accepted());
  }

  @Test
  void refusesAFalseInverseForWhichTheEquationHolds() {
    for (long error : new long[] {1, -1}) {
      Proof proof =
          new SimulatedProofs(KEY, THETA, 1)
              .withFalseInverse(values(), new byte[32], Fr.fromLong(error));
      assertThat(new Verifier(KEY).verify(proof))
          .isInstanceOfSatisfying(
              Verdict.Rejected.class,
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(Reason.EQUATION);
                assertThat(rejected.detail()).contains("inverse");
              });
    }
  }

  @Test
  void refusesEveryAlteredWord() {
    byte[] bytes = accepted().bytes();
    for (int at = 0; at < bytes.length; at += 32) {
      byte[] next = bytes.clone();
      put(next, at, word(bytes, at).add(BigInteger.ONE));
      assertThat(verify(KEY.digest(), VALUES, next).accepted()).as("byte %d", at).isFalse();
      byte[] zero = bytes.clone();
      put(zero, at, BigInteger.ZERO);
      assertThat(verify(KEY.digest(), VALUES, zero).accepted()).as("byte %d", at).isFalse();
    }
  }

  @Test
  void refusesEveryPointReplacedByAnother() {
    byte[] bytes = accepted().bytes();
    for (int at : pointOffsets()) {
      byte[] other = bytes.clone();
      G1.fromBytes(bytes, at).add(G1.GENERATOR).putBytes(other, at);
      assertThat(reason(other)).isEqualTo(Reason.EQUATION);
    }
  }

  @Test
  void refusesOtherValuesAndAnotherContext() {
    Proof proof = accepted();
    for (int k = 0; k < VALUES; k++) {
      List<BigInteger> values = new ArrayList<>(proof.publicValues());
      values.set(k, values.get(k).add(BigInteger.ONE));
      Proof other = new Proof(proof.keyDigest(), proof.context(), values, proof.bytes());
      assertThat(new Verifier(KEY).verify(other).accepted()).isFalse();
    }
    byte[] context = proof.context();
    context[0] ^= 1;
    Proof other = new Proof(proof.keyDigest(), context, proof.publicValues(), proof.bytes());
    assertThat(new Verifier(KEY).verify(other).accepted()).isFalse();
  }

  @Test
  void randomWordsDoNotSatisfyTheEquation() {
    assertThat(reason(wellFormed)).isEqualTo(Reason.EQUATION);
    assertThat(reason(new byte[LAYOUT.length()])).isEqualTo(Reason.EQUATION);
  }

  @Test
  void refusesEveryWrongLength() {
    for (int length : new int[] {0, 1, wellFormed.length - 32, wellFormed.length - 1}) {
      assertThat(reason(Arrays.copyOf(wellFormed, length))).isEqualTo(Reason.LENGTH);
    }
    for (int more : new int[] {1, 32}) {
      assertThat(reason(Arrays.copyOf(wellFormed, wellFormed.length + more)))
          .isEqualTo(Reason.LENGTH);
    }
  }

  @Test
  void refusesEveryScalarThatIsNotReduced() {
    List<Integer> points = pointOffsets();
    for (int at = 0; at < wellFormed.length; at += 32) {
      boolean scalar = !points.contains(at) && !points.contains(at - 32);
      byte[] bytes = wellFormed.clone();
      put(bytes, at, word(bytes, at).add(Fr.MODULUS));
      assertThat(reason(bytes)).isEqualTo(scalar ? Reason.SCALAR : Reason.POINT);
    }
  }

  @Test
  void refusesEveryPointOffTheCurveOrNotReduced() {
    for (int at : pointOffsets()) {
      byte[] off = wellFormed.clone();
      put(off, at, BigInteger.ONE);
      put(off, at + 32, BigInteger.ONE);
      assertThat(reason(off)).isEqualTo(Reason.POINT);
      byte[] large = wellFormed.clone();
      put(large, at, word(large, at).add(Fq.MODULUS));
      assertThat(reason(large)).isEqualTo(Reason.POINT);
    }
  }

  @Test
  void refusesAnotherKeyAndAnotherNumberOfValues() {
    byte[] other = KEY.digest();
    other[31] ^= 1;
    assertThat(verify(other, VALUES, wellFormed))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.OTHER_KEY));
    assertThat(verify(KEY.digest(), VALUES + 1, wellFormed))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            r -> assertThat(r.reason()).isEqualTo(Reason.PUBLIC_VALUE_COUNT));
  }

  private static BigInteger word(byte[] bytes, int at) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, at, at + 32));
  }

  private static void put(byte[] bytes, int at, BigInteger value) {
    byte[] word = value.toByteArray();
    Arrays.fill(bytes, at, at + 32, (byte) 0);
    int length = Math.min(32, word.length);
    System.arraycopy(word, word.length - length, bytes, at + 32 - length, length);
  }
}
