package io.zkchain.cli.command;

import io.zkchain.cli.Session;
import io.zkchain.cli.Terminal;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {
  @Option(
      names = "--json",
      description = "One JSON document on standard output, nothing else there.")
  public boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No notes and no progress on standard error.")
  boolean quiet;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "Colour on standard error: auto, always, never; NO_COLOR is respected.")
  Session.ColorMode color = Session.ColorMode.AUTO;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  public Session session(Terminal terminal) {
    return new Session(terminal, quiet, Session.colorAllowed(terminal, color));
  }
}
