package io.zkchain.compiler.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TypeProto;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.UntypedGraph.Dimension;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {
  static Models identity(int opset) {
    return Models.opset(opset)
        .input("x", DataType.FLOAT, 1)
        .node("Identity", List.of("x"), List.of("y"))
        .output("y");
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 13, 21, 28})
  void opsetsFromSevenOnAreRead(int opset) {
    OnnxModel model = OnnxReader.read(identity(opset).bytes());
    assertThat(model.opsets()).containsExactly(Map.entry("", opset));
    assertThat(model.graph().nodes().getFirst().opset()).isEqualTo(opset);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 29})
  void otherOpsetsAreNamed(int opset) {
    assertThatThrownBy(() -> OnnxReader.read(identity(opset).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("ai.onnx opset " + opset);
  }

  @Test
  void versionOfEachDomainIsReported() {
    OnnxModel model =
        OnnxReader.read(identity(17).domain(Node.ML_DOMAIN, 3).domain("com.example", 1).bytes());
    assertThat(model.opsets()).isEqualTo(Map.of("", 17, Node.ML_DOMAIN, 3, "com.example", 1));
    assertThatThrownBy(() -> OnnxReader.read(identity(17).domain(Node.ML_DOMAIN, 99).bytes()))
        .hasMessageContaining("ai.onnx.ml opset 99");
  }

  @Test
  void missingOperatorSetAndUnknownFormatAreRefused() {
    assertThatThrownBy(() ->
            OnnxReader.read(
                identity(17).proto().toBuilder().clearOpsetImport().build().toByteArray()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("opset_import");
    assertThatThrownBy(() -> OnnxReader.read(identity(17).irVersion(99).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("IR version 99");
  }

  @Test
  void dimensionsKeepWhatTheModelSays() {
    OnnxModel model =
        OnnxReader.read(
            Models.opset(17)
                .input("x", DataType.FLOAT, "batch", 3, "", -1)
                .node("Relu", List.of("x"), List.of("y"))
                .output("y")
                .bytes());
    assertThat(model.graph().inputs().getFirst().dims().orElseThrow())
        .containsExactly(
            new Dimension.Named("batch"),
            new Dimension.Fixed(3),
            new Dimension.Unnamed(),
            new Dimension.Unnamed());
  }

  @Test
  void sequencesAreRefusedAsInputs() {
    TypeProto sequence =
        TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()).build();
    assertThatThrownBy(() -> OnnxReader.read(identity(17).input("s", sequence).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("input 's' is a sequence; only tensors are supported");
  }

  @Test
  void stringsAreRefusedAsInputs() {
    TypeProto strings =
        TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(8)).build();
    assertThatThrownBy(() -> OnnxReader.read(identity(17).input("s", strings).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("string");
  }

  @Test
  void nodesWithoutANameGetOneByPosition() {
    OnnxModel model =
        OnnxReader.read(
            Models.opset(17)
                .input("x", DataType.FLOAT, 1)
                .node("", "", "Relu", List.of("x"), List.of("a"), Map.of())
                .node("same", "", "Relu", List.of("a"), List.of("b"), Map.of())
                .node("same", "", "Relu", List.of("b"), List.of("c"), Map.of())
                .node("", "", "Relu", List.of("c"), List.of("y"), Map.of())
                .output("y")
                .bytes());
    assertThat(model.graph().nodes())
        .extracting(Node::name)
        .containsExactly("Relu_0", "same", "same_2", "Relu_3");
  }

  @Test
  void attributesComeTyped() {
    TensorData tensor = TensorData.ofInt64s(1, 2);
    Node node =
        OnnxReader.read(
                Models.opset(17)
                    .input("x", DataType.FLOAT, 1)
                    .node(
                        "Any",
                        List.of("x"),
                        List.of("y"),
                        Map.of(
                            "i",
                            5,
                            "f",
                            0.5f,
                            "s",
                            "text",
                            "t",
                            tensor,
                            "is",
                            new long[] {1},
                            "fs",
                            new float[] {2},
                            "ss",
                            new String[] {"a"}))
                    .output("y")
                    .bytes())
            .graph()
            .nodes()
            .getFirst();
    assertThat(node.attributes())
        .containsEntry("i", new Attribute.IntValue(5))
        .containsEntry("f", new Attribute.FloatValue(0.5f))
        .containsEntry("s", new Attribute.StringValue("text"))
        .containsEntry("t", new Attribute.TensorValue(tensor))
        .containsEntry("is", new Attribute.IntList(List.of(1L)))
        .containsEntry("fs", new Attribute.FloatList(List.of(2f)))
        .containsEntry("ss", new Attribute.StringList(List.of("a")));
    assertThatThrownBy(() -> node.floatAttribute("i", 0))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("node 'n_y' (Any): attribute 'i' must be a float, not IntValue");
  }

  @Test
  void twoInitializersOfOneNameAreRefused() {
    TensorData data = TensorData.ofInt64s(1);
    assertThatThrownBy(
            () -> OnnxReader.read(identity(17).constant("w", data).constant("w", data).bytes()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("two initializers are named 'w'");
  }
}
