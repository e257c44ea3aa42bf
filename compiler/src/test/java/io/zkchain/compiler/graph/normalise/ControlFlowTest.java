package io.zkchain.compiler.graph.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.operators.Operators;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loops become straight-line nodes, or are refused with the reason. */
final class ControlFlowTest {

  private static Models model() {
    return Models.opset(17)
        .input("x", DataType.FLOAT, 3)
        .constant("true", value(DataType.BOOL, 1))
        .constant("three", value(DataType.INT64, 3));
  }

  private static TensorData value(DataType type, long value) {
    return TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {value});
  }

  private static Graph load(Models model) {
    return ModelImporter.load(model.bytes(), Map.of(), Operators::reasonAgainst).graph();
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::opType).toList();
  }

  private static Models body() {
    return Models.body()
        .input("i", DataType.INT64)
        .input("go", DataType.BOOL)
        .input("s", DataType.FLOAT, 3);
  }

  private static Models loop(String trips, String condition, GraphProto body) {
    return model()
        .node("Loop", List.of(trips, condition, "x"), List.of("y"), Map.of("body", body))
        .output("y");
  }

  @Test
  void aLoopIsWrittenOutTripByTrip() {
    GraphProto body =
        body().node("Neg", List.of("s"), List.of("next")).output("go", "next").graph();
    Graph graph = load(loop("three", "true", body));
    assertThat(operators(graph)).containsExactly("Neg", "Neg", "Neg");
    assertThat(graph.nodes())
        .extracting(Node::name)
        .containsExactly("n_y/0/n_next", "n_y/1/n_next", "n_y/2/n_next");
    assertThat(graph.outputs().getFirst().name()).isEqualTo("y");
  }

  @Test
  void aLoopEndsWhereItsConstantConditionFails() {
    GraphProto body =
        body()
            .constant("one", value(DataType.INT64, 1))
            .node("Less", List.of("i", "one"), List.of("more"))
            .node("Neg", List.of("s"), List.of("next"))
            .output("more", "next")
            .graph();
    assertThat(operators(load(loop("", "", body)))).containsExactly("Neg", "Neg");
  }

  @Test
  void aLoopThatNeverRunsLeavesItsValues() {
    GraphProto body =
        body().node("Neg", List.of("s"), List.of("next")).output("go", "next").graph();
    Models model =
        model()
            .constant("none", value(DataType.INT64, 0))
            .node("Loop", List.of("none", "", "x"), List.of("same"), Map.of("body", body))
            .node("Abs", List.of("same"), List.of("y"))
            .output("y");
    assertThat(operators(load(model))).containsExactly("Abs");
  }

  @Test
  void collectedValuesOfNoIterationAreRefused() {
    GraphProto body =
        body().node("Neg", List.of("s"), List.of("next")).output("go", "next", "s").graph();
    Models model =
        model()
            .constant("none", value(DataType.INT64, 0))
            .node("Loop", List.of("none", "", "x"), List.of("y", "all"), Map.of("body", body))
            .output("y", "all");
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("node 'n_y' (Loop): it has no iteration, so its output 'all' has no elements");
  }

  /** The inner loop reads the outer one's counter and a value around both. */
  @Test
  void loopsNest() {
    GraphProto inner =
        Models.body()
            .input("j", DataType.INT64)
            .input("on", DataType.BOOL)
            .input("t", DataType.FLOAT, 3)
            .node("Cast", List.of("i"), List.of("f"), Map.of("to", DataType.FLOAT.code()))
            .node("Add", List.of("t", "f"), List.of("u"))
            .node("Mul", List.of("u", "x"), List.of("v"))
            .output("on", "v")
            .graph();
    GraphProto outer =
        body()
            .node("Loop", List.of("three", "", "s"), List.of("next"), Map.of("body", inner))
            .output("go", "next")
            .graph();
    assertThat(operators(load(loop("three", "", outer)))).hasSize(18).contains("Mul", "Add");
  }

  @Test
  void tripCountsFromTheInputAreRefused() {
    GraphProto body =
        body().node("Neg", List.of("s"), List.of("next")).output("go", "next").graph();
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 3)
            .input("n", DataType.INT64)
            .node("Loop", List.of("n", "", "x"), List.of("y"), Map.of("body", body))
            .output("y");
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("Loop (node 'n_y'): its trip count is not constant");
  }

  @Test
  void conditionsFromTheInputAreRefused() {
    GraphProto body =
        body()
            .node("Neg", List.of("s"), List.of("next"))
            .node("ReduceSum", List.of("s"), List.of("sum"), Map.of("keepdims", 0))
            .node("Cast", List.of("sum"), List.of("more"), Map.of("to", DataType.BOOL.code()))
            .output("more", "next")
            .graph();
    assertThatThrownBy(() -> load(loop("three", "", body)))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("Loop (node 'n_y'): its condition depends on the input");
  }

  @Test
  void unboundedLoopsAreRefused() {
    GraphProto body =
        body().node("Neg", List.of("s"), List.of("next")).output("go", "next").graph();
    assertThatThrownBy(() -> load(loop("", "true", body)))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("Loop (node 'n_y')")
        .hasMessageContaining("unbounded loop");
    Models long1 = loop("many", "", body).constant("many", value(DataType.INT64, 1L << 40));
    assertThatThrownBy(() -> load(long1))
        .isInstanceOf(UnsupportedOperatorsException.class)
        .hasMessageContaining("1099511627776 iterations of 1 nodes");
  }

  /** Nodes inside bodies are named with those outside, in one message. */
  @Test
  void everyRefusalIsInOneMessage() {
    GraphProto body =
        body()
            .node("RandomNormalLike", List.of("s"), List.of("r"))
            .node("Add", List.of("s", "r"), List.of("next"))
            .output("go", "next")
            .graph();
    Models model =
        model()
            .node("Loop", List.of("three", "", "x"), List.of("l"), Map.of("body", body))
            .node("NonZero", List.of("l"), List.of("y"))
            .output("y");
    assertThatThrownBy(() -> load(model))
        .isInstanceOfSatisfying(
            UnsupportedOperatorsException.class,
            e ->
                assertThat(new ArrayList<>(e.findings()))
                    .extracting(UnsupportedOperatorsException.Finding::node)
                    .containsExactly("n_l/n_r", "n_y"));
  }

  /** A carried value that is constant at first is none after it met the input. */
  @Test
  void carriedConstantsMayBecomeValues() {
    GraphProto body =
        body().node("Sub", List.of("s", "x"), List.of("next")).output("go", "next").graph();
    Models model =
        model()
            .constant("zero", TensorData.ofFloats(TensorShape.of(3), 0, 0, 0))
            .node("Loop", List.of("three", "", "zero"), List.of("y"), Map.of("body", body))
            .output("y");
    assertThat(operators(load(model))).containsExactly("Sub", "Sub", "Sub");
  }

  @Test
  void scanOfOpset8HasABatch() {
    GraphProto body =
        Models.body()
            .input("s", DataType.FLOAT, 2)
            .input("e", DataType.FLOAT, 2)
            .node("Add", List.of("s", "e"), List.of("next"))
            .node("Neg", List.of("next"), List.of("shown"))
            .output("next", "shown")
            .graph();
    Models model =
        Models.opset(8)
            .input("s0", DataType.FLOAT, 2, 2)
            .input("x", DataType.FLOAT, 2, 3, 2)
            .node(
                "Scan",
                List.of("", "s0", "x"),
                List.of("last", "all"),
                Map.of("body", body, "num_scan_inputs", 1))
            .output("last", "all");
    Graph graph = load(model);
    assertThat(graph.outputs().get(0).type().shape()).isEqualTo(TensorShape.of(2, 2));
    assertThat(graph.outputs().get(1).type().shape()).isEqualTo(TensorShape.of(2, 3, 2));
    assertThat(operators(graph).stream().filter("Add"::equals)).hasSize(6);
  }
}
