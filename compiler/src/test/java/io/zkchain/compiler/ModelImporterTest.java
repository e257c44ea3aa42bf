package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.normalise.NormalizedModel;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.onnx.OnnxWriter;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.SharedFiles;
import io.zkchain.compiler.testing.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole models against ONNX Runtime: shapes of all values, results, and the way back from bytes.
 */
class ModelImporterTest {

  /** Models that break ONNX's type rules (int8 products), which ONNX Runtime does not load. */
  private static final Set<String> BEYOND_ONNX_RUNTIME = Set.of("decision_tree", "random_forest");

  /** Models that ONNX Runtime does not load as published, but does once they are normalised. */
  private static final Set<String> NOT_AS_PUBLISHED = Set.of("nanoGPT", "self_attention");

  static Stream<Path> sharedModels() {
    return Stream.concat(
        SharedFiles.onnxFiles("models").stream(), SharedFiles.onnxFiles("ezkl-examples").stream());
  }

  @ParameterizedTest
  @MethodSource("sharedModels")
  void sharedModelsAgreeWithOnnxRuntime(Path file) throws IOException {
    String name = file.getName(file.getNameCount() - 2).toString();
    NormalizedModel model = ModelImporter.load(file, Map.of(), OperatorSupport.everything());
    assertRoundTrip(model.graph());
    if (!BEYOND_ONNX_RUNTIME.contains(name)) {
      Map<String, TensorData> inputs = inputs(model.graph());
      assertShapesOfAllValues(model.graph(), inputs);
      if (!NOT_AS_PUBLISHED.contains(name)) {
        assertSameResults(Files.readAllBytes(file), model.graph(), inputs);
      }
    }
  }

  @Test
  void smallModelAgreesWithOnnxRuntime() {
    byte[] bytes = SmallModels.convolutional();
    NormalizedModel model = ModelImporter.load(bytes, Map.of(), OperatorSupport.everything());

    assertThat(model.notices()).containsExactly("batch dimension 'batch' is open and taken as 1");
    assertThat(model.graph().nodes())
        .extracting(node -> node.opType())
        .containsExactly("Conv", "Relu", "MaxPool", "Reshape", "MatMul", "Softmax");
    assertThat(model.graph().outputs()).extracting(Value::name).containsExactly("y");
    assertRoundTrip(model.graph());
    assertShapesOfAllValues(model.graph(), inputs(model.graph()));
    assertSameResults(bytes, model.graph(), inputs(model.graph()));
  }

  @Test
  void givenDimensionDecidesTheBranch() {
    Graph graph =
        ModelImporter.load(
                SmallModels.convolutional(), Map.of("batch", 2), OperatorSupport.everything())
            .graph();
    assertThat(graph.nodes()).last().extracting(node -> node.opType()).isEqualTo("Sigmoid");
    assertThat(graph.outputs().getFirst().type().toString()).isEqualTo("float32[2, 3]");
  }

  private static Map<String, TensorData> inputs(Graph graph) {
    Random random = new Random(11);
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      // indices among the inputs must be valid for the shortest axis they select from
      TensorData data =
          input.type().dtype().isInteger()
              ? TensorData.ofLongs(
                  input.type().dtype(), input.type().shape(), new long[input.type().shape().size()])
              : SmallModels.random(random, input.type().dtype(), input.type().shape());
      inputs.put(input.name(), data);
    }
    return inputs;
  }

  private static void assertRoundTrip(Graph graph) {
    byte[] bytes = OnnxWriter.write(graph);
    Graph again = ModelImporter.reload(bytes, OperatorSupport.everything());
    assertThat(again).isEqualTo(graph);
    assertThat(OnnxWriter.write(again)).isEqualTo(bytes);
  }

  private static void assertShapesOfAllValues(Graph graph, Map<String, TensorData> inputs) {
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.openWithIntermediates(graph)) {
      Map<String, TensorData> values = reference.run(inputs);
      assertThat(values).isNotEmpty();
      values.forEach((name, data) -> assertThat(data.type()).as(name).isEqualTo(graph.type(name)));
    }
  }

  /** The model as published and the normalised one, both run by ONNX Runtime. */
  private static void assertSameResults(
      byte[] original, Graph graph, Map<String, TensorData> inputs) {
    List<String> outputs = graph.outputs().stream().map(Value::name).toList();
    try (OnnxRuntimeReference published = OnnxRuntimeReference.open(original);
        OnnxRuntimeReference normalised = OnnxRuntimeReference.open(graph)) {
      assertThat(normalised.inputNames()).isEqualTo(published.inputNames());
      assertThat(normalised.outputNames()).isEqualTo(published.outputNames());
      Map<String, TensorData> expected = published.run(inputs);
      Map<String, TensorData> found = normalised.run(inputs);
      assertThat(found.keySet()).containsExactlyElementsOf(outputs);
      found.forEach((name, data) -> {
        TensorData wanted = requireNonNull(expected.get(name));
        assertThat(data.type()).isEqualTo(wanted.type());
        // Rewritten sums may round their float32 values in another order.
        double largest =
            Arrays.stream(wanted.toDoubles())
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        assertThat(data.toDoubles())
            .containsExactly(wanted.toDoubles(), within(1e-6 * Math.max(1, largest)));
      });
    }
  }
}
