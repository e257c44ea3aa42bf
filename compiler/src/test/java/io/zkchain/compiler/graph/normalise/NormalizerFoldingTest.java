package io.zkchain.compiler.graph.normalise;

import static io.zkchain.compiler.graph.normalise.Normalizing.constant;
import static io.zkchain.compiler.graph.normalise.Normalizing.load;
import static io.zkchain.compiler.graph.normalise.Normalizing.model;
import static io.zkchain.compiler.graph.normalise.Normalizing.operators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What disappears: idle nodes and constant arithmetic. */
class NormalizerFoldingTest {
  @Test
  void idleNodesDisappear() {
    Graph graph =
        load(
            model()
                .constant("shape", TensorData.ofInt64s(2, -1))
                .node("Identity", List.of("x"), List.of("a"))
                .node("Dropout", List.of("a"), List.of("b"))
                .node("Cast", List.of("b"), List.of("c"), Map.of("to", 1))
                .node("Reshape", List.of("c", "shape"), List.of("d"))
                .node("Transpose", List.of("d"), List.of("e"), Map.of("perm", new long[] {0, 1}))
                .node("Concat", List.of("e"), List.of("f"), Map.of("axis", 0))
                .node("Relu", List.of("f"), List.of("g"))
                .node("Identity", List.of("g"), List.of("y"))
                .node("Exp", List.of("g"), List.of("dead"))
                .output("y"));
    assertThat(graph.nodes())
        .singleElement()
        .satisfies(node -> {
          assertThat(node.opType()).isEqualTo("Relu");
          assertThat(node.inputs()).containsExactly("x");
          assertThat(node.outputs()).containsExactly("y");
        });
    assertThat(graph.initializers()).isEmpty();
  }

  @Test
  void nodesThatMoveElementsStay() {
    Graph graph =
        load(
            Models.opset(17)
                .input("x", DataType.FLOAT, 3, 3)
                .constant("s", TensorData.ofInt64s(-1))
                .constant("e", TensorData.ofInt64s(Long.MIN_VALUE))
                .constant("a", TensorData.ofInt64s(0))
                .constant("m", TensorData.ofInt64s(-1))
                .node("Transpose", List.of("x"), List.of("t"))
                .node("Slice", List.of("t", "s", "e", "a", "m"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Transpose", "Slice");
    assertThat(graph.shape("y")).isEqualTo(TensorShape.of(3, 3));
  }

  @Test
  void outputsKeepTheirNames() {
    Graph graph =
        load(
            model()
                .constant("c", TensorData.ofFloats(TensorShape.of(1), 5))
                .node("Relu", List.of("x"), List.of("r"))
                .node("Identity", List.of("r"), List.of("first"))
                .node("Identity", List.of("r"), List.of("second"))
                .node("Identity", List.of("x"), List.of("copy"))
                .node("Identity", List.of("c"), List.of("five"))
                .output("first", "second", "copy", "five"));
    assertThat(operators(graph)).containsExactly("Relu", "Identity", "Identity");
    assertThat(graph.outputs())
        .extracting(output -> output.name())
        .containsExactly("first", "second", "copy", "five");
    assertThat(graph.initializers())
        .containsOnlyKeys("five")
        .containsValue(TensorData.ofFloats(TensorShape.of(1), 5));
  }

  @Test
  void initializersAmongTheInputsAreConstants() {
    Graph graph =
        load(
            model()
                .input("w", DataType.FLOAT, 3)
                .constant("w", TensorData.ofFloats(TensorShape.of(3), 1, 2, 3))
                .node("Add", List.of("x", "w"), List.of("y"))
                .output("y"));
    assertThat(graph.inputs()).extracting(input -> input.name()).containsExactly("x");
  }

  @Test
  void shapeArithmeticFoldsAway() {
    Graph graph =
        load(
            model()
                .constant(
                    "zero", TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[1]))
                .constant("minus", TensorData.ofInt64s(-1))
                .node("Shape", List.of("x"), List.of("s"))
                .node("Gather", List.of("s", "zero"), List.of("n"))
                .node("Unsqueeze", List.of("n", "axes"), List.of("nn"))
                .constant("axes", TensorData.ofInt64s(0))
                .node("Concat", List.of("nn", "minus"), List.of("target"), Map.of("axis", 0))
                .node(
                    "ConstantOfShape",
                    List.of("s"),
                    List.of("ones"),
                    Map.of("value", TensorData.ofFloats(TensorShape.of(1), 1)))
                .node("Add", List.of("x", "ones"), List.of("sum"))
                .node("Transpose", List.of("sum"), List.of("t"))
                .node("Reshape", List.of("t", "target"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Add", "Transpose", "Reshape");
    assertThat(constant(graph, "target")).isEqualTo(TensorData.ofInt64s(2, -1));
    assertThat(constant(graph, "ones").toFloats()).containsOnly(1f);
  }

  @Test
  void operatorsThatAreNotFoldedInJavaGoToOnnxRuntime() {
    Graph graph =
        load(
            model()
                .constant("c", TensorData.ofFloats(TensorShape.of(1), 0))
                .node("Exp", List.of("c"), List.of("one"))
                .node("Mul", List.of("x", "one"), List.of("y"))
                .output("y"));
    assertThat(operators(graph)).containsExactly("Mul");
    assertThat(constant(graph, "one").toFloats()).containsExactly(1f);
  }

  @Test
  void smallFilesDoNotUnfoldToHugeConstants() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("big", TensorData.ofInt64s(1 << 14, 1 << 14))
                    .node("ConstantOfShape", List.of("big"), List.of("c"))
                    .node("Add", List.of("x", "c"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("n_c")
        .hasMessageContaining("too large");
  }

  @Test
  void constantsAreNoShapesOfMillionsOfAxes() {
    assertThatThrownBy(() ->
            load(
                model()
                    .constant("n", TensorData.ofInt64s(1 << 20))
                    .node(
                        "ConstantOfShape",
                        List.of("n"),
                        List.of("ones"),
                        Map.of("value", TensorData.ofInt64s(1)))
                    .node("Expand", List.of("x", "ones"), List.of("y"))
                    .output("y")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1048576 axes, at most 64");
  }

  @Test
  void constantsOfUnreadTypesAreNamed() {
    TensorProto strings = TensorProto.newBuilder().setDataType(8).build();
    for (String operator : List.of("Constant", "Const")) {
      assertThatThrownBy(() ->
              load(
                  model()
                      .node(operator, List.of(), List.of("c"), Map.of("value", strings))
                      .node("Add", List.of("x", "c"), List.of("y"))
                      .output("y")))
          .isInstanceOf(UnsupportedOperatorsException.class)
          .hasMessageContaining("attribute 'value' is a string tensor");
    }
  }
}
