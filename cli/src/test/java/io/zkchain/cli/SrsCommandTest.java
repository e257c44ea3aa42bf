package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SrsCommandTest {
  private static final Path IGNITION =
      Path.of("..", "examples", "srs", "kzg10-bn254-aztec-srs-32768.bin").toAbsolutePath();

  @TempDir Path directory;

  @BeforeEach
  void copyCeremony() throws IOException {
    Files.copy(IGNITION, directory.resolve("ignition.bin"));
  }

  @Test
  void importsAndChecksACeremony() throws IOException {
    var run = run("srs", "import", "ignition.bin", "--log-size", "8", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json(directory).get("powers").intValue()).isEqualTo(257);
    assertThat(run.json(directory).get("logSize").intValue()).isEqualTo(8);
    assertThat(run.json(directory).get("insecure").booleanValue()).isFalse();
    assertThat(names()).containsExactly("ignition.bin", "ignition.srs");

    var check = run("srs", "check", "ignition.srs", "--json");
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.json(directory).get("digest")).isEqualTo(run.json(directory).get("digest"));
  }

  @Test
  void testPowersAreMarkedInsecure() throws IOException {
    var made = run("srs", "test", "--log-size", "6", "--out", "test.srs", "--quiet");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.err()).contains("insecure");
    var check = run("srs", "check", "test.srs", "--json");
    assertThat(check.json(directory).get("insecure").booleanValue()).isTrue();
    assertThat(run("srs", "test", "--log-size", "60", "--out", "x.srs").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void badFilesAreRefusedAndLeaveNothing() throws IOException {
    byte[] whole = Files.readAllBytes(IGNITION);
    byte[] badPoint = whole.clone();
    badPoint[8 + 64 * 5] ^= 1;
    byte[] swapped = whole.clone();
    System.arraycopy(whole, 8 + 64 * 5, swapped, 8 + 64 * 6, 64);
    System.arraycopy(whole, 8 + 64 * 6, swapped, 8 + 64 * 5, 64);
    refused("bad.bin", badPoint, "G1 point 5");
    refused("swapped.bin", swapped, "not consecutive powers");
    refused("short.bin", Arrays.copyOf(whole, whole.length - 100), "short.bin");
    refused("text.bin", "hello".getBytes(StandardCharsets.UTF_8), "text.bin");
    refused("empty.bin", new byte[0], "empty.bin");

    var small = run("srs", "import", "ignition.bin", "--log-size", "16");
    assertThat(small.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(small.err()).contains("32769 powers", "65537 are needed").hasLineCount(1);
    var missing = run("srs", "check", "nowhere.srs");
    assertThat(missing.err()).contains("no such file", "nowhere.srs").hasLineCount(1);
  }

  @Test
  void anAlteredFileOfOursIsRefused() throws IOException {
    run("srs", "test", "--log-size", "6", "--out", "test.srs");
    byte[] bytes = Files.readAllBytes(directory.resolve("test.srs"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(directory.resolve("altered.srs"), bytes);
    var run = run("srs", "check", "altered.srs");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("altered").hasLineCount(1);
  }

  private void refused(String name, byte[] bytes, String message) throws IOException {
    Files.write(directory.resolve(name), bytes);
    List<String> before = names();
    var run = run("srs", "import", name, "--quiet");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(names()).isEqualTo(before);
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.in(directory, arguments);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
