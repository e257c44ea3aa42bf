package io.zkchain.cli.command;

import io.zkchain.cli.Terminal;
import io.zkchain.contracts.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands, and the groups in which the help shows them. */
public final class Commands {
  private static final Map<String, List<String>> GROUPS = groups();

  private Commands() {}

  /** A fresh parser; relative paths start from the terminal's directory. */
  public static CommandLine commandLine(Terminal terminal) {
    var commandLine = new CommandLine(new RootCommand());
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
