package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.onnx.OnnxReader;
import io.zkchain.compiler.testing.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * ONNX's own backend tests as an oracle for shape inference and constant folding. Runs where the
 * property {@code zkchain.onnx.backend} names the folder {@code onnx/backend/test/data} of an onnx
 * wheel (1.17 to 1.20 have all groups) or Debian's {@code libonnx-testdata/data}.
 */
@EnabledIfSystemProperty(named = "zkchain.onnx.backend", matches = ".+")
class OnnxBackendTest {

  private static final List<String> GROUPS =
      List.of("node", "simple", "pytorch-operator", "pytorch-converted");

  private static final Pattern MUST_BE_CONSTANT =
      Pattern.compile("\\('([^']*)'\\) must be constant|input '([^']*)' of shape .* no elements");

  /** ONNX Runtime 1.29 computes these otherwise than the reference implementation. */
  private static final Set<String> OTHERWISE =
      Set.of(
          "test_l2normalization_axis_0",
          "test_maxunpool_export_with_output_shape",
          "test_qlinearmatmul_2D_int8_float16",
          "test_qlinearmatmul_2D_int8_float32",
          "test_qlinearmatmul_3D_int8_float16",
          "test_qlinearmatmul_3D_int8_float32",
          "test_resize_downsample_scales_cubic_align_corners",
          "test_resize_downsample_scales_linear_align_corners");

  private record Case(
      String name, ModelProto model, Map<String, TensorProto> inputs, List<TensorProto> outputs) {}

  @Test
  void shapesAreThoseOfTheExpectedOutputs() {
    Map<String, Integer> tally = new TreeMap<>();
    for (Case test : cases()) {
      try {
        Graph graph = bindWhatMustBeConstant(test);
        for (int i = 0; i < test.outputs.size(); i++) {
          assertThat(graph.outputs().get(i).type())
              .as(test.name)
              .isEqualTo(data(test.outputs.get(i)).type());
        }
        tally.merge("agrees", 1, Integer::sum);
      } catch (ModelException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        tally.merge(e.getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    assertThat(tally.get("agrees")).as(tally.toString()).isGreaterThan(600);
  }

  @Test
  void foldedValuesAreTheExpectedOutputs() {
    Map<String, Integer> tally = new TreeMap<>();
    Map<String, String> differences = new TreeMap<>();
    for (Case test : cases()) {
      try {
        Graph graph = load(bind(test.model, test.inputs));
        difference(test, graph).ifPresent(text -> differences.put(test.name, text));
        tally.merge("agrees", 1, Integer::sum);
      } catch (ModelException e) {
        tally.merge(e.getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    assertThat(tally.get("agrees")).as(tally.toString()).isGreaterThan(600);
    differences.keySet().removeIf(OnnxBackendTest::isOtherwise);
    assertThat(differences).isEmpty();
  }

  private static boolean isOtherwise(String test) {
    return OTHERWISE.contains(test) || test.contains("qk_matmul");
  }

  private static Optional<String> difference(Case test, Graph graph) {
    for (int i = 0; i < test.outputs.size(); i++) {
      Value output = graph.outputs().get(i);
      TensorData found = requireNonNull(graph.initializers().get(output.name()), test.name);
      TensorData expected = data(test.outputs.get(i));
      if (!found.type().equals(expected.type())) {
        return Optional.of(found.type() + " instead of " + expected.type());
      }
      for (int k = 0; k < found.size(); k++) {
        double wanted = expected.doubleAt(k);
        if (found.doubleAt(k) != wanted
            && !(Math.abs(found.doubleAt(k) - wanted) <= 1e-3 * Math.abs(wanted) + 1e-3)) {
          return Optional.of(found.doubleAt(k) + " instead of " + wanted + " at " + k);
        }
      }
    }
    return Optional.empty();
  }

  private static Graph bindWhatMustBeConstant(Case test) {
    Map<String, TensorProto> bound = new LinkedHashMap<>();
    while (true) {
      try {
        return load(bind(test.model, bound));
      } catch (UnsupportedModelException e) {
        Matcher matcher = MUST_BE_CONSTANT.matcher(e.getMessage());
        String input = matcher.find() ? matcher.group(matcher.group(1) == null ? 2 : 1) : "";
        TensorProto tensor = test.inputs.get(input);
        if (tensor == null || bound.put(input, tensor) != null) {
          throw e;
        }
      }
    }
  }

  private static Graph load(ModelProto model) {
    return ModelImporter.load(model.toByteArray(), Map.of(), OperatorSupport.everything()).graph();
  }

  /** The model with some inputs turned into constants, and a dummy input if none is left. */
  private static ModelProto bind(ModelProto model, Map<String, TensorProto> constants) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearInput();
    for (ValueInfoProto input : model.getGraph().getInputList()) {
      if (!constants.containsKey(input.getName())) {
        graph.addInput(input);
      }
    }
    constants.forEach((name, tensor) -> graph.addInitializer(tensor.toBuilder().setName(name)));
    if (graph.getInputCount() == 0) {
      TensorShapeProto.Dimension one =
          TensorShapeProto.Dimension.newBuilder().setDimValue(1).build();
      graph.addInput(
          ValueInfoProto.newBuilder()
              .setName("unused dummy input")
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder()
                              .setElemType(1)
                              .setShape(TensorShapeProto.newBuilder().addDim(one)))));
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static TensorData data(TensorProto tensor) {
    ModelProto model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 1)
            .constant(tensor.toBuilder().setName("t").build())
            .output("t")
            .proto();
    return requireNonNull(OnnxReader.read(model.toByteArray()).graph().initializers().get("t"));
  }

  /** All tests with tensor inputs and outputs of element types that are read. */
  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String group : GROUPS) {
      Path root = Path.of(System.getProperty("zkchain.onnx.backend"), group);
      try (Stream<Path> folders = Files.list(root)) {
        for (Path folder : folders.sorted().toList()) {
          read(folder, cases);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cases;
  }

  private static void read(Path folder, List<Case> cases) throws IOException {
    Path data = folder.resolve("test_data_set_0");
    if (!Files.exists(data)) {
      return;
    }
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx")));
    GraphProto graph = model.getGraph();
    List<String> constants = graph.getInitializerList().stream().map(TensorProto::getName).toList();
    Map<String, TensorProto> inputs = new LinkedHashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!constants.contains(input.getName())) {
        inputs.put(input.getName(), tensor(data.resolve("input_" + inputs.size() + ".pb")));
      }
    }
    List<TensorProto> outputs = new ArrayList<>();
    for (int i = 0; i < graph.getOutputCount(); i++) {
      outputs.add(tensor(data.resolve("output_" + i + ".pb")));
    }
    boolean tensors =
        Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream())
            .allMatch(value -> value.getType().hasTensorType());
    boolean readable =
        outputs.stream().allMatch(tensor -> DataType.ofCode(tensor.getDataType()).isPresent());
    if (tensors && readable) {
      cases.add(
          new Case(folder.getName(folder.getNameCount() - 1).toString(), model, inputs, outputs));
    }
  }

  private static TensorProto tensor(Path file) throws IOException {
    return TensorProto.parseFrom(Files.readAllBytes(file));
  }
}
