package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.cli.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * docs/cli.md is the help of all commands. After a change of the help, run with {@code
 * -Dzkchain.golden.update=true} to write it anew.
 */
class CliDocsTest {
  private static final Path FILE = Path.of("..", "docs", "cli.md");

  @Test
  void docsShowTheHelp() throws IOException {
    String expected = render();
    if (Boolean.getBoolean("zkchain.golden.update")) {
      Files.writeString(FILE, expected);
    }
    assertThat(Files.readString(FILE)).isEqualTo(expected);
  }

  private static String render() {
    CommandLine root = Commands.commandLine(Terminal.system());
    var text = new StringBuilder();
    text.append("# The command line\n\n");
    text.append("Generated from the help of the commands by `CliDocsTest`; do not edit.\n\n");
    text.append(block(root));
    for (CommandLine command : FrameTest.leaves(root)) {
      String name = command.getCommandSpec().qualifiedName().substring("zkchain ".length());
      text.append("\n## ").append(name).append("\n\n").append(block(command));
    }
    return text.toString();
  }

  private static String block(CommandLine command) {
    String help = command.getUsageMessage().replace(System.lineSeparator(), "\n");
    return "```\n" + help.replaceAll("[ \t]+\n", "\n").stripTrailing() + "\n```\n";
  }
}
