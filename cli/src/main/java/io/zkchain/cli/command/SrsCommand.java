package io.zkchain.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code srs}: only the way to its commands. */
@Command(
    name = "srs",
    description = "Import, check or make powers of tau.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SrsImportCommand.class, SrsCheckCommand.class, SrsTestCommand.class})
final class SrsCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
