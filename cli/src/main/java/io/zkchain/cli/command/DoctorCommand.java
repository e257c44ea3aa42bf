package io.zkchain.cli.command;

import io.zkchain.cli.BuildInfo;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Machine;
import io.zkchain.cli.io.Units;
import io.zkchain.contracts.NpmTools;
import io.zkchain.prover.field.Kernels;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** {@code doctor}: what this machine offers and what zkchain makes of it. */
@Command(
    name = "doctor",
    description = "Show JDK, flags, kernels, memory and the tools that were found.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain doctor", "  zkchain doctor --json"})
final class DoctorCommand extends BaseCommand {
  private static final List<String> CACHE_OPTIONS =
      List.of("-XX:AOTCache=", "-XX:SharedArchiveFile=");

  @Override
  public Result run(Session session) {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("zkchain", BuildInfo.load().describe());
    found.put("jdk", System.getProperty("java.home") + " (" + Runtime.version() + ")");
    found.put("flags", flags());
    found.put("processor", Machine.processor());
    found.put("heap", Units.bytes(Runtime.getRuntime().maxMemory()) + " at most");
    found.put("memory", memory());
    found.put("kernels", Kernels.explanation());
    found.put("classCache", classCache());
    found.put("node", tool(session, "node"));
    found.put("npm", tool(session, "npm"));
    found.put("solcAndAnvil", npmTools());
    found.put("docker", tool(session, "docker"));
    var json = Json.object();
    List<String> lines = new ArrayList<>();
    found.forEach((name, value) -> {
      json.put(name, value);
      lines.add("%-12s %s".formatted(name, value));
    });
    return Result.ok(json, lines);
  }

  private static String flags() {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return flags.isEmpty() ? "none" : String.join(" ", flags);
  }

  /** What became of the cache that makes starts fast. */
  private static String classCache() {
    Optional<Path> file =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> CACHE_OPTIONS.stream().anyMatch(argument::startsWith))
            .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
            .reduce((_, last) -> last);
    if (file.isEmpty()) {
      return "none, because Java was started without "
          + String.join("FILE or ", CACHE_OPTIONS)
          + "FILE, as ./zkchain does";
    }
    Path cache = file.get();
    if (!Files.isRegularFile(cache)) {
      return "not used: there is no " + cache + "; remove cli/target/dist to have it made";
    }
    return Machine.hasMapped(cache)
        .map(mapped ->
            mapped
                ? "used: " + cache
                : "not used: "
                    + cache
                    + " was made by another JDK, with other flags or for other jars;"
                    + " remove cli/target/dist to have it made again")
        .orElse(cache.toString());
  }

  private static String memory() {
    OptionalLong memory = Machine.memory();
    return memory.isPresent() ? Units.bytes(memory.getAsLong()) : "unknown";
  }

  private static String npmTools() {
    return NpmTools.standard().isInstalled()
        ? "installed"
        : "not installed yet: npm fetches them when they are first needed";
  }

  private static String tool(Session session, String name) {
    return onPath(session, name).map(Path::toString).orElse("not on the path");
  }

  private static Optional<Path> onPath(Session session, String name) {
    return session
        .environment("PATH")
        .flatMap(path ->
            List.of(path.split(File.pathSeparator)).stream()
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part, name))
                .filter(Files::isExecutable)
                .findFirst());
  }
}
