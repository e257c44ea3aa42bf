package io.zkchain.compiler.conformance;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * The test data inside the Python wheel of ONNX 1.20.0: a zip file, fetched once by pip into a
 * cache folder and known by its SHA-256. Without it the tests are skipped, unless the environment
 * variable ZKCHAIN_REQUIRE_CONFORMANCE is true.
 */
final class NodeTestData implements AutoCloseable {
  private static final String VERSION = "1.20.0";
  private static final String WHEEL =
      "onnx-1.20.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl";
  private static final String SHA256 =
      "71177f8fd5c0dd90697bc281f5035f73707bdac83257a5c54d74403a1100ace9";
  private static final int MOST_SECONDS = 180;

  private final FileSystem wheel;

  private NodeTestData(FileSystem wheel) {
    this.wheel = wheel;
  }

  /** Opens the wheel, after fetching it if need be. */
  static NodeTestData open() {
    Path folder = cache();
    Path file = folder.resolve(WHEEL);
    if (!isGenuine(file)) {
      fetch(folder);
      if (!isGenuine(file)) {
        absent("the wheel of onnx " + VERSION + " is not at " + file + ", and pip cannot fetch it");
      }
    }
    try {
      return new NodeTestData(FileSystems.newFileSystem(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void absent(String message) {
    if ("true".equals(System.getenv("ZKCHAIN_REQUIRE_CONFORMANCE"))) {
      throw new AssertionFailedError(message);
    }
    Assumptions.abort(message + "; ONNX's node tests are skipped");
  }

  private static Path cache() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path root =
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return root.resolve("zkchain");
  }

  private static boolean isGenuine(Path file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return Files.isRegularFile(file)
          && HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file))).equals(SHA256);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static void fetch(Path folder) {
    try {
      Files.createDirectories(folder);
      Path pinned = Files.createTempFile("onnx", ".txt");
      Files.writeString(pinned, "onnx==" + VERSION + " --hash=sha256:" + SHA256 + "\n");
      List<String> command = new ArrayList<>(List.of("python3", "-m", "pip", "download", "-q"));
      command.addAll(List.of("--no-deps", "--only-binary", ":all:", "--require-hashes"));
      command.addAll(List.of("--platform", "manylinux_2_28_x86_64", "--python-version", "3.11"));
      command.addAll(List.of("-d", folder.toString(), "-r", pinned.toString()));
      Process pip =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!pip.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        pip.destroy();
      }
      Files.delete(pinned);
    } catch (IOException e) {
      absent("pip cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      absent("interrupted while pip was running");
    }
  }

  /** Reads a test: its model, and its inputs and outputs in the model's order. */
  NodeTest read(NodeTest.Name name) {
    Path folder = wheel.getPath("onnx/backend/test/data/node").resolve(name.test());
    try {
      byte[] model = Files.readAllBytes(folder.resolve("model.onnx"));
      Path data = folder.resolve("test_data_set_0");
      return new NodeTest(name, model, tensors(data, "input"), tensors(data, "output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TensorProto> tensors(Path data, String role) throws IOException {
    List<TensorProto> out = new ArrayList<>();
    for (Path file = data.resolve(role + "_0.pb");
        Files.exists(file);
        file = data.resolve(role + "_" + out.size() + ".pb")) {
      out.add(TensorProto.parseFrom(Files.readAllBytes(file)));
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    wheel.close();
  }
}
