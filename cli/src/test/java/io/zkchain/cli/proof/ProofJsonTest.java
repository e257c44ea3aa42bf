package io.zkchain.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.cli.CliException;
import io.zkchain.cli.ExitCode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofJsonTest {
  private static final BigInteger HALF =
      new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16)
          .shiftRight(1);
  private static final BigInteger TWO53 = BigInteger.ONE.shiftLeft(53);
  private static final ProofFile PROOF =
      new ProofFile(
          "ab".repeat(32),
          "00".repeat(32),
          List.of(),
          List.of(BigInteger.valueOf(-7), TWO53, TWO53.add(BigInteger.ONE), HALF.negate()),
          "17".repeat(64));

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("proof.json");
    ProofJson.write(file, PROOF);
    assertThat(ProofJson.read(file)).isEqualTo(PROOF);
    assertThat(Files.readString(file))
        .contains("-7", "9007199254740992,", "\"9007199254740993\"", "\"-" + HALF + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"zkchain-proof\" | \"ezkl\" | \"format\" is not",
        "\"version\" : 1 | \"version\" : 2 | \"version\" is 2, this program reads 1",
        "\"version\" : 1 | \"version\" : \"1\" | \"version\" is",
        "\"version\" : 1 | \"version\" : 1, \"x\" : 0 | \"x\" is not a key",
        "\"version\" : 1 | \"version\" : 1, \"version\" : 1 | not JSON",
        "-7 | -7.0 | \"publicOutputs[0]\" is no decimal integer: -7.0",
        "-7 | \"-7\" | only integers past 2^53",
        "-7 | \"+7\" | is no decimal integer",
        "-7 | \"0x7\" | is no decimal integer",
        "-7 | -7e0 | is no decimal integer",
        "-7 | 007 | not JSON",
        "-7 | null | is no decimal integer",
        "\"9007199254740993\" | 9007199254740993 | must be written as a string",
        "\"9007199254740993\" | \"009007199254740993\" | is no decimal integer",
        "0xabab | 0xab | \"verifyingKey\" has 31 bytes, expected 32",
        "0xabab | abab | must start with 0x",
        "0x0000 | 0x000 | \"context\" is not an even number",
        "0x0000 | 0xzz00 | \"context\" is not an even number",
        "0x1717 | 0x17 | \"proof\" has 63 bytes",
        "\"publicInputs\" : [ ], | `` | \"publicInputs\" is missing",
        "\"publicInputs\" : [ ] | \"publicInputs\" : { } | \"publicInputs\" is not a list",
      })
  void strayFilesAreRefused(String from, String to, String message) throws IOException {
    Path file = directory.resolve("proof.json");
    ProofJson.write(file, PROOF);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    refused(file, message);
  }

  @Test
  void valuesOutsideTheFieldAreRefused() throws IOException {
    for (BigInteger value : List.of(HALF.add(BigInteger.ONE), HALF.not(), BigInteger.TEN.pow(77))) {
      Path file = directory.resolve("proof.json");
      ProofJson.write(
          file,
          new ProofFile(
              PROOF.verifyingKey(), PROOF.context(), List.of(value), List.of(), PROOF.proof()));
      refused(file, "\"publicInputs[0]\" is out of range");
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = directory.resolve("proof.json");
    ProofJson.write(file, PROOF);
    String text = Files.readString(file).strip();
    for (int length = 0; length < text.length(); length += 3) {
      Files.writeString(file, text.substring(0, length));
      refused(file, "proof " + file);
    }
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> ProofJson.read(file))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(((CliException) e).exitCode()).isEqualTo(ExitCode.FAILED));
  }
}
