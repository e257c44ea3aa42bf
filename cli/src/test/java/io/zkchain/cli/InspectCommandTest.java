package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {
  private static final Path MODELS = Path.of("..", "examples", "models").toAbsolutePath();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "breast-cancer-mlp, 641, 616, Gemm, 3",
    "digits-cnn-tiny, 3818, 25600, Conv, 2",
    "mnist-lenet, 61706, 416520, MaxPool, 2",
    "iris-logreg, 15, 12, Softmax, 1"
  })
  void tellsTheSizeOfAModel(
      String model, int parameters, int products, String operator, int count) {
    var run = inspect(MODELS.resolve(model).resolve("model.onnx"), "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    var json = run.json(directory);
    assertThat(json.get("parameters").intValue()).isEqualTo(parameters);
    assertThat(json.get("multiplyAccumulates").intValue()).isEqualTo(products);
    assertThat(json.path("operators").path(operator).intValue()).isEqualTo(count);
    assertThat(json.at("/inputs/0/shape/0").intValue()).isEqualTo(1);
  }

  @Test
  void allUnsupportedOperatorsAreNamedAtOnce() throws IOException {
    Path model = Files.write(directory.resolve("random.onnx"), random().toByteArray());
    var run = inspect(model, "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_MODEL);
    assertThat(run.err()).contains("RandomUniformLike", "Bernoulli").hasLineCount(1);
    assertThat(run.json(directory).get("unsupported").findValuesAsString("operator"))
        .contains("RandomUniformLike", "Bernoulli");
  }

  private static ModelProto random() {
    var shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(3);
    var tensor = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape);
    var type = TypeProto.newBuilder().setTensorType(tensor);
    var graph = GraphProto.newBuilder().setName("random");
    graph.addInputBuilder().setName("x").setType(type);
    graph.addNodeBuilder().setOpType("RandomUniformLike").addInput("x").addOutput("noise");
    graph.addNodeBuilder().setOpType("Bernoulli").addInput("noise").addOutput("y");
    graph.addOutputBuilder().setName("y").setType(type);
    var model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImportBuilder().setVersion(17);
    return model.build();
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
