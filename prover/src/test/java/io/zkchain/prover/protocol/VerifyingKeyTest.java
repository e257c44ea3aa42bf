package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingKeyTest {
  private static final Circuit CIRCUIT = ToyCircuit.circuit(false);
  private static final List<G1> POINTS =
      List.of(G1.GENERATOR.mul(Fr.fromLong(5)), G1.GENERATOR.mul(Fr.fromLong(-7)));
  private static final G2 THETA = G2.GENERATOR.mul(Fr.fromLong(11));

  private static VerifyingKey key() {
    return VerifyingKey.of(CIRCUIT, POINTS, THETA, false, "a ceremony");
  }

  @Test
  void decodesWhatItEncodes() {
    VerifyingKey key = key();
    VerifyingKey copy = VerifyingKey.decode(key.encode());
    assertThat(copy.circuit()).isEqualTo(CIRCUIT);
    assertThat(copy.commitments()).isEqualTo(POINTS);
    assertThat(copy.theta()).isEqualTo(THETA);
    assertThat(copy.srsOrigin()).isEqualTo("a ceremony");
    assertThat(copy.digest()).isEqualTo(key.digest());
    assertThat(copy.encode()).isEqualTo(key.encode());
  }

  @Test
  void digestCoversEveryPartButTheOriginForPeople() {
    byte[] digest = key().digest();
    assertThat(VerifyingKey.of(CIRCUIT, POINTS, THETA, false, "other").digest()).isEqualTo(digest);
    assertThat(VerifyingKey.of(CIRCUIT, POINTS, THETA, true, "a ceremony").digest())
        .isNotEqualTo(digest);
    assertThat(VerifyingKey.of(CIRCUIT, POINTS.reversed(), THETA, false, "a ceremony").digest())
        .isNotEqualTo(digest);
    assertThat(VerifyingKey.of(CIRCUIT, POINTS, G2.GENERATOR, false, "a ceremony").digest())
        .isNotEqualTo(digest);
    assertThat(
            VerifyingKey.of(ToyCircuit.circuit(true), POINTS, THETA, false, "a ceremony").digest())
        .isNotEqualTo(digest);
  }

  @Test
  void refusesEveryTruncationAndExtension() {
    byte[] bytes = key().encode();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> VerifyingKey.decode(cut)).isInstanceOf(KeyFormatException.class);
    }
    assertThatThrownBy(() -> VerifyingKey.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(KeyFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesLengthsAndCountsThatTheBytesDoNotHave(int length) {
    int structure = ByteBuffer.wrap(key().encode()).getInt();
    int count = Integer.BYTES + structure;
    int origin = key().encode().length - "a ceremony".length() - Integer.BYTES;
    for (int at : new int[] {0, count, origin}) {
      byte[] bytes = key().encode();
      ByteBuffer.wrap(bytes).putInt(at, length);
      assertThatThrownBy(() -> VerifyingKey.decode(bytes))
          .as("integer at %d", at)
          .isInstanceOf(KeyFormatException.class);
    }
  }

  @Test
  void refusesFlagsThatAreNeitherYesNorNo() {
    int flag = key().encode().length - "a ceremony".length() - Integer.BYTES - 1;
    for (int value : new int[] {-1, 2, Byte.MIN_VALUE}) {
      byte[] bytes = key().encode();
      bytes[flag] = (byte) value;
      assertThatThrownBy(() -> VerifyingKey.decode(bytes))
          .isInstanceOf(KeyFormatException.class)
          .hasMessageContaining("flag is " + value);
    }
  }

  @Test
  void alteredBytesAreRefusedOrGiveAnotherDigest() {
    byte[] bytes = key().encode();
    int origin = "a ceremony".length() + Integer.BYTES;
    for (int i = 0; i < bytes.length - origin; i += 13) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      try {
        assertThat(VerifyingKey.decode(altered).digest()).isNotEqualTo(key().digest());
      } catch (KeyFormatException e) {
        assertThat(e).hasMessageStartingWith("the key");
      }
    }
  }

  @Test
  void refusesCommitmentsThatDoNotFit() {
    assertThatThrownBy(() -> VerifyingKey.of(CIRCUIT, POINTS.subList(0, 1), THETA, false, ""))
        .hasMessageContaining("has 1 commitments, its circuit needs 2");
    assertThatThrownBy(() -> VerifyingKey.of(CIRCUIT, POINTS, G2.INFINITY, false, ""))
        .hasMessageContaining("infinity");
  }

  @Test
  void refusesAnInvalidCircuit() {
    Circuit invalid =
        new Circuit(
            6,
            2,
            1,
            1,
            true,
            CIRCUIT.tables(),
            CIRCUIT.tensors(),
            CIRCUIT.publicTensors(),
            CIRCUIT.relations().subList(0, 2));
    assertThatThrownBy(() -> VerifyingKey.of(invalid, POINTS, THETA, false, ""))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("not valid");
  }
}
