package io.zkchain.cli;

import io.zkchain.cli.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One command line, run in this process, and everything it printed. */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun in(Path directory, String... arguments) {
    return in(directory, Map.of(), arguments);
  }

  static CommandLineRun in(Path directory, Map<String, String> environment, String... arguments) {
    return in(directory, environment, false, arguments);
  }

  static CommandLineRun in(
      Path directory, Map<String, String> environment, boolean tty, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            tty,
            name -> Optional.ofNullable(environment.get(name)),
            _ -> Optional.empty(),
            directory);
    int exitCode = new Cli(terminal).run(arguments);
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The whole of standard output as one JSON object; fails if there is anything else. */
  ObjectNode json(Path scratch) {
    try {
      Path file = Files.createTempFile(scratch, "out", ".json");
      Files.writeString(file, out);
      ObjectNode node = Json.read("output", file);
      Files.delete(file);
      return node;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
