package io.zkchain.prover.srs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.msm.Bases;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SrsTest {
  private static final Random RANDOM = new Random(17);

  @TempDir Path directory;

  private static void check(Srs srs) {
    SrsCheck.check(srs, RANDOM, Parallel.common());
  }

  private static Srs powers(Fr tau, int size) {
    List<G1> points = new ArrayList<>();
    Fr power = Fr.ONE;
    for (int i = 0; i < size; i++) {
      points.add(G1.GENERATOR.mul(power));
      power = power.mul(tau);
    }
    return new Srs(Bases.of(points), G2.GENERATOR.mul(tau), "by hand", true);
  }

  private static Srs withPoints(Srs srs, List<G1> points) {
    return new Srs(Bases.of(points), srs.g2Tau(), srs.origin(), srs.insecure());
  }

  private static List<G1> points(Srs srs) {
    List<G1> points = new ArrayList<>();
    for (int i = 0; i < srs.size(); i++) {
      points.add(srs.g1(i));
    }
    return points;
  }

  @Test
  void testSetupIsWellFormedAndMarked() {
    Srs srs = Srs.test(9, RANDOM);
    assertThat(srs.size()).isEqualTo(513);
    assertThat(srs.insecure()).isTrue();
    assertThat(srs.g1(0)).isEqualTo(G1.GENERATOR);
    assertThat(srs.g2Generator()).isEqualTo(G2.GENERATOR);
    assertThatCode(() -> check(srs)).doesNotThrowAnyException();
    assertThat(Srs.test(2, RANDOM).g2Tau()).isNotEqualTo(srs.g2Tau());
    assertThatThrownBy(() -> Srs.test(25, RANDOM)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixesShareTheIdentity() {
    Srs srs = Srs.test(5, RANDOM);
    Srs prefix = srs.prefix(9);
    assertThat(prefix.size()).isEqualTo(9);
    assertThat(prefix.g1(8)).isEqualTo(srs.g1(8));
    assertThat(prefix.digest()).isEqualTo(srs.digest()).hasSize(32);
    assertThatCode(() -> check(prefix)).doesNotThrowAnyException();
    assertThat(Srs.test(5, RANDOM).digest()).isNotEqualTo(srs.digest());
    assertThatThrownBy(() -> srs.prefix(34))
        .isInstanceOfSatisfying(
            SrsException.TooSmall.class,
            e -> {
              assertThat(e.available()).isEqualTo(33);
              assertThat(e.needed()).isEqualTo(34);
              assertThat(e).hasMessageContaining("larger ceremony file");
            });
    assertThatThrownBy(() -> srs.prefix(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void powersAreChecked() {
    Srs good = powers(Fr.random(RANDOM), 70);
    assertThatCode(() -> check(good)).doesNotThrowAnyException();
    for (int i = 1; i < 69; i += 7) {
      List<G1> swapped = points(good);
      Collections.swap(swapped, i, i + 1);
      assertThatThrownBy(() -> check(withPoints(good, swapped)))
          .isInstanceOf(SrsException.NotPowers.class);
      List<G1> shifted = points(good);
      shifted.set(i, shifted.get(i).add(G1.GENERATOR));
      assertThatThrownBy(() -> check(withPoints(good, shifted)))
          .isInstanceOf(SrsException.NotPowers.class);
    }
    Srs otherTau = new Srs(good.bases(), G2.GENERATOR.mul(Fr.fromLong(5)), "by hand", true);
    assertThatThrownBy(() -> check(otherTau))
        .isInstanceOf(SrsException.NotPowers.class)
        .hasMessageContaining("two ceremonies");
  }

  @Test
  void setupRefusesAStoredFileOfOtherPoints() {
    Srs good = Srs.test(6, RANDOM);
    List<G1> swapped = points(good);
    Collections.swap(swapped, 7, 8);
    Path file = directory.resolve("swapped.srs");
    withPoints(good, swapped).write(file);
    Srs stored = Srs.open(file);
    var toy = ToyCircuit.sample(5);
    assertThatThrownBy(
            () -> Setup.create(toy.circuit(), toy.fixedValues(), stored, ProgressListener.NONE))
        .isInstanceOf(SrsException.NotPowers.class);
  }

  @Test
  void degenerateSetupsAreRefused() {
    Srs zero = new Srs(Bases.of(List.of(G1.GENERATOR, G1.INFINITY)), G2.INFINITY, "by hand", true);
    assertThatThrownBy(() -> check(zero)).isInstanceOf(SrsException.BadPoint.class);
    Srs zeroInG2 =
        new Srs(Bases.of(List.of(G1.GENERATOR, G1.GENERATOR)), G2.INFINITY, "by hand", true);
    assertThatThrownBy(() -> check(zeroInG2))
        .isInstanceOf(SrsException.NotPowers.class)
        .hasMessageContaining("0");
    Srs good = powers(Fr.fromLong(3), 5);
    List<G1> scaled = points(good).stream().map(G1::twice).toList();
    assertThatThrownBy(() -> check(withPoints(good, scaled)))
        .isInstanceOfSatisfying(SrsException.BadPoint.class, e -> assertThat(e.index()).isZero());
    Srs short1 = new Srs(Bases.of(List.of(G1.GENERATOR)), G2.GENERATOR, "by hand", true);
    assertThatThrownBy(() -> check(short1)).isInstanceOf(SrsException.TooSmall.class);
  }

  @Test
  void filesRoundTrip() throws IOException {
    Srs srs = Srs.test(6, RANDOM);
    Path file = directory.resolve("test.srs");
    srs.write(file);
    Srs read = Srs.open(file);
    assertThat(points(read)).isEqualTo(points(srs));
    assertThat(read.g2Tau()).isEqualTo(srs.g2Tau());
    assertThat(read.origin()).isEqualTo(srs.origin());
    assertThat(read.insecure()).isTrue();
    assertThat(read.digest()).isEqualTo(srs.digest());
    assertThat(Files.size(file)).isEqualTo(4096 + 65 * 64);
    srs.write(file); // replaces
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    Srs secure = new Srs(srs.bases(), srs.g2Tau(), "ceremony \u00e9", false);
    secure.write(file);
    assertThat(Srs.open(file).insecure()).isFalse();
    assertThat(Srs.open(file).origin()).isEqualTo("ceremony \u00e9");
  }

  @Test
  void alteredFilesAreRefused() throws IOException {
    Path file = directory.resolve("test.srs");
    Srs.test(3, RANDOM).write(file);
    byte[] good = Files.readAllBytes(file);
    int[] places = {0, 8, 12, 16, 24, 63, 64, 1088, 1215, 2000, 4064, 4095, 4096, good.length - 1};
    for (int place : places) {
      byte[] altered = good.clone();
      altered[place] ^= 1;
      Files.write(file, altered);
      assertThatThrownBy(() -> Srs.open(file))
          .as("byte %d", place)
          .isInstanceOf(SrsException.class);
    }
    for (int length : new int[] {0, 7, 100, 4095, 4096, good.length - 64, good.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Srs.open(file))
          .as("length %d", length)
          .isInstanceOf(SrsException.class);
    }
    Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> Srs.open(file)).isInstanceOf(SrsException.WrongLength.class);
  }

  @Test
  void unusablePathsAreNamed() {
    Path missing = directory.resolve("missing").resolve("test.srs");
    assertThatThrownBy(() -> Srs.open(missing))
        .isInstanceOf(SrsException.FileFailed.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> Srs.test(1, RANDOM).write(missing))
        .isInstanceOf(SrsException.FileFailed.class);
  }
}
