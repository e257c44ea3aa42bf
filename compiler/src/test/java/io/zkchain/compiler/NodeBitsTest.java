package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import io.zkchain.compiler.testing.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bits of single nodes. */
final class NodeBitsTest {
  private static final TrainedModel MODEL = TrainedModel.read("breast-cancer-mlp");

  private static CompiledModel compile(CompileOptions options) {
    return ModelCompiler.compile(MODEL.onnx(), options.withLogRows(14), MODEL.calibration());
  }

  private static double error(CompiledModel model, String value) {
    var samples = MODEL.samples().stream().map(TrainedModel.Sample::inputs).toList();
    return Fidelity.of(model, samples).nodes().stream()
        .filter(error -> error.value().equals(value))
        .mapToDouble(Fidelity.TensorError::max)
        .sum();
  }

  /** Fewer bits for the first layer's values: they alone get coarser. */
  @Test
  void aNodeIsRoundedToItsOwnBits() {
    CompiledModel plain = compile(CompileOptions.defaults());
    var first = plain.graph().nodes().getFirst();
    var relu = plain.graph().nodes().get(1);
    CompiledModel coarse = compile(CompileOptions.defaults().withBitsOf(Map.of(first.name(), 6)));
    assertThat(error(coarse, relu.output(0))).isGreaterThan(8 * error(plain, relu.output(0)));
    assertThat(coarse.settings().inputs()).isEqualTo(plain.settings().inputs());
    Checker checker = new Checker(coarse.circuit(), coarse.fixedValues());
    for (TrainedModel.Sample sample : MODEL.samples().subList(0, 4)) {
      assertThat(checker.first(coarse.witness(sample.inputs()))).isEmpty();
    }
  }

  @Test
  void anInputIsRoundedToItsOwnBits() {
    CompiledModel plain = compile(CompileOptions.defaults().withBits(12));
    String input = plain.graph().inputs().getFirst().name();
    CompiledModel coarse =
        compile(CompileOptions.defaults().withBits(12).withBitsOf(Map.of(input, 8)));
    assertThat(coarse.settings().inputs().getFirst().scale())
        .isEqualTo(plain.settings().inputs().getFirst().scale().shifted(4));
  }

  /** A table's outputs have the unit that their node's bits allow. */
  @ParameterizedTest
  @ValueSource(strings = {"Sigmoid", "Clip", "Exp"})
  void nodesOfOtherBitsShareNoTable(String operator) {
    List<String> bounds = operator.equals("Clip") ? List.of("low", "high") : List.of();
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 4, 8)
            .constant("low", TensorData.ofFloats(TensorShape.SCALAR, -0.5f))
            .constant("high", TensorData.ofFloats(TensorShape.SCALAR, 0.5f))
            .node("Neg", List.of("x"), List.of("n"))
            .node(operator, concat("x", bounds), List.of("y"))
            .node(operator, concat("n", bounds), List.of("z"))
            .output("y", "z")
            .bytes();
    Map<String, TensorData> input = Map.of("x", SmallModels.floats(new Random(4), 4, 8));
    Map<String, TensorData> plain =
        ModelCompiler.compile(onnx, CompileOptions.defaults(), List.of(input)).run(input).outputs();
    CompileOptions coarse = CompileOptions.defaults().withBitsOf(Map.of("n_y", 7));
    CompiledModel model = ModelCompiler.compile(onnx, coarse, List.of(input));
    assertThat(requireNonNull(model.run(input).outputs().get("z"))).isEqualTo(plain.get("z"));
    double[] want = requireNonNull(plain.get("y")).toDoubles();
    double[] got = requireNonNull(model.run(input).outputs().get("y")).toDoubles();
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(want[i], within(0.25));
    }
  }

  private static List<String> concat(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  /**
   * A sign adds no rounding, and a table of twelve bits is no other with twelve bits of its own.
   */
  @Test
  void bitsWithoutEffectAreSaid() {
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 4, 8)
            .node("Neg", List.of("x"), List.of("n"))
            .node("Sigmoid", List.of("n"), List.of("y"))
            .output("y")
            .bytes();
    Map<String, TensorData> input = Map.of("x", SmallModels.floats(new Random(4), 4, 8));
    CompileOptions twelve = CompileOptions.defaults().withBits(12);
    assertThat(notices(onnx, twelve.withBitsOf(Map.of("n_n", 7)), input))
        .singleElement()
        .asString()
        .contains("the 7 bits of 'n_n' have no effect");
    assertThat(notices(onnx, twelve.withBitsOf(Map.of("n_y", 12)), input))
        .singleElement()
        .asString()
        .contains("the 12 bits of 'n_y' have no effect");
    assertThat(notices(onnx, twelve.withBitsOf(Map.of("n_y", 7, "x", 9)), input)).isEmpty();
    assertThat(notices(onnx, twelve.withBitsOf(Map.of("n_y", 7, "n_n", 9)), input)).hasSize(1);
  }

  private static List<String> notices(
      byte[] onnx, CompileOptions options, Map<String, TensorData> input) {
    return ModelCompiler.compile(onnx, options, List.of(input)).notices();
  }

  @Test
  void filesKeepTheBits(@TempDir Path folder) throws Exception {
    CompiledModel plain = compile(CompileOptions.defaults());
    String node = plain.graph().nodes().getFirst().name();
    CompiledModel coarse = compile(CompileOptions.defaults().withBitsOf(Map.of(node, 7)));
    coarse.save(folder);
    assertThat(CircuitCodec.encode(CompiledModel.load(folder).circuit()))
        .isEqualTo(CircuitCodec.encode(coarse.circuit()));
    JsonNode settings = new JsonMapper().readTree(folder.resolve("settings.json").toFile());
    assertThat(settings.get("bitsOf").get(node).asInt()).isEqualTo(7);
  }

  @Test
  void unknownNamesAndOtherBitsAreRefused() {
    assertThatThrownBy(
            () -> compile(CompileOptions.defaults().withBitsOf(Map.of("no such node", 9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no node or input is named 'no such node'")
        .hasMessageContaining("the nodes are");
    CompileOptions twelve = CompileOptions.defaults().withBits(12);
    for (int bits : List.of(3, 13, 17)) {
      assertThatThrownBy(() -> twelve.withBitsOf(Map.of("node", bits)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bits of 'node' must be 4..12, not " + bits);
    }
  }
}
