package io.zkchain.cli;

import io.zkchain.cli.Session.ColorMode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a small model from ONNX to a verified proof and throws everything away. The launcher runs
 * it once after a build, with a JVM that records which classes the commands use (JEP 514), so that
 * later starts find them parsed and linked.
 */
final class Rehearsal {
  private final Path model;
  private final Session session;

  private Rehearsal(Path model, Path directory) {
    this.model = model;
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var terminal =
        new Terminal(
            nowhere, nowhere, false, _ -> Optional.empty(), _ -> Optional.empty(), directory);
    session = new Session(terminal, false, Session.colorAllowed(terminal, ColorMode.NEVER));
  }

  /** Expects the folder of a model with {@code model.onnx} and {@code input.json}. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("zkchain-rehearsal");
    try {
      new Rehearsal(Path.of(arguments[0]).toAbsolutePath(), directory).run();
    } finally {
      delete(directory);
    }
  }

  private void run() throws Exception {
    String onnx = model.resolve("model.onnx").toString();
    String input = model.resolve("input.json").toString();
    new Cli(session.terminal()).run("--help");
    call("inspect", onnx);
    Result compiled = call("compile", onnx, "--out", "model");
    int rows = compiled.json().get("rows").intValue();
    int logRows = Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1);
    call("srs", "test", "--log-size", Integer.toString(logRows), "--out", "powers.srs");
    call("setup", "model", "--srs", "powers.srs");
    call("mock", "model", "--input", input);
    call("prove", "model", "--input", input, "--out", "proof.json");
    call("verify", "--key", "model/verifying.key", "--proof", "proof.json");
  }

  private Result call(String... command) throws Exception {
    Result result = new Cli(session.terminal()).call(session, List.of(command));
    if (result.exitCode() != ExitCode.OK) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.lines());
    }
    return result;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
