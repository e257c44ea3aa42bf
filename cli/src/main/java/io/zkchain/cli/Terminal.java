package io.zkchain.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outside of the process, so that tests can stand in for it.
 *
 * @param out results only
 * @param err notes, progress and errors
 * @param errIsTerminal whether {@code err} is watched by a person, and so may be rewritten in place
 * @param environment looks up an environment variable; a function, so that printing this record
 *     shows no secret
 * @param prompt asks for a password without echo; empty where nobody can answer
 * @param directory what relative paths start from
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean errIsTerminal,
    Function<String, Optional<String>> environment,
    Function<String, Optional<char[]>> prompt,
    Path directory) {

  /** The terminal, environment and directory of this process. */
  public static Terminal system() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        errorIsTerminal(),
        name -> Optional.ofNullable(System.getenv(name)),
        Terminal::askConsole,
        Path.of("").toAbsolutePath());
  }

  private static Optional<char[]> askConsole(String question) {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    return Optional.ofNullable(console.readPassword("%s", question));
  }

  /** The JVM asks only about standard input and output together, so Linux is asked first. */
  private static boolean errorIsTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
