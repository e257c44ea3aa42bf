package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.artifact.ArtifactFile;
import io.zkchain.circuit.artifact.ArtifactKind;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose checksum is right and whose payload is not: who writes one can write the other. */
class ForgedKeyFilesTest {
  private static final TestSrs SRS = TestSrs.of(6, 1);

  private final Instance toy = ToyCircuit.sample(6);
  private final ProvingKey key =
      SRS.setup().run(toy.circuit(), toy.fixedValues(), ProgressListener.NONE);
  private final int columns = Integer.BYTES + key.verifyingKey().encode().length;
  private final int firstWidth = columns + Integer.BYTES;

  @TempDir private Path folder;

  private byte[] payload() throws IOException {
    Path file = folder.resolve("honest.zkp");
    key.write(file);
    try (ArtifactFile artifact = ArtifactFile.open(file, ArtifactKind.PROVING_KEY, 1)) {
      return artifact.payload();
    }
  }

  private Path file(ArtifactKind kind, byte[] circuit, byte[] payload) throws IOException {
    Path file = folder.resolve("forged");
    ArtifactFile.write(file, kind, 1, "zkchain", circuit, payload);
    return file;
  }

  private void refused(byte[] payload, String message) throws IOException {
    byte[] structure = KeyDigest.structure(toy.circuit());
    Path file = file(ArtifactKind.PROVING_KEY, structure, payload);
    assertThatThrownBy(() -> ProvingKey.open(file))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining(message);
  }

  private byte[] with(int at, int value) throws IOException {
    byte[] payload = payload();
    ByteBuffer.wrap(payload).putInt(at, value);
    return payload;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 16, -1, Integer.MIN_VALUE})
  void columnsHaveAWidthOfOneOfTheIntegers(int width) throws IOException {
    refused(with(firstWidth, width), "column 0 has values of " + width + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 0, -1})
  void columnsAreThoseOfTheCircuit(int count) throws IOException {
    refused(with(columns, count), "has " + count + " columns, its circuit needs 2");
  }

  @Test
  void blindersAreReduced() throws IOException {
    byte[] payload = payload();
    byte[] modulus = Fr.MODULUS.toByteArray();
    System.arraycopy(modulus, 0, payload, firstWidth + Integer.BYTES, ProofLayout.WORD);
    refused(payload, "damaged");
  }

  @Test
  void thePayloadEndsWithTheColumns() throws IOException {
    byte[] payload = payload();
    refused(Arrays.copyOf(payload, payload.length + 1), "1 bytes follow the proving key");
    for (int length = 0; length < payload.length; length += 61) {
      refused(Arrays.copyOf(payload, length), "");
    }
  }

  @Test
  void aVerifyingKeyIsThatOfItsHeadersCircuit() throws IOException {
    byte[] structure = KeyDigest.structure(toy.circuit());
    structure[0] ^= 1;
    Path file = file(ArtifactKind.VERIFYING_KEY, structure, key.verifyingKey().encode());
    assertThatThrownBy(() -> VerifyingKey.open(file))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("of another circuit than its header says");
  }
}
