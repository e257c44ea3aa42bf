package io.zkchain.cli.command;

import io.zkchain.cli.BuildInfo;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code doctor}: what this machine offers and what zkchain makes of it. */
@Command(
    name = "doctor",
    description = "Show JDK, flags, kernels, memory and the tools that were found.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain doctor", "  zkchain doctor --json"})
final class DoctorCommand extends BaseCommand {

  @Override
  public Result run(Session session) {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("zkchain", BuildInfo.load().describe());
    found.put("jdk", System.getProperty("java.home") + " (" + Runtime.version() + ")");
    found.put("flags", flags());
    found.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    found.put("heap", Units.bytes(Runtime.getRuntime().maxMemory()) + " at most");
    found.put("memory", memory());
    found.put("vector", vectorModule());
    found.put("node", tool(session, "node"));
    found.put("npm", tool(session, "npm"));
    found.put("docker", tool(session, "docker"));
    var json = Json.object();
    List<String> lines = new ArrayList<>();
    found.forEach((name, value) -> {
      json.put(name, value);
      lines.add("%-10s %s".formatted(name, value));
    });
    return Result.ok(json, lines);
  }

  private static String flags() {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return flags.isEmpty() ? "none" : String.join(" ", flags);
  }

  private static String memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? "%s, %s free"
            .formatted(
                Units.bytes(system.getTotalMemorySize()), Units.bytes(system.getFreeMemorySize()))
        : "unknown";
  }

  private static String vectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? "module jdk.incubator.vector is loaded"
        : "module jdk.incubator.vector is not loaded; scalar kernels are used";
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
