package io.zkchain.prover.srs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.curve.G1;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose checksum is right and whose header is not. */
class ForgedSrsFileTest {
  private static final int HEADER = 4096;
  private static final int CHECKSUM = HEADER - 4;
  private static final int TAU = 1088;

  @TempDir private Path folder;

  /** A file after a change, with the checksum that it then has. */
  private Path forged(Consumer<ByteBuffer> change) throws IOException {
    Path file = folder.resolve("test.srs");
    Srs.test(3, new Random(5)).write(file);
    byte[] bytes = Files.readAllBytes(file);
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, CHECKSUM);
    checksum.update(bytes, HEADER, bytes.length - HEADER);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CHECKSUM, (int) checksum.getValue());
    return Files.write(file, bytes);
  }

  private static void refused(Path file, Class<? extends SrsException> kind, String message) {
    assertThatThrownBy(() -> Srs.open(file)).isInstanceOf(kind).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 0, has format version 0",
    "8, 1, has format version 1",
    "8, 3, has format version 3",
    "12, 2, has a header that this program does not know",
    "12, -1, has a header that this program does not know",
    "24, 1025, has a header that this program does not know",
    "24, -1, has a header that this program does not know"
  })
  void versionFlagsAndOriginAreKnown(int at, int value, String message) throws IOException {
    refused(forged(bytes -> bytes.putInt(at, value)), SrsException.WrongKind.class, message);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "8", "10", "288230376151711753", "9223372036854775807"})
  void thePointsAreAsManyAsStated(long count) throws IOException {
    refused(
        forged(bytes -> bytes.putLong(16, count)), SrsException.WrongLength.class, "do not fit");
  }

  @Test
  void onePowerIsTooFew() throws IOException {
    Path file = forged(bytes -> bytes.putLong(16, 1));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), HEADER + 64));
    refused(file, SrsException.WrongLength.class, "do not fit its 1 powers");
  }

  @Test
  void theMarkIsItsOwn() throws IOException {
    refused(
        forged(bytes -> bytes.put(0, (byte) 'X')),
        SrsException.WrongKind.class,
        "is not an SRS file of zkchain");
  }

  @Test
  void theFirstPointIsTheGenerator() throws IOException {
    long[] point = new long[G1.LIMBS];
    G1.GENERATOR.negate().store(point, 0);
    Path file =
        forged(bytes -> {
          for (int k = 0; k < point.length; k++) {
            bytes.putLong(HEADER + Long.BYTES * k, point[k]);
          }
        });
    refused(file, SrsException.BadPoint.class, "it is not the generator");
  }

  @Test
  void thePointOfG2IsInItsGroup() throws IOException {
    refused(
        forged(bytes -> bytes.put(TAU + 127, (byte) (bytes.get(TAU + 127) ^ 1))),
        SrsException.BadPoint.class,
        "is not on the curve of G2");
  }

  @Test
  void aFileThatEndsInItsHeaderIsNamed() throws IOException {
    Path file = forged(bytes -> {});
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), HEADER - 1));
    refused(file, SrsException.WrongLength.class, "ends within its header");
  }

  @Test
  void originsFitTheirPlace() {
    Srs srs = Srs.test(1, new Random(5));
    Srs named = new Srs(srs.bases(), srs.g2Tau(), "o".repeat(1025), true);
    assertThatThrownBy(() -> named.write(folder.resolve("test.srs")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an origin of 1025 bytes; at most 1024");
  }
}
