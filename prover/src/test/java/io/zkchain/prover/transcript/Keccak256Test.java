package io.zkchain.prover.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

final class Keccak256Test {
  @Test
  void isKnownOfTheEmptyInputAndOfAShortOne() {
    assertThat(HexFormat.of().formatHex(Keccak256.hash()))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(HexFormat.of().formatHex(Keccak256.hash("abc".getBytes(UTF_8))))
        .isEqualTo("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  }

  @Test
  void agreesWithALibraryAtEveryLengthAroundTheBlockSize() {
    Random random = new Random(5);
    for (int length = 0; length < 600; length++) {
      byte[] input = new byte[length];
      random.nextBytes(input);
      assertThat(Keccak256.hash(input)).as("%s bytes", length).isEqualTo(library(input));
    }
  }

  @Test
  void doesNotDependOnHowTheInputIsCut() {
    Random random = new Random(6);
    Keccak256 keccak = new Keccak256();
    for (int run = 0; run < 200; run++) {
      byte[] input = new byte[random.nextInt(2000)];
      random.nextBytes(input);
      for (int from = 0; from < input.length; ) {
        int to = Math.min(input.length, from + random.nextInt(300));
        keccak.update(Arrays.copyOfRange(input, from, to));
        from = to;
      }
      assertThat(keccak.finish()).isEqualTo(library(input));
    }
  }

  private static byte[] library(byte[] input) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(input, 0, input.length);
    byte[] out = new byte[Keccak256.BYTES];
    digest.doFinal(out, 0);
    return out;
  }
}
