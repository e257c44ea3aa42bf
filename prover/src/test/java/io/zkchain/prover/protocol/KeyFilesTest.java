package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.transcript.Keccak256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  private static final TestSrs SRS = TestSrs.of(6, 1);

  private final Instance toy = ToyCircuit.sample(6);
  private final ProvingKey key =
      SRS.setup().run(toy.circuit(), toy.fixedValues(), ProgressListener.NONE);

  @TempDir private Path folder;

  @Test
  void aKeyFromItsFileMakesAcceptedProofs() throws IOException {
    Path file = folder.resolve("key.zkp");
    key.write(file);
    ProvingKey read = ProvingKey.open(file);
    assertThat(read.verifyingKey().digest()).isEqualTo(key.verifyingKey().digest());
    assertThat(read.blinders()).isEqualTo(key.blinders());
    for (int k = 0; k < read.columns().size(); k++) {
      assertThat(read.column(k)).isEqualTo(key.column(k));
    }
    Proof proof = SRS.prover(read).prove(toy.witness(), Keccak256.word(1), ProgressListener.NONE);
    ReferenceVerifier verifier =
        new ReferenceVerifier(key.verifyingKey(), SRS.theta(), ReferenceVerifier.Options.SOUND);
    assertThat(verifier.accepts(proof)).isTrue();
  }

  @Test
  void sizesAreKnownBeforeSetup() throws IOException {
    Path proving = folder.resolve("key.zkp");
    Path verifying = folder.resolve("key.zkv");
    key.write(proving);
    key.verifyingKey().write(verifying);
    KeySizes sizes = KeySizes.of(toy.circuit(), toy.fixedValues());
    // The text of unknown length that says where the powers of tau come from.
    long text = sizes.verifyingKeyBytes() - Files.size(verifying);
    assertThat(text).isBetween(-100L, 100L);
    assertThat(sizes.provingKeyBytes() - Files.size(proving)).isEqualTo(text);
  }

  @Test
  void onlyTheOwnerReadsAProvingKey() throws IOException {
    Path file = folder.resolve("key.zkp");
    key.write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void verifyingKeysSurviveTheirFile() throws IOException {
    Path file = folder.resolve("key.zkv");
    key.verifyingKey().write(file);
    assertThat(VerifyingKey.open(file).digest()).isEqualTo(key.verifyingKey().digest());
  }

  @Test
  void refusesDamagedAndConfusedFiles() throws IOException {
    Path proving = folder.resolve("key.zkp");
    Path verifying = folder.resolve("key.zkv");
    key.write(proving);
    key.verifyingKey().write(verifying);
    assertThatThrownBy(() -> ProvingKey.open(verifying))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("verifying key");
    assertThatThrownBy(() -> VerifyingKey.open(proving))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("proving key");
    byte[] bytes = Files.readAllBytes(proving);
    for (int at : new int[] {0, 200, bytes.length / 2, bytes.length - 1}) {
      byte[] altered = bytes.clone();
      altered[at] ^= 4;
      Files.write(proving, altered);
      assertThatThrownBy(() -> ProvingKey.open(proving)).isInstanceOf(KeyFormatException.class);
    }
    Files.write(proving, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> ProvingKey.open(proving))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void packsColumnsOfEveryWidth() {
    for (long limit : new long[] {127, 128, 32767, 32768, 1L << 31, Long.MAX_VALUE}) {
      long[] values = {0, 1, -1, limit, -limit, 5};
      assertThat(PackedColumn.of(values).unpack()).isEqualTo(values);
    }
    assertThat(PackedColumn.of(new long[] {127, -128}).width()).isEqualTo(1);
    assertThat(PackedColumn.of(new long[] {128}).width()).isEqualTo(2);
    assertThat(PackedColumn.of(new long[] {-32769}).width()).isEqualTo(4);
  }
}
