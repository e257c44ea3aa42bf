package io.zkchain.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zkchain} itself: only the way to its {@link Commands}. */
@Command(
    name = "zkchain",
    description = "Prove that an ONNX model gave an output, and check it on an EVM chain.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 ok, 1 failed, 2 usage, 3 model not supported, 4 proof rejected,",
      "            5 chain or network, 70 internal error",
      "Environment: ZKCHAIN_JAVA_OPTS (options of the JVM, as in -Xmx8g), ZKCHAIN_JAVA_HOME,"
          + " NO_COLOR",
      "",
      "'zkchain COMMAND --help' shows the options of a command and examples."
    })
final class RootCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show version, commit and JDK.")
  boolean version;
}
