package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  private static final Path MODELS = Path.of("..", "examples", "models").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void tellsTheSizeOfAModel() {
    var run = inspect(MODELS.resolve("breast-cancer-mlp/model.onnx"), "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    var json = run.json(directory);
    assertThat(json.get("parameters").intValue()).isEqualTo(641);
    assertThat(json.get("multiplyAccumulates").intValue()).isEqualTo(616);
    assertThat(json.at("/operators/Gemm").intValue()).isEqualTo(3);
    assertThat(json.at("/inputs/0/shape/1").intValue()).isEqualTo(30);
  }

  @Test
  void allUnsupportedOperatorsAreNamedAtOnce() {
    Path shared = Path.of(System.getProperty("zkchain.shared")).resolve("models");
    var run = inspect(shared.resolve("ml-svc-rbf/model.onnx"), "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_MODEL);
    assertThat(run.err()).contains("SVMClassifier", "Scaler").hasLineCount(1);
    assertThat(run.json(directory).get("unsupported").findValuesAsString("operator"))
        .contains("ai.onnx.ml.SVMClassifier", "ai.onnx.ml.Scaler");
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.onnx"), "this is no model");
    refused(text, "no ONNX file");
    byte[] whole = Files.readAllBytes(MODELS.resolve("iris-logreg/model.onnx"));
    Path half = Files.write(directory.resolve("half.onnx"), Arrays.copyOf(whole, 150));
    refused(half, "half.onnx");
    refused(directory.resolve("nowhere.onnx"), "does not exist");
  }

  private void refused(Path model, String message) {
    var run = inspect(model);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  private CommandLineRun inspect(Path model, String... more) {
    String[] arguments = {"inspect", model.toString()};
    return CommandLineRun.in(
        directory,
        java.util.stream.Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
  }
}
