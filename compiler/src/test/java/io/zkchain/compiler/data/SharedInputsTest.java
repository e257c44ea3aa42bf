package io.zkchain.compiler.data;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The input files of the shared models, read and run. */
class SharedInputsTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  static Stream<Path> models() {
    return SharedFiles.onnxFiles("models").stream().filter(file -> file.endsWith("model.onnx"));
  }

  static Stream<Path> ezklModels() {
    return SharedFiles.onnxFiles("ezkl-examples").stream();
  }

  private static Graph graph(Path file) {
    return ModelImporter.load(file, Map.of(), OperatorSupport.everything()).graph();
  }

  @ParameterizedTest
  @MethodSource("models")
  void samplesGiveTheRecordedOutputs(Path file) throws IOException {
    Graph graph = graph(file);
    Path samplesFile = file.resolveSibling("samples.json");
    List<Map<String, TensorData>> samples = InputFile.read(samplesFile, graph.inputs());
    JsonNode recorded = MAPPER.readTree(Files.readAllBytes(samplesFile)).get("samples");
    assertThat(samples).hasSize(recorded.size()).hasSizeBetween(16, 64);
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(graph)) {
      for (int i = 0; i < samples.size(); i++) {
        Map<String, TensorData> outputs = reference.run(samples.get(i));
        for (int k = 0; k < graph.outputs().size(); k++) {
          double[] found = requireNonNull(outputs.get(graph.outputs().get(k).name())).toDoubles();
          JsonNode expected = recorded.get(i).get("output_data").get(k);
          assertThat(found).hasSize(expected.size());
          for (int j = 0; j < found.length; j++) {
            double value = expected.get(j).doubleValue();
            assertThat(found[j]).isEqualTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void calibrationFilesHoldSixtyFourSamples(Path file) {
    Graph graph = graph(file);
    Path plain = file.resolveSibling("calibration.json");
    Path zipped = file.resolveSibling("calibration.json.gz");
    Path calibration = Files.exists(plain) ? plain : zipped;
    assertThat(InputFile.read(calibration, graph.inputs())).hasSize(64);
    assertThat(InputFile.readOne(file.resolveSibling("input.json"), graph.inputs()))
        .hasSize(graph.inputs().size());
    Path archive = file.resolveSibling("samples.npz");
    if (Files.exists(archive)) {
      assertThat(InputFile.read(archive, graph.inputs())).hasSize(64);
    }
  }

  @ParameterizedTest
  @MethodSource("ezklModels")
  void ezklInputsFitTheirModels(Path file) {
    Graph graph = graph(file);
    assertThat(InputFile.read(file.resolveSibling("input.json"), graph.inputs())).isNotEmpty();
  }
}
