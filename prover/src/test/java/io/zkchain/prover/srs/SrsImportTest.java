package io.zkchain.prover.srs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.parallel.Parallel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the three ceremonies, as they are and altered. */
class SrsImportTest {
  private static final Random RANDOM = new Random(23);

  @TempDir Path directory;

  private static Srs read(Path file, int powers) {
    return SrsImport.read(file, Optional.empty(), powers, RANDOM, Parallel.common());
  }

  private static Srs readPpot(Path g1, int powers) {
    return SrsImport.read(
        g1, Optional.of(SharedSrs.file(SharedSrs.PPOT_G2)), powers, RANDOM, Parallel.common());
  }

  private Path altered(String name, int limit, Consumer<ByteBuffer> change) throws IOException {
    byte[] bytes = Files.readAllBytes(SharedSrs.file(name));
    ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(limit, bytes.length)));
    change.accept(buffer.order(ByteOrder.LITTLE_ENDIAN));
    return Files.write(directory.resolve(name), buffer.array());
  }

  private static Consumer<ByteBuffer> flip(int at, int mask) {
    return b -> b.put(at, (byte) (b.get(at) ^ mask));
  }

  private static Consumer<ByteBuffer> swap(int at, int length) {
    return b -> {
      byte[] first = new byte[length];
      byte[] second = new byte[length];
      b.get(at, first).get(at + length, second);
      b.put(at, second).put(at + length, first);
    };
  }

  private static void refused(ThrowingCallable read, Class<? extends SrsException> kind) {
    assertThatThrownBy(read).isInstanceOf(kind);
  }

  private static void badPoint(ThrowingCallable read, String group, int index) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            SrsException.BadPoint.class,
            e -> {
              assertThat(e.group()).isEqualTo(group);
              assertThat(e.index()).isEqualTo(index);
            });
  }

  @Test
  void kindsAreTold() {
    assertThat(SrsImport.kindOf(SharedSrs.file(SharedSrs.PTAU))).isEqualTo(SrsImport.Kind.PTAU);
    assertThat(SrsImport.kindOf(SharedSrs.file(SharedSrs.IGNITION)))
        .isEqualTo(SrsImport.Kind.IGNITION);
    assertThat(SrsImport.kindOf(SharedSrs.file(SharedSrs.PPOT_G1))).isEqualTo(SrsImport.Kind.PPOT);
    refused(() -> SrsImport.kindOf(SharedSrs.file("README.md")), SrsException.WrongKind.class);
    Path own = directory.resolve("own.srs");
    Srs.test(1, RANDOM).write(own);
    assertThatThrownBy(() -> SrsImport.kindOf(own)).hasMessageContaining("needs no import");
  }

  @Test
  void smallerIgnitionFileIsAPrefixOfTheLarger() {
    Srs small = read(SharedSrs.file(SharedSrs.IGNITION_SMALL), SrsImport.ALL);
    Srs prefix = read(SharedSrs.file(SharedSrs.IGNITION), 1025);
    assertThat(small.size()).isEqualTo(1025).isEqualTo(prefix.size());
    assertThat(prefix.bases().memory().mismatch(small.bases().memory())).isEqualTo(-1);
    assertThat(prefix.digest()).isEqualTo(small.digest());
    assertThat(prefix.insecure()).isFalse();
    refused(
        () -> read(SharedSrs.file(SharedSrs.IGNITION_SMALL), 1026), SrsException.TooSmall.class);
  }

  @Test
  void g2FilesGoWithPpotOnly() {
    Path g2 = SharedSrs.file(SharedSrs.PPOT_G2);
    refused(
        () ->
            SrsImport.read(
                SharedSrs.file(SharedSrs.PTAU), Optional.of(g2), 8, RANDOM, Parallel.common()),
        SrsException.WrongKind.class);
    refused(() -> read(SharedSrs.file(SharedSrs.PPOT_G1), 8), SrsException.WrongKind.class);
    refused(
        () ->
            SrsImport.ppot(
                SharedSrs.file(SharedSrs.IGNITION_SMALL),
                g2,
                SrsImport.ALL,
                RANDOM,
                Parallel.common()),
        SrsException.class);
    refused(
        () -> SrsImport.ptau(SharedSrs.file(SharedSrs.IGNITION), 8, RANDOM, Parallel.common()),
        SrsException.WrongKind.class);
    refused(
        () -> SrsImport.ignition(SharedSrs.file(SharedSrs.PTAU), 8, RANDOM, Parallel.common()),
        SrsException.class);
  }

  @Test
  void alteredPtau() throws IOException {
    String name = SharedSrs.PTAU;
    for (int length : new int[] {0, 3, 11, 12, 20, 60, 90, 30_000, 40_000, 378_007}) {
      Path file = altered(name, length, b -> {});
      refused(() -> read(file, SrsImport.ALL), SrsException.class);
    }
    Path version = altered(name, 400_000, flip(4, 2));
    refused(() -> read(version, SrsImport.ALL), SrsException.WrongKind.class);
    Path curve = altered(name, 400_000, flip(28, 1));
    refused(() -> read(curve, SrsImport.ALL), SrsException.WrongKind.class);
    Path power = altered(name, 400_000, flip(60, 1));
    refused(() -> read(power, SrsImport.ALL), SrsException.WrongLength.class);
    int g1 = 80;
    for (int i : new int[] {0, 1, 300, 510}) {
      Path point = altered(name, 400_000, flip(g1 + 64 * i + 40, 1));
      badPoint(() -> read(point, SrsImport.ALL), "G1", i);
    }
    Path large = altered(name, 400_000, b -> b.putLong(g1 + 64 * 5 + 24, -1));
    badPoint(() -> read(large, SrsImport.ALL), "G1", 5);
    Path swapped = altered(name, 400_000, swap(g1 + 64 * 30, 64));
    refused(() -> read(swapped, SrsImport.ALL), SrsException.NotPowers.class);
    Path tau = altered(name, 400_000, flip(32_796 + 128 + 70, 1));
    badPoint(() -> read(tau, SrsImport.ALL), "G2", 1);
    Path otherTau = altered(name, 400_000, swap(32_796 + 128, 128));
    refused(() -> read(otherTau, SrsImport.ALL), SrsException.NotPowers.class);
    Path otherGenerator = altered(name, 400_000, swap(32_796, 128));
    badPoint(() -> read(otherGenerator, SrsImport.ALL), "G2", 0);
  }

  @Test
  void alteredIgnition() throws IOException {
    String name = SharedSrs.IGNITION_SMALL;
    int all = 65_880;
    for (int length : new int[] {0, 7, 8, 1000, all - 1}) {
      Path file = altered(name, length, b -> {});
      refused(() -> read(file, SrsImport.ALL), SrsException.class);
      refused(
          () -> SrsImport.ignition(file, SrsImport.ALL, RANDOM, Parallel.common()),
          SrsException.WrongLength.class);
    }
    for (int i : new int[] {0, 1, 700, 1024}) {
      Path point = altered(name, all, flip(8 + 64 * i + 3, 4));
      badPoint(() -> read(point, SrsImport.ALL), "G1", i);
      Path flag = altered(name, all, flip(8 + 64 * i + 63, 0x80));
      badPoint(() -> read(flag, SrsImport.ALL), "G1", i);
      Path infinity = altered(name, all, flip(8 + 64 * i + 63, 0x40));
      badPoint(() -> read(infinity, SrsImport.ALL), "G1", i);
    }
    Path swapped = altered(name, all, swap(8 + 64 * 500, 64));
    refused(() -> read(swapped, SrsImport.ALL), SrsException.NotPowers.class);
    int g2 = 8 + 64 * 1025 + 8;
    Path tau = altered(name, all, flip(g2 + 128 + 5, 1));
    badPoint(() -> read(tau, SrsImport.ALL), "G2", 1);
    Path flag = altered(name, all, flip(g2 + 255, 0x80));
    badPoint(() -> read(flag, SrsImport.ALL), "G2", 1);
    Path exchanged = altered(name, all, swap(g2, 128));
    badPoint(() -> read(exchanged, SrsImport.ALL), "G2", 0);
    Path gamma = altered(name, all, flip(8 + 64 * 1025, 1));
    refused(() -> read(gamma, SrsImport.ALL), SrsException.WrongKind.class);
  }

  @Test
  void alteredPpot() throws IOException {
    String name = SharedSrs.PPOT_G1;
    int some = 32 * 600;
    Path fine = altered(name, some, b -> {});
    assertThat(readPpot(fine, SrsImport.ALL).size()).isEqualTo(600);
    Path truncated = altered(name, some - 5, b -> {});
    refused(() -> readPpot(truncated, SrsImport.ALL), SrsException.class);
    refused(
        () ->
            SrsImport.ppot(
                truncated, SharedSrs.file(SharedSrs.PPOT_G2), 8, RANDOM, Parallel.common()),
        SrsException.WrongLength.class);
    for (int i : new int[] {1, 99, 599}) {
      Path negated = altered(name, some, flip(32 * i, 0x40));
      refused(() -> readPpot(negated, SrsImport.ALL), SrsException.NotPowers.class);
      Path large = altered(name, some, b -> b.put(32 * i, (byte) (b.get(32 * i) | 0x3f)));
      badPoint(() -> readPpot(large, SrsImport.ALL), "G1", i);
      Path uncompressed = altered(name, some, b -> b.put(32 * i, (byte) (b.get(32 * i) & 0x3f)));
      badPoint(() -> readPpot(uncompressed, SrsImport.ALL), "G1", i);
    }
    int refusedX = 0;
    for (int bit = 0;
        bit < 8;
        bit++) { // about every second x is no point's; the others are no powers
      Path x = altered(name, some, flip(32 * 7 + 31, 1 << bit));
      try {
        readPpot(x, SrsImport.ALL);
      } catch (SrsException.BadPoint e) {
        assertThat(e.index()).isEqualTo(7);
        refusedX++;
      } catch (SrsException.NotPowers e) {
        refusedX++;
      }
    }
    assertThat(refusedX).isEqualTo(8);
    Path swapped = altered(name, some, swap(32 * 50, 32));
    refused(() -> readPpot(swapped, SrsImport.ALL), SrsException.NotPowers.class);
    Path g1 = altered(name, some, b -> {});
    Path g2 = altered(SharedSrs.PPOT_G2, 1792, swap(0, 64));
    refused(
        () -> SrsImport.ppot(g1, g2, SrsImport.ALL, RANDOM, Parallel.common()),
        SrsException.NotPowers.class);
    Path g2Point = altered(SharedSrs.PPOT_G2, 1792, flip(40, 1));
    badPoint(() -> SrsImport.ppot(g1, g2Point, SrsImport.ALL, RANDOM, Parallel.common()), "G2", 0);
    for (int length : List.of(0, 63, 100)) {
      Path g2Short = altered(SharedSrs.PPOT_G2, length, b -> {});
      refused(
          () -> SrsImport.ppot(g1, g2Short, 8, RANDOM, Parallel.common()),
          SrsException.WrongLength.class);
    }
  }

  @Test
  void ceremoniesDoNotMix() throws IOException {
    // [tau]_2 of one Ignition file is right for the other, but not that of another ceremony.
    Path file =
        altered(
            SharedSrs.PTAU,
            400_000,
            b -> {
              Srs other = read(SharedSrs.file(SharedSrs.IGNITION_SMALL), 8);
              long[] limbs = new long[16];
              other.g2Tau().x().c0().store(limbs, 0);
              other.g2Tau().x().c1().store(limbs, 4);
              other.g2Tau().y().c0().store(limbs, 8);
              other.g2Tau().y().c1().store(limbs, 12);
              for (int i = 0; i < limbs.length; i++) {
                b.putLong(32_796 + 128 + 8 * i, limbs[i]);
              }
            });
    assertThatThrownBy(() -> read(file, SrsImport.ALL))
        .isInstanceOf(SrsException.NotPowers.class)
        .hasMessageContaining("two ceremonies");
  }
}
