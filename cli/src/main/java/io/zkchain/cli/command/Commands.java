package io.zkchain.cli.command;

import io.zkchain.cli.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands, and the groups in which the help shows them. */
public final class Commands {
  private static final Map<String, List<String>> GROUPS = groups();

  private Commands() {}

  /** A fresh parser; relative paths start from the terminal's directory. */
  public static CommandLine commandLine(Terminal terminal) {
    var commandLine = new CommandLine(new RootCommand());
    commandLine.registerConverter(Path.class, text -> terminal.directory().resolve(text));
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
    groups.put("Support", List.of("completion"));
    return groups;
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
