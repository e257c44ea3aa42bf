package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.zkchain.circuit.Checker;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.testing.SharedFiles;
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

/** A folder of foreign examples: network.onnx, input.json and ONNX Runtime's expected.json. */
record ExampleModel(Path folder) {
  private static final double TOLERANCE = 0.01;

  /** Least share of equal arg-maxima, as for the trained models. */
  private static final double AGREEMENT = 0.99;

  /** All folders of ezkl's examples and of the peers' models, in path order. */
  static List<ExampleModel> all() {
    List<ExampleModel> models = new ArrayList<>();
    for (String group : List.of("ezkl-examples", "peers")) {
      try (Stream<Path> folders = Files.list(SharedFiles.root().resolve(group))) {
        folders.filter(Files::isDirectory).sorted().map(ExampleModel::new).forEach(models::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return models;
  }

  /** Whether compiling it takes a second or so. */
  boolean isSmall() {
    return network().toFile().length() < 300_000;
  }

  Path network() {
    return folder.resolve("network.onnx");
  }

  /**
   * Compiles, satisfies the circuit, and compares with the expected outputs.
   *
   * @return the largest error relative to the bound
   * @throws ModelException if the model is refused
   */
  double follow() {
    Compiled compiled = compile();
    CompiledModel model = compiled.model();
    Map<String, TensorData> input = compiled.input();
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(model.witness(input))).isEmpty();
    Map<String, TensorData> outputs = model.run(input).outputs();
    double worst = 0;
    for (JsonNode output : tree("expected.json").get("outputs")) {
      TensorData got = requireNonNull(outputs.get(output.get("name").asString()));
      worst = Math.max(worst, error(got, output.get("data")));
      assertThat(agreement(got, output.get("data"))).isGreaterThanOrEqualTo(AGREEMENT);
    }
    return worst;
  }

  // Share of equal arg-maxima along the last axis.
  private static double agreement(TensorData got, JsonNode want) {
    int length = got.shape().rank() == 0 ? 1 : got.shape().dim(got.shape().rank() - 1);
    int agreed = 0;
    for (int from = 0; from < got.size(); from += length) {
      int own = from;
      int wanted = from;
      for (int i = from + 1; i < from + length; i++) {
        own = got.doubleAt(i) > got.doubleAt(own) ? i : own;
        wanted = number(want.get(i)) > number(want.get(wanted)) ? i : wanted;
      }
      agreed += own == wanted ? length : 0;
    }
    return agreed / (double) got.size();
  }

  /** A compiled example and its first input. */
  record Compiled(CompiledModel model, Map<String, TensorData> input) {}

  /** Compiles with the example's own inputs as calibration. */
  Compiled compile() {
    JsonNode expected = tree("expected.json");
    Map<String, Integer> dimensions = dimensions(expected.get("inputs"));
    Graph graph = ModelImporter.load(network(), dimensions, OperatorSupport.everything()).graph();
    List<Map<String, TensorData>> inputs =
        InputFile.read(folder.resolve("input.json"), graph.inputs());
    CompiledModel model =
        ModelCompiler.compile(
            network(), CompileOptions.defaults().withDimensions(dimensions), inputs);
    return new Compiled(model, inputs.getFirst());
  }

  private static double error(TensorData got, JsonNode want) {
    assertThat(got.size()).isEqualTo(want.size());
    double largest = 1;
    for (JsonNode value : want) {
      largest = Math.max(largest, Math.abs(number(value)));
    }
    boolean real = got.dtype().isFloat();
    double bound = real ? TOLERANCE * largest : 0;
    double worst = 0;
    for (int i = 0; i < got.size(); i++) {
      double wanted = number(want.get(i));
      assertThat(got.doubleAt(i)).as("element %d", i).isCloseTo(wanted, within(bound));
      worst = Math.max(worst, real ? Math.abs(got.doubleAt(i) - wanted) / bound : 0);
    }
    return worst;
  }

  private static double number(JsonNode value) {
    return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
  }

  // Named open dimensions as the expected inputs have them.
  private Map<String, Integer> dimensions(JsonNode inputs) {
    Map<String, Integer> out = new HashMap<>();
    Map<String, JsonNode> shapes = new HashMap<>();
    inputs.forEach(input -> shapes.put(input.get("name").asString(), input.get("shape")));
    for (ValueInfoProto input : proto().getGraph().getInputList()) {
      JsonNode shape = shapes.get(input.getName());
      if (shape != null) {
        TensorShapeProto dims = input.getType().getTensorType().getShape();
        for (int k = 0; k < dims.getDimCount(); k++) {
          if (!dims.getDim(k).getDimParam().isEmpty()) {
            out.put(dims.getDim(k).getDimParam(), shape.get(k).asInt());
          }
        }
      }
    }
    return out;
  }

  private ModelProto proto() {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(network()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode tree(String file) {
    try {
      return new JsonMapper().readTree(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getName(folder.getNameCount() - 2) + "/" + folder.getFileName();
  }

  /** Prints how each fares, for development; arguments: parts of folder names. */
  public static void main(String[] arguments) {
    for (ExampleModel model : all()) {
      boolean wanted = arguments.length == 0;
      for (String argument : arguments) {
        wanted |= model.toString().contains(argument);
      }
      if (wanted) {
        long start = System.nanoTime();
        String outcome;
        try {
          outcome = "PASSES  %s error/bound %.3f".formatted(model, model.follow());
        } catch (ModelException e) {
          outcome = "REFUSED %s %s".formatted(model, e.getMessage());
        } catch (RuntimeException | AssertionError e) {
          outcome = "FAILS   %s %s".formatted(model, String.valueOf(e).lines().toList());
        }
        System.out.printf("%s [%d ms]%n", outcome, (System.nanoTime() - start) / 1_000_000);
      }
    }
  }
}
