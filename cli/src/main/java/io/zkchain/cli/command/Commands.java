package io.zkchain.cli.command;

import io.zkchain.cli.Terminal;
import io.zkchain.contracts.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands, and the groups in which the help shows them. */
public final class Commands {
  private static final Map<String, List<String>> GROUPS = groups();
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private Commands() {}

  /** A fresh parser of all commands; relative paths start from the terminal's directory. */
  public static CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, COMMANDS.keySet());
  }

  /**
   * A fresh parser of these arguments: where they begin with a command's name it knows only that
   * one, for all of them together take longer to describe to it than a proof of a small model.
   */
  public static CommandLine commandLine(Terminal terminal, String... arguments) {
    return arguments.length > 0 && COMMANDS.containsKey(arguments[0])
        ? commandLine(terminal, Set.of(arguments[0]))
        : commandLine(terminal);
  }

  private static CommandLine commandLine(Terminal terminal, Set<String> names) {
    var commandLine = new CommandLine(new RootCommand());
    names.forEach(name -> commandLine.addSubcommand(name, command(name)));
    commandLine.registerConverter(Path.class, text -> terminal.directory().resolve(text));
    commandLine.registerConverter(Address.class, Commands::address);
    commandLine.registerConverter(URI.class, Commands::rpcAddress);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(100);
    commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Commands::groupedList);
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    return commandLine;
  }

  private static Object command(String name) {
    return Objects.requireNonNull(COMMANDS.get(name)).get();
  }

  private static Map<String, Supplier<Object>> commands() {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("quickstart", QuickstartCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("compile", CompileCommand::new);
    commands.put("estimate", EstimateCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("mock", MockCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("srs", SrsCommand::new);
    commands.put("setup", SetupCommand::new);
    commands.put("prove", ProveCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("generate-verifier", GenerateVerifierCommand::new);
    commands.put("calldata", CalldataCommand::new);
    commands.put("deploy", DeployCommand::new);
    commands.put("submit-proof", SubmitProofCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  /** Step to the names of its commands, in the order of use. */
  static Map<String, List<String>> groups() {
    var groups = new LinkedHashMap<String, List<String>>();
    groups.put("Start here", List.of("quickstart", "doctor"));
    groups.put("Look", List.of("inspect"));
    groups.put("Compile and check", List.of("compile", "estimate", "run", "mock", "audit"));
    groups.put("Keys", List.of("srs", "setup"));
    groups.put("Prove", List.of("prove", "verify"));
    groups.put("Chain", List.of("generate-verifier", "deploy", "submit-proof", "calldata"));
    groups.put("Support", List.of("completion"));
    return groups;
  }

  private static Address address(String text) {
    try {
      return new Address(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Not repeated in the error: the path of an RPC address often holds an access key. */
  private static URI rpcAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new TypeConversionException("not an address: " + e.getReason());
    }
    throw new TypeConversionException(
        "the RPC address must start with http:// or https:// and name a host");
  }

  private static String groupedList(Help help) {
    var text = new StringBuilder();
    GROUPS.forEach((group, names) -> {
      text.append(System.lineSeparator()).append(group).append(System.lineSeparator());
      for (String name : names) {
        Help command = help.subcommands().get(name);
        if (command != null) {
          String[] description = command.commandSpec().usageMessage().description();
          text.append("  %-18s %s%n".formatted(name, description[0]));
        }
      }
    });
    return text.toString();
  }
}
