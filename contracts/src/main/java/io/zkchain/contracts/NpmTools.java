package io.zkchain.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of npm packages, pinned by a lock file that travels as a resource, and installed on first
 * need.
 *
 * <p>The packages go to a folder of the user's cache that is named by the digest of the lock file:
 * {@code $XDG_CACHE_HOME/zkchain} or {@code ~/.cache/zkchain}, or the folder that the environment
 * variable {@code ZKCHAIN_CACHE} names. They are installed beside it and moved there when complete,
 * so that concurrent first uses do not disturb each other and an interrupted one leaves nothing
 * that looks installed. No install script runs.
 */
public final class NpmTools {
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);

  private final byte[] manifest;
  private final byte[] lock;
  private final Consumer<String> notes;

  private NpmTools(byte[] manifest, byte[] lock, Consumer<String> notes) {
    this.manifest = manifest;
    this.lock = lock;
    this.notes = notes;
  }

  /** The Solidity compiler and the local chain, with installation notes dropped. */
  public static NpmTools standard() {
    return standard(note -> {});
  }

  /**
   * The Solidity compiler and the local chain.
   *
   * @param notes told, one line, when an installation starts
   */
  public static NpmTools standard(Consumer<String> notes) {
    return of(NpmTools.class, "tools", notes);
  }

  /**
   * Another pinned set of packages.
   *
   * @param anchor class whose resources hold {@code folder/package.json} and {@code
   *     folder/package-lock.json}
   * @param folder resource folder, relative to the class
   * @param notes told, one line, when an installation starts
   */
  public static NpmTools of(Class<?> anchor, String folder, Consumer<String> notes) {
    return new NpmTools(
        resource(anchor, folder + "/package.json"),
        resource(anchor, folder + "/package-lock.json"),
        notes);
  }

  /**
   * The folder {@code node_modules}, installed if need be.
   *
   * @throws ChainException.ToolMissing if Node.js or npm is missing, or npm fails
   */
  public Path modules() {
    Path home = cache().resolve("tools-" + digest());
    Path modules = home.resolve("node_modules");
    if (!Files.isDirectory(modules)) {
      install(home);
    }
    return modules;
  }

  /**
   * The Node.js executable.
   *
   * @throws ChainException.ToolMissing if it is not on the path
   */
  public static Path node() {
    return required("node");
  }

  /** Whether the packages are installed already. */
  public boolean isInstalled() {
    return Files.isDirectory(cache().resolve("tools-" + digest()).resolve("node_modules"));
  }

  private void install(Path home) {
    Path npm = required("npm");
    node();
    notes.accept(
        "Installing the Solidity compiler and the local chain from npm into "
            + home
            + " (first use only)");
    Path staging = null;
    try {
      Files.createDirectories(home.getParent());
      staging = Files.createTempDirectory(home.getParent(), "installing-");
      Files.write(staging.resolve("package.json"), manifest);
      Files.write(staging.resolve("package-lock.json"), lock);
      ci(npm, staging);
      publish(staging, home);
    } catch (IOException e) {
      throw new ChainException.ToolMissing(
          "npm packages could not be installed in " + home + ": " + e, e);
    } finally {
      deleteTree(staging);
    }
  }

  private static void ci(Path npm, Path directory) throws IOException {
    List<String> command =
        List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    Subprocess.Result result;
    try {
      result = Subprocess.run(command, directory, "", INSTALL_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainException.Interrupted("interrupted while npm installed the Solidity compiler");
    }
    if (result.exitCode() != 0) {
      String said =
          result
              .errors()
              .lines()
              .filter(l -> !l.isBlank())
              .limit(3)
              .collect(Collectors.joining("; "));
      throw new ChainException.ToolMissing(
          "'npm ci' failed (exit %d): %s; check the network and npm's configuration"
              .formatted(result.exitCode(), said));
    }
  }

  private static void publish(Path staging, Path home) throws IOException {
    try {
      Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was first; its folder is complete, for it appeared by a move as well.
      if (!Files.isDirectory(home.resolve("node_modules"))) {
        throw e;
      }
    }
  }

  private static void deleteTree(@org.jspecify.annotations.Nullable Path root) {
    if (root == null || !Files.exists(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : new ArrayList<>(paths.toList()).reversed()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(lock);
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Path cache() {
    String own = System.getenv("ZKCHAIN_CACHE");
    if (own != null && !own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    if (xdg != null && !xdg.isEmpty()) {
      return Path.of(xdg).toAbsolutePath().resolve("zkchain");
    }
    return Path.of(System.getProperty("user.home"), ".cache", "zkchain");
  }

  private static Path required(String name) {
    return onPath(name)
        .orElseThrow(() ->
            new ChainException.ToolMissing(
                "'%s' is not on the PATH; install Node.js 20 or newer with npm (the Solidity compiler and the local chain are npm packages)"
                    .formatted(name)));
  }

  /** The executable of that name that a shell would find. */
  static Optional<Path> onPath(String name) {
    String path = System.getenv("PATH");
    return Pattern.compile(java.io.File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path == null ? "" : path)
        .map(folder -> Path.of(folder).resolve(name).toAbsolutePath())
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  private static byte[] resource(Class<?> anchor, String name) {
    try (InputStream in = anchor.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + anchor.getName());
      }
      // Line ends as committed, whatever a checkout made of them: the digest names the cache
      // folder.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n").getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
