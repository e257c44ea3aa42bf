package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is fused, and what must not be. That the function stays is tested on whole models. */
final class FusionsTest {

  @Test
  void batchNormalisationGoesIntoTheWeightsBefore() {
    Graph fused = Fusions.apply(convolution("z"));
    assertThat(fused.nodes()).extracting(Node::opType).containsExactly("Conv");
    Node conv = fused.nodes().getFirst();
    assertThat(conv.outputs()).containsExactly("z");
    TensorData weights = requireNonNull(fused.initializers().get(conv.input(1)));
    TensorData bias = requireNonNull(fused.initializers().get(conv.input(2)));
    // factor 3 / sqrt(4) = 1.5 and offset 0.5 - 1 * 1.5 for the second filter; its old bias is 2
    assertThat(weights.doubleAt(1)).isEqualTo(-1.5);
    assertThat(bias.doubleAt(1)).isEqualTo(2 * 1.5 + 0.5 - 1.5);
  }

  @Test
  void aValueThatIsReadElsewhereStays() {
    Graph fused = Fusions.apply(convolution("z", "y"));
    assertThat(fused.nodes())
        .extracting(Node::opType)
        .containsExactly("Conv", "BatchNormalization");
  }

  private static Graph convolution(String... outputs) {
    Models model = Models.opset(15).input("x", DataType.FLOAT, 1, 1, 2, 2);
    model.constant("w", TensorData.ofFloats(TensorShape.of(2, 1, 1, 1), 1, -1));
    model.constant("b", TensorData.ofFloats(TensorShape.of(2), 1, 2));
    model.constant("scale", TensorData.ofFloats(TensorShape.of(2), 2, 3));
    model.constant("shift", TensorData.ofFloats(TensorShape.of(2), 0.25f, 0.5f));
    model.constant("mean", TensorData.ofFloats(TensorShape.of(2), 0, 1));
    model.constant("variance", TensorData.ofFloats(TensorShape.of(2), 1, 4));
    model.node("Conv", List.of("x", "w", "b"), List.of("y"));
    model.node(
        "BatchNormalization",
        List.of("y", "scale", "shift", "mean", "variance"),
        List.of("z"),
        Map.of("epsilon", 0f));
    model.output(outputs);
    return graph(model);
  }

  @Test
  void monotoneFunctionsMoveBeforeAMaximum() {
    Models model = Models.opset(17).input("x", DataType.FLOAT, 1, 2, 4, 4);
    model.constant("w", SmallModels.floats(new Random(1), 2, 2, 1, 1));
    model.node("Conv", List.of("x", "w"), List.of("y"));
    model.node("MaxPool", List.of("y"), List.of("p"), Map.of("kernel_shape", new long[] {2, 2}));
    model.node("Relu", List.of("p"), List.of("r"));
    model.output("r");
    Graph fused = Fusions.apply(graph(model));
    assertThat(fused.nodes()).extracting(Node::opType).containsExactly("Conv", "Relu", "MaxPool");
    assertThat(fused.nodes().getLast().outputs()).containsExactly("r");
  }

  /** Whole numbers of one scale are no bias of columns whose weights have different ones. */
  @Test
  void aBiasOfAnotherScaleThanItsWeightsStays() {
    assertThat(quantised(0.25f, 0.25f).nodes()).anyMatch(n -> n.is("QLinearMatMul"));
    assertThat(quantised(0.25f, 0.5f).nodes()).noneMatch(n -> n.is("QLinearMatMul"));
  }

  private static Graph quantised(float... scales) {
    Models model = Models.opset(17).input("x", DataType.FLOAT, 1, 2);
    model.constant("one", TensorData.ofFloats(TensorShape.SCALAR, 1));
    model.constant("quarter", TensorData.ofFloats(TensorShape.SCALAR, 0.25f));
    model.constant("scales", TensorData.ofFloats(TensorShape.of(2), scales));
    model.constant(
        "w", TensorData.ofLongs(DataType.INT8, TensorShape.of(2, 2), new long[] {1, 2, 3, 4}));
    model.constant("b", TensorData.ofLongs(DataType.INT32, TensorShape.of(2), new long[] {5, 6}));
    model.node("QuantizeLinear", List.of("x", "one"), List.of("q"));
    model.node("DequantizeLinear", List.of("q", "one"), List.of("d"));
    model.node("DequantizeLinear", List.of("w", "scales"), List.of("dw"));
    model.node("DequantizeLinear", List.of("b", "quarter"), List.of("db"));
    model.node("Gemm", List.of("d", "dw", "db"), List.of("g"));
    model.node("QuantizeLinear", List.of("g", "one"), List.of("y"));
    model.output("y");
    return Fusions.apply(graph(model));
  }

  @Test
  void constantsOfTheModelAreNotReplaced() {
    Models model = Models.opset(15).input("x", DataType.FLOAT, 1, 1, 2, 2);
    model.constant("w", TensorData.ofFloats(TensorShape.of(1, 1, 1, 1), 3));
    for (String name : List.of("scale", "z.bias", "mean", "variance")) {
      model.constant(name, TensorData.ofFloats(TensorShape.of(1), 1));
    }
    model.node("Conv", List.of("x", "w"), List.of("y"));
    model.node(
        "BatchNormalization", List.of("y", "scale", "z.bias", "mean", "variance"), List.of("z"));
    model.node("Mul", List.of("z", "z.bias"), List.of("u"));
    model.output("u");
    Graph fused = Fusions.apply(graph(model));
    assertThat(requireNonNull(fused.initializers().get("z.bias")).doubleAt(0)).isEqualTo(1);
    assertThat(fused.nodes().getFirst().input(2)).isEqualTo("z.bias_");
  }

  private static Graph graph(Models model) {
    return ModelImporter.load(model.bytes(), Map.of(), Operators::reasonAgainst).graph();
  }
}
