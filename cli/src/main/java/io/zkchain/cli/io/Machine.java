package io.zkchain.cli.io;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this process runs on, as far as the system tells. */
public final class Machine {
  private Machine() {}

  /** Name of the processor and number of its cores that may be used. */
  public static String processor() {
    int cores = Runtime.getRuntime().availableProcessors();
    String name =
        field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
    return "%s, %d %s".formatted(name, cores, cores == 1 ? "core" : "cores");
  }

  /** Physical memory in bytes. */
  public static OptionalLong memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize())
        : OptionalLong.empty();
  }

  /** The most memory in bytes that this process had resident so far; known on Linux only. */
  public static OptionalLong peakResident() {
    return field(Path.of("/proc/self/status"), "VmHWM")
        .map(text -> text.replaceAll("\\D", ""))
        .filter(digits -> !digits.isEmpty())
        .map(digits -> OptionalLong.of(Long.parseLong(digits) << 10))
        .orElse(OptionalLong.empty());
  }

  /** Whether this process has a file mapped into its memory; known on Linux only. */
  public static Optional<Boolean> hasMapped(Path file) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      String end = " " + file.toRealPath();
      return Optional.of(lines.anyMatch(line -> line.endsWith(end)));
    } catch (NoSuchFileException e) {
      return Files.exists(file) ? Optional.empty() : Optional.of(false);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
