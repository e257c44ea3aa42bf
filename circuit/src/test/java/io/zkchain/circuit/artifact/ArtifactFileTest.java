package io.zkchain.circuit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactFileTest {
  private static final byte[] DIGEST = digest(7);
  private static final String PRODUCER = "zkchain 0.1.0";

  @TempDir Path folder = Path.of("");

  private static byte[] digest(int fill) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) fill);
    return digest;
  }

  private Path written(byte[] payload) throws IOException {
    Path file = folder.resolve("proof.zkp");
    ArtifactFile.write(file, ArtifactKind.PROOF, 1, PRODUCER, DIGEST, payload);
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 65_536, 65_537, 3_000_000})
  void readsWhatItWrote(int size) throws IOException {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    Path file = written(payload);
    try (ArtifactFile opened = ArtifactFile.open(file, ArtifactKind.PROOF, 1);
        Arena arena = Arena.ofConfined()) {
      assertThat(opened.payload()).isEqualTo(payload);
      assertThat(opened.stream().readAllBytes()).isEqualTo(payload);
      assertThat(opened.map(arena).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(payload);
      assertThat(opened.header())
          .isEqualTo(new ArtifactHeader(ArtifactKind.PROOF, 1, PRODUCER, DIGEST, size));
    }
    assertThat(Files.size(file)).isEqualTo(128 + size + 4);
  }

  @Test
  void writesAndReadsInPieces() throws IOException {
    Path file = folder.resolve("srs");
    ArtifactFile.write(
        file,
        ArtifactKind.SRS,
        2,
        PRODUCER,
        DIGEST,
        out -> {
          for (int i = 0; i < 100_000; i++) {
            out.write(i);
            out.write(new byte[] {1, 2, 3, 4}, 1, 2);
          }
        });
    try (ArtifactFile opened = ArtifactFile.open(file, ArtifactKind.SRS, 2)) {
      var in = opened.stream();
      for (int i = 0; i < 100_000; i++) {
        assertThat(in.read()).isEqualTo(i & 0xFF);
        assertThat(in.readNBytes(2)).containsExactly(2, 3);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void mappedPayloadOutlivesTheFileAndIsAligned() throws IOException {
    Path file = written(new byte[] {0, 0, 0, 0, 0, 0, 1, 2});
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped;
      try (ArtifactFile opened = ArtifactFile.open(file, ArtifactKind.PROOF, 1)) {
        mapped = opened.map(arena);
      }
      assertThat(mapped.address() % 64).isZero();
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 7)).isEqualTo((byte) 2);
    }
  }

  @Test
  void anotherKindIsNamedWithBothKinds() throws IOException {
    Path file = written(new byte[3]);
    refused(file, ArtifactKind.PROVING_KEY, 1, "is a proof, but a proving key is needed");
  }

  @Test
  void anotherVersionIsNamedWithBothVersions() throws IOException {
    Path file = written(new byte[3]);
    refused(
        file,
        ArtifactKind.PROOF,
        2,
        "is a proof of format version 1 written by zkchain 0.1.0, this release reads version 2");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    refused(text, ArtifactKind.PROOF, 1, "truncated: it has 5 bytes");
    Path zeros = Files.write(folder.resolve("zeros"), new byte[1000]);
    refused(zeros, ArtifactKind.PROOF, 1, "is no zkchain file");
    assertThatThrownBy(() -> ArtifactFile.open(folder.resolve("none"), ArtifactKind.PROOF, 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void filesOfTheFormerFormatAreNamed() throws IOException {
    Path file = written(new byte[40]);
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = '1';
    Files.write(file, bytes);
    refused(file, ArtifactKind.PROOF, 1, "was written by an earlier release; make it again");
  }

  private static void refused(Path file, ArtifactKind kind, int version, String message) {
    assertThatThrownBy(() -> ArtifactFile.open(file, kind, version).close())
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written(new byte[] {1, 2, 3, 4, 5}));
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(file, ArtifactKind.PROOF, 1, "truncated");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    refused(file, ArtifactKind.PROOF, 1, "should have 5 bytes and has 6");
  }

  @Test
  void everyAlteredBitIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written(new byte[] {1, 2, 3, 4, 5}));
    Path file = folder.resolve("altered");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] altered = whole.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, altered);
      assertThatThrownBy(() -> ArtifactFile.open(file, ArtifactKind.PROOF, 1).close())
          .as("bit %d", bit)
          .isInstanceOf(ArtifactException.class);
    }
  }

  @Test
  void inspectShowsAnyKind() throws IOException {
    Path file = written(new byte[3]);
    assertThat(ArtifactFile.inspect(file).kind()).isEqualTo(ArtifactKind.PROOF);
    assertThat(ArtifactFile.inspect(file).producer()).isEqualTo(PRODUCER);
  }

  @Test
  void filesOfAnotherCircuitAreRefused() throws IOException {
    try (ArtifactFile file = ArtifactFile.open(written(new byte[3]), ArtifactKind.PROOF, 1)) {
      assertThat(file.requireCircuit(DIGEST, "the key")).isSameAs(file);
      assertThatThrownBy(() -> file.requireCircuit(digest(8), "the key"))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("is a proof of another circuit than the key");
    }
  }

  @Test
  void secretKindsAreForTheirOwnerOnly() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = folder.resolve("key");
    ArtifactFile.write(
        file,
        ArtifactKind.PROVING_KEY,
        1,
        PRODUCER,
        DIGEST,
        out -> {
          try (Stream<Path> files = Files.list(folder)) {
            for (Path unfinished : files.toList()) {
              assertOwnerOnly(unfinished);
            }
          }
        });
    assertOwnerOnly(file);
  }

  private static void assertOwnerOnly(Path file) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void failureLeavesTheOldFileAndNoOther() throws IOException {
    Path file = written(new byte[] {9});
    assertThatThrownBy(() ->
            ArtifactFile.write(
                file,
                ArtifactKind.PROOF,
                1,
                PRODUCER,
                DIGEST,
                out -> {
                  out.write(new byte[200_000]);
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(list()).containsExactly(file);
    try (ArtifactFile opened = ArtifactFile.open(file, ArtifactKind.PROOF, 1)) {
      assertThat(opened.payload()).containsExactly(9);
    }
  }

  @Test
  void interruptLeavesNoFile() throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread writer =
        new Thread(() -> {
          try {
            ArtifactFile.write(
                folder.resolve("proof"),
                ArtifactKind.PROOF,
                1,
                PRODUCER,
                DIGEST,
                out -> {
                  Thread.currentThread().interrupt();
                  out.write(new byte[200_000]);
                });
          } catch (IOException e) {
            failure.set(e);
          }
        });
    writer.start();
    writer.join();
    assertThat(failure.get()).isInstanceOf(ClosedByInterruptException.class);
    assertThat(list()).isEmpty();
  }

  @Test
  void replacesAFile() throws IOException {
    written(new byte[] {1});
    Path file = written(new byte[] {2});
    assertThat(list()).containsExactly(file);
    try (ArtifactFile opened = ArtifactFile.open(file, ArtifactKind.PROOF, 1)) {
      assertThat(opened.payload()).containsExactly(2);
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void headersRefuseWhatTheyCannotHold() {
    assertThatThrownBy(() -> new ArtifactHeader(ArtifactKind.PROOF, 1, "x", new byte[31], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ArtifactHeader(ArtifactKind.PROOF, 1, "x\n", DIGEST, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ArtifactHeader(ArtifactKind.PROOF, 1, "x".repeat(33), DIGEST, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A name of 32 characters that ends in DEL, which no writer makes. */
  @Test
  void producersOfUnprintableCharactersAreRefused() {
    ByteBuffer bytes =
        new ArtifactHeader(ArtifactKind.PROOF, 1, "x".repeat(32), DIGEST, 0).encode();
    Path file = folder.resolve("file");
    for (byte bad : new byte[] {127, 31, -1}) {
      ByteBuffer altered = ByteBuffer.wrap(bytes.array().clone()).put(47, bad);
      assertThatThrownBy(() -> ArtifactHeader.decode(file, altered))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("names no producer");
    }
  }

  @Test
  void headersDifferInEveryPart() {
    ArtifactHeader header = new ArtifactHeader(ArtifactKind.PROOF, 1, "x", DIGEST, 5);
    assertThat(new ArtifactHeader(ArtifactKind.PROOF, 1, "x", DIGEST, 5)).isEqualTo(header);
    byte[] digest = DIGEST.clone();
    digest[31] ^= 1;
    assertThat(
            List.of(
                new ArtifactHeader(ArtifactKind.WITNESS, 1, "x", DIGEST, 5),
                new ArtifactHeader(ArtifactKind.PROOF, 2, "x", DIGEST, 5),
                new ArtifactHeader(ArtifactKind.PROOF, 1, "y", DIGEST, 5),
                new ArtifactHeader(ArtifactKind.PROOF, 1, "x", digest, 5),
                new ArtifactHeader(ArtifactKind.PROOF, 1, "x", DIGEST, 6)))
        .doesNotContain(header);
  }
}
