package io.zkchain.compiler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The models that lie beside the repository; tests that need them are skipped without them. */
public final class SharedFiles {

  private SharedFiles() {}

  /** The folder of shared test data. */
  public static Path root() {
    Path root = Path.of(System.getProperty("zkchain.shared", "../../shared"));
    Assumptions.assumeTrue(Files.isDirectory(root), "no shared test data at " + root);
    return root;
  }

  /** A model of the trained set, such as {@code mnist-lenet}. */
  public static Path model(String name) {
    return root().resolve("models").resolve(name).resolve("model.onnx");
  }

  /** All ONNX files below a folder of the shared data, in path order. */
  public static List<Path> onnxFiles(String folder) {
    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
