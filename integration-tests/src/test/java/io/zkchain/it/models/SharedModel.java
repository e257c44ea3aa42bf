package io.zkchain.it.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.UntypedGraph;
import io.zkchain.compiler.graph.UntypedGraph.Dimension;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.onnx.OnnxReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model of the shared files: a foreign example (network.onnx, input.json, expected.json) or a
 * trained one (model.onnx, calibration.json, samples.json).
 */
record SharedModel(Path folder) {
  private static final Path SHARED = Path.of(System.getProperty("zkchain.shared"));

  private static final int SMALL = 300_000;

  /** Largest error of real outputs, in units of the largest output (at least 1). */
  private static final double TOLERANCE = 0.01;

  /** Where logits pass through many roundings in a row, as the compiler's own tests state it. */
  private static final Map<String, Double> WIDER =
      Map.of("digits-lstm", 0.02, "digits-gru", 0.02, "char-gpt", 0.04);

  /** Every folder with a model, in path order. */
  static List<SharedModel> all() {
    return Stream.of("ezkl-examples", "peers", "models").flatMap(SharedModel::group).toList();
  }

  /** One of them, by group and folder. */
  static SharedModel of(String name) {
    return new SharedModel(SHARED.resolve(name));
  }

  private static Stream<SharedModel> group(String name) {
    try (Stream<Path> files = Files.walk(SHARED.resolve(name), 2)) {
      return files
          .filter(file -> file.endsWith("network.onnx") || file.endsWith("model.onnx"))
          .map(file -> new SharedModel(requireNonNull(file.getParent())))
          .sorted((a, b) -> a.folder.compareTo(b.folder))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its whole path takes a second or so. */
  boolean isSmall() {
    return onnx().toFile().length() < SMALL;
  }

  /**
   * Whether the property {@code zkchain.models} asks for it: {@code all}, or a part of the names of
   * those to take.
   *
   * @param byDefault whether it is taken where the property is not set
   */
  boolean isWanted(boolean byDefault) {
    String wanted = System.getProperty("zkchain.models", "");
    return wanted.isEmpty() ? byDefault : wanted.equals("all") || toString().contains(wanted);
  }

  private boolean isForeign() {
    return Files.exists(folder.resolve("network.onnx"));
  }

  private Path onnx() {
    return folder.resolve(isForeign() ? "network.onnx" : "model.onnx");
  }

  /** A compiled model, an input, and ONNX Runtime's outputs for it. */
  record Ready(CompiledModel model, Map<String, TensorData> input, Map<String, JsonNode> wanted) {}

  /** Compiles it as {@code zkchain compile} does without further options. */
  Ready compile() {
    return compile(CompileOptions.defaults());
  }

  /** Compiles it with other options than the defaults. */
  Ready compile(CompileOptions options) {
    return isForeign() ? foreign(options) : trained(options);
  }

  private Ready foreign(CompileOptions options) {
    JsonNode expected = tree("expected.json");
    Map<String, Integer> dimensions = dimensions(expected.get("inputs"));
    Graph graph = ModelImporter.load(onnx(), dimensions, OperatorSupport.everything()).graph();
    List<Map<String, TensorData>> inputs =
        InputFile.read(folder.resolve("input.json"), graph.inputs());
    Map<String, JsonNode> wanted = new HashMap<>();
    expected
        .get("outputs")
        .forEach(output -> wanted.put(output.get("name").asString(), output.get("data")));
    return new Ready(
        ModelCompiler.compile(onnx(), options.withName(name()).withDimensions(dimensions), inputs),
        inputs.getFirst(),
        wanted);
  }

  private Ready trained(CompileOptions options) {
    Graph graph = ModelImporter.load(onnx(), Map.of(), OperatorSupport.everything()).graph();
    Path calibration = folder.resolve("calibration.json");
    Path packed = folder.resolve("calibration.json.gz");
    JsonNode samples = tree("samples.json");
    Map<String, JsonNode> wanted = new HashMap<>();
    for (int k = 0; k < samples.get("outputs").size(); k++) {
      wanted.put(
          samples.get("outputs").get(k).get("name").asString(),
          samples.get("samples").get(0).get("output_data").get(k));
    }
    return new Ready(
        ModelCompiler.compile(
            onnx(),
            options.withName(name()),
            InputFile.read(Files.exists(calibration) ? calibration : packed, graph.inputs())),
        InputFile.read(folder.resolve("samples.json"), graph.inputs()).getFirst(),
        wanted);
  }

  /** Integers are exact, reals within the stated bound. */
  void agrees(Map<String, TensorData> outputs, Map<String, JsonNode> wanted) {
    assertThat(outputs).hasSize(wanted.size());
    wanted.forEach((name, data) -> agrees(requireNonNull(outputs.get(name)), data));
  }

  private void agrees(TensorData got, JsonNode want) {
    List<Double> values = new ArrayList<>();
    want.forEach(value -> values.add(number(value)));
    assertThat(got.size()).isEqualTo(values.size());
    double largest = values.stream().mapToDouble(Math::abs).reduce(1, Math::max);
    double share = WIDER.getOrDefault(String.valueOf(folder.getFileName()), TOLERANCE);
    double bound = got.dtype().isFloat() ? share * largest : 0;
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.doubleAt(i)).as("element %d", i).isCloseTo(values.get(i), within(bound));
    }
  }

  private static double number(JsonNode value) {
    return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
  }

  // Named open dimensions as the expected inputs have them.
  private Map<String, Integer> dimensions(JsonNode expected) {
    Map<String, JsonNode> shapes = new HashMap<>();
    expected.forEach(input -> shapes.put(input.get("name").asString(), input.get("shape")));
    Map<String, Integer> out = new HashMap<>();
    for (UntypedGraph.Input input : OnnxReader.read(onnx()).graph().inputs()) {
      JsonNode shape = requireNonNull(shapes.get(input.name()));
      List<Dimension> dims = input.dims().orElseThrow();
      for (int k = 0; k < dims.size(); k++) {
        if (dims.get(k) instanceof Dimension.Named(String name)) {
          out.put(name, shape.get(k).asInt());
        }
      }
    }
    return out;
  }

  private JsonNode tree(String file) {
    try {
      return new JsonMapper().readTree(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name() {
    return String.valueOf(folder.getFileName());
  }

  @Override
  public String toString() {
    return folder.getName(folder.getNameCount() - 2) + "/" + name();
  }
}
