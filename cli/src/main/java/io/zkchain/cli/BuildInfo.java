package io.zkchain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version of the project
 * @param commit abbreviated, with "-dirty" for a changed work tree; "unknown" when built outside
 *     git
 */
public record BuildInfo(String version, String commit) {

  /** Reads what the build left beside the classes. */
  public static BuildInfo load() {
    var properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        properties.getProperty("git.build.version", "unknown"),
        properties.getProperty("git.commit.id.describe", "unknown"));
  }

  /** The line of {@code --version}. */
  public String describe() {
    return "zkchain %s (commit %s, JDK %s, %s)"
        .formatted(
            version, commit, Runtime.version(), System.getProperty("java.vm.vendor", "unknown"));
  }
}
