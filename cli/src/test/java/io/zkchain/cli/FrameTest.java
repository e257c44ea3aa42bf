package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.cli.command.Commands;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FrameTest {
  @TempDir Path directory;

  @Test
  void helpNamesEveryCommandOnce() {
    var run = CommandLineRun.in(directory, "--help");
    assertThat(run.exitCode()).isZero();
    for (String name : commands().getSubcommands().keySet()) {
      assertThat(run.out().lines().filter(line -> line.startsWith("  " + name + " ")))
          .as(name)
          .hasSize(1);
    }
  }

  @Test
  void everyCommandHasHelpWithExamplesAndJson() {
    for (var command : leaves(commands())) {
      var spec = command.getCommandSpec();
      assertThat(spec.usageMessage().footer()).as(spec.qualifiedName()).isNotEmpty();
      assertThat(spec.optionsMap()).as(spec.qualifiedName()).containsKeys("--json", "--quiet");
    }
  }

  @Test
  void versionTellsCommitAndJdk() {
    var run = CommandLineRun.in(directory, "--version");
    assertThat(run.out()).matches("zkchain \\S+ \\(commit \\S+, JDK 25\\S*, .*\\)\\R");
  }

  @Test
  void usageErrorsAreOneLineAndExitWithTwo() {
    for (String[] wrong :
        List.of(
            new String[] {},
            new String[] {"no-such-command"},
            new String[] {"doctor", "--no-such-option"},
            new String[] {"completion", "fish"})) {
      var run = CommandLineRun.in(directory, wrong);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).startsWith("zkchain: ").contains("--help");
    }
  }

  @Test
  void usageErrorWithJsonIsOneDocument() {
    var run = CommandLineRun.in(directory, "doctor", "--json", "--no-such-option");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.json(directory).get("exitCode").intValue()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void doctorReportsTheMachine() {
    var run = CommandLineRun.in(directory, "doctor", "--json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json(directory).propertyNames()).contains("jdk", "memory", "flags", "docker");
  }

  @Test
  void completionScriptKnowsTheCommands() {
    for (String shell : List.of("bash", "zsh")) {
      var run = CommandLineRun.in(directory, "completion", shell);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("doctor", "--json");
    }
  }

  private CommandLine commands() {
    return Commands.commandLine(Terminal.system());
  }

  static List<CommandLine> leaves(CommandLine root) {
    return root.getSubcommands().values().stream()
        .flatMap(c -> c.getSubcommands().isEmpty() ? Stream.of(c) : leaves(c).stream())
        .toList();
  }
}
