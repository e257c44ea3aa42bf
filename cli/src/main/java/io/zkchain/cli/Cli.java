package io.zkchain.cli;

import io.zkchain.cli.Failures.Failure;
import io.zkchain.cli.command.BaseCommand;
import io.zkchain.cli.command.Commands;
import io.zkchain.cli.io.Json;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs one command line and tells its exit code; never ends the JVM.
 *
 * <pre>{@code
 * int code = new Cli(Terminal.system()).run("verify", "--key", "verifying.key", "--proof", "proof.json");
 * }</pre>
 */
public final class Cli {
  private final Terminal terminal;

  public Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Parses, runs, prints. */
  public int run(String... arguments) {
    CommandLine commandLine = Commands.commandLine(terminal, arguments);
    ParseResult parsed;
    try {
      parsed = commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      boolean json = Arrays.asList(arguments).contains("--json");
      return failUsage(e.getCommandLine(), firstLine(e), json);
    }
    CommandLine selected = deepest(parsed);
    if (selected.isUsageHelpRequested()) {
      terminal.out().print(selected.getUsageMessage());
      return ExitCode.OK;
    }
    if (selected.isVersionHelpRequested()) {
      terminal.out().println(BuildInfo.load().describe());
      return ExitCode.OK;
    }
    if (selected.getCommand() instanceof BaseCommand command) {
      return execute(selected, command);
    }
    boolean json = Arrays.asList(arguments).contains("--json");
    return failUsage(selected, "a command is missing", json);
  }

  /**
   * Runs one command for another that is made of several, with failures thrown and nothing printed
   * to standard output.
   */
  public Result call(Session session, List<String> arguments) throws Exception {
    String[] words = arguments.toArray(String[]::new);
    ParseResult parsed = Commands.commandLine(terminal, words).parseArgs(words);
    if (deepest(parsed).getCommand() instanceof BaseCommand command) {
      return command.run(session);
    }
    throw new IllegalArgumentException("no command: " + arguments);
  }

  private int execute(CommandLine commandLine, BaseCommand command) {
    Session session = command.common.session(terminal);
    boolean json = command.common.json;
    try {
      Result result = command.run(session);
      if (json) {
        terminal.out().println(Json.pretty(result.json()));
      } else {
        result.lines().forEach(terminal.out()::println);
      }
      return result.exitCode();
    } catch (ParameterException e) {
      return failUsage(commandLine, firstLine(e), json);
    } catch (Throwable e) {
      Failure failure = Failures.describe(e);
      if (failure.exitCode() == ExitCode.USAGE) {
        return failUsage(commandLine, failure.message(), json);
      }
      fail(session.color(), failure.message(), document(failure, e), json);
      if (failure.defect()) {
        terminal.err().print(stackTrace(e));
      }
      return failure.exitCode();
    }
  }

  private int failUsage(CommandLine commandLine, String message, boolean json) {
    String name = commandLine.getCommandSpec().qualifiedName();
    String text = message + " (see " + name + " --help)";
    fail(false, text, document(new Failure(ExitCode.USAGE, text, false), null), json);
    return ExitCode.USAGE;
  }

  private void fail(boolean color, String message, ObjectNode document, boolean json) {
    String text = "zkchain: " + message;
    terminal.err().println(color ? "\u001b[31m" + text + "\u001b[0m" : text);
    if (json) {
      terminal.out().println(Json.pretty(document));
    }
  }

  private static ObjectNode document(Failure failure, @Nullable Throwable thrown) {
    ObjectNode document = Json.object();
    document.put("error", failure.message()).put("exitCode", failure.exitCode());
    if (thrown instanceof UnsupportedOperatorsException unsupported) {
      var list = document.putArray("unsupported");
      for (var finding : unsupported.findings()) {
        var entry = list.addObject();
        entry.put("node", finding.node()).put("operator", finding.operator());
        entry.put("reason", finding.reason());
      }
    }
    return document;
  }

  private static CommandLine deepest(ParseResult parsed) {
    ParseResult result = parsed;
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result.commandSpec().commandLine();
  }

  private static String firstLine(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static String stackTrace(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
