package io.zkchain.cli;

import io.zkchain.cli.io.Progress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One run of one command: where it may print, and how it looks up what surrounds it.
 *
 * @param terminal the outside of the process
 * @param quiet no notes and no progress
 * @param color escape sequences allowed on standard error
 */
public record Session(Terminal terminal, boolean quiet, boolean color) {

  /** A line for the person, on standard error. */
  public void note(String format, Object... arguments) {
    if (!quiet) {
      terminal.err().println(format.formatted(arguments));
    }
  }

  /** A line that must be seen even with {@code --quiet}. */
  public void warn(String format, Object... arguments) {
    String text = "warning: " + format.formatted(arguments);
    terminal.err().println(color ? "\u001b[33m" + text + "\u001b[0m" : text);
  }

  /** Shows the stages of a long step; close it when the step ends, however it ends. */
  public Progress progress() {
    if (quiet) {
      return Progress.silent();
    }
    return terminal.errIsTerminal()
        ? Progress.line(terminal.err())
        : Progress.lines(terminal.err());
  }

  public Optional<String> environment(String name) {
    return terminal.environment().apply(name);
  }

  /** A path as the person would write it: relative where it lies under the current directory. */
  public String show(Path path) {
    Path absolute = terminal.directory().resolve(path).normalize();
    return absolute.startsWith(terminal.directory()) && !absolute.equals(terminal.directory())
        ? terminal.directory().relativize(absolute).toString()
        : absolute.toString();
  }

  public static boolean colorAllowed(Terminal terminal, ColorMode mode) {
    return switch (mode) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal.errIsTerminal() && terminal.environment().apply("NO_COLOR").orElse("").isEmpty();
    };
  }

  /** When to colour what goes to standard error. */
  public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
