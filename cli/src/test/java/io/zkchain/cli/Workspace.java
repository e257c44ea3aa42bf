package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory in which two small models are compiled and have keys, and one has a proof: {@code
 * iris} and {@code cancer}, {@code proof.json} of the first.
 */
record Workspace(Path directory) {
  static final Path MODELS = Path.of("..", "examples", "models").toAbsolutePath().normalize();

  /** Makes it; each command must succeed. */
  static Workspace create(Path directory) {
    var workspace = new Workspace(directory);
    Path powers = MODELS.resolveSibling("srs").resolve("kzg10-bn254-aztec-srs-32768.bin");
    workspace.succeed("srs", "import", powers.toString(), "--out", "ignition.srs");
    workspace.compile("iris-logreg", "iris");
    workspace.compile("breast-cancer-mlp", "cancer");
    workspace.succeed("setup", "iris", "--srs", "ignition.srs");
    workspace.succeed("setup", "cancer", "--srs", "ignition.srs");
    workspace.succeed("prove", "iris", "--input", input("iris-logreg"));
    return workspace;
  }

  /** The bundled input of a bundled model. */
  static String input(String model) {
    return MODELS.resolve(model).resolve("input.json").toString();
  }

  void compile(String model, String out, String... more) {
    Path folder = MODELS.resolve(model);
    String calibration = folder.resolve("calibration.json").toString();
    String[] arguments = {
      "compile", folder.resolve("model.onnx").toString(), "--calibration", calibration
    };
    succeed(join(join(arguments, "--out", out), more));
  }

  /** A copy that a test may damage. */
  Workspace copyTo(Path target) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.toList()) {
        Path place = target.resolve(directory.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else {
          Files.copy(path, place);
        }
      }
    }
    return new Workspace(target);
  }

  CommandLineRun run(String... arguments) {
    return CommandLineRun.in(directory, arguments);
  }

  void succeed(String... arguments) {
    var run = run(arguments);
    assertThat(run.exitCode()).as("%s%n%s", String.join(" ", arguments), run.err()).isZero();
  }

  /** Fails as expected: one line, nothing on standard output, no file made or changed. */
  void refuse(int exitCode, String message, String... arguments) {
    List<String> before = files();
    var run = run(join(arguments, "--quiet"));
    assertThat(run.exitCode())
        .as("%s%n%s%s", String.join(" ", arguments), run.out(), run.err())
        .isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("zkchain: ").contains(message).hasLineCount(1);
    assertThat(files()).isEqualTo(before);
  }

  /** All files with their sizes and times. */
  List<String> files() {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.sorted(Comparator.naturalOrder())
          .map(path -> path + " " + describe(path))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String describe(Path path) {
    try {
      return Files.isDirectory(path)
          ? "directory"
          : Files.size(path) + " " + Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  static String[] join(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
