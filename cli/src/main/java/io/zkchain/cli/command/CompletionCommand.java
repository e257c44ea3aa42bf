package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script that a shell sources. */
@Command(
    name = "completion",
    description = "Print a completion script for bash or zsh.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain completion bash", "  zkchain completion zsh"})
final class CompletionCommand extends BaseCommand {

  /** The shells that are served; zsh runs the script of bash through its own bridge. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  Shell shell = Shell.BASH;

  @Override
  public Result run(Session session) {
    CommandLine commandLine = Commands.commandLine(session.terminal());
    String script = AutoComplete.bash("zkchain", commandLine);
    String text =
        switch (shell) {
          case BASH -> script;
          case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + script;
        };
    return Result.ok(Json.object().put("script", text), text);
  }
}
