package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, a full disk, too little memory. */
class ProcessTest {
  @TempDir static Path shared;
  private static Workspace workspace;

  @BeforeAll
  static void prepare() {
    workspace = Workspace.create(shared);
  }

  @Test
  void anInterruptLeavesNothing() throws Exception {
    List<String> before = workspace.files();
    Process process = start(List.of(), prove());
    // Started before, for it must be quicker than the rest of a small proof.
    Process killer = new ProcessBuilder("sh", "-c", "read go; kill -INT " + process.pid()).start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String line = err.readLine();
      while (line != null && !line.startsWith("cells")) {
        line = err.readLine();
      }
      try (Writer go = killer.outputWriter(StandardCharsets.UTF_8)) {
        go.write("go\n");
      }
      List<String> rest = err.lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rest).last().asString().startsWith("zkchain: interrupted");
    }
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
    assertThat(workspace.files()).isEqualTo(before);
  }

  /** The limit on the size of files stands in for a full disk: writes fail half-way, as there. */
  @Test
  void aFullDiskLeavesNothing() throws Exception {
    List<String> before = workspace.files();
    Process process =
        start(
            List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "limit"),
            "setup",
            "iris",
            "--srs",
            "ignition.srs",
            "--quiet");
    refused(process, "larger than this system allows");
    assertThat(workspace.files()).isEqualTo(before);
  }

  @Test
  void tooLittleMemoryNamesTheWayOut() throws Exception {
    List<String> before = workspace.files();
    List<String> command = new ArrayList<>(java("-Xmx20m"));
    command.addAll(List.of(prove()));
    command.add("--quiet");
    refused(start(command), "ZKCHAIN_JAVA_OPTS=-Xmx");
    assertThat(workspace.files()).isEqualTo(before);
  }

  @Test
  void aProofThatWouldNotFitIsRefusedBeforeTheWork() throws Exception {
    List<String> before = workspace.files();
    List<String> command = new ArrayList<>(java("-Xmx40m"));
    command.addAll(List.of(prove()));
    command.add("--quiet");
    refused(start(command), "takes about");
    assertThat(workspace.files()).isEqualTo(before);
  }

  private static String[] prove() {
    return new String[] {
      "prove", "iris", "--input", Workspace.input("iris-logreg"), "--out", "new.json"
    };
  }

  private static void refused(Process process, String message) throws Exception {
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(err).startsWith("zkchain: ").contains(message).hasLineCount(1);
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
  }

  private static Process start(List<String> wrapper, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java());
    command.addAll(List.of(arguments));
    return start(command);
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).directory(workspace.directory().toFile()).start();
  }

  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.zkchain.cli.Main"));
    return command;
  }
}
