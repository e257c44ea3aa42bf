package io.zkchain.compiler.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions of the model, inlined. */
class FunctionInlinerTest {
  private static FunctionProto function(String name, NodeProto.Builder... nodes) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain("local")
            .addInput("a")
            .addOutput("b")
            .addAttribute("slope")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));
    for (NodeProto.Builder node : nodes) {
      function.addNode(node);
    }
    return function.build();
  }

  private static NodeProto.Builder call(String domain, String op, String input, String output) {
    return NodeProto.newBuilder().setDomain(domain).setOpType(op).addInput(input).addOutput(output);
  }

  private static byte[] calling(FunctionProto... functions) {
    ModelProto.Builder model =
        Models.opset(17)
            .domain("local", 1)
            .input("x", DataType.FLOAT, 1)
            .node("first", "local", "Outer", List.of("x"), List.of("m"), Map.of("slope", 0.5f))
            .node("second", "local", "Outer", List.of("m"), List.of("y"), Map.of())
            .output("y")
            .proto()
            .toBuilder();
    return model.addAllFunctions(List.of(functions)).build().toByteArray();
  }

  @Test
  void functionsAreInlinedWithTheirAttributes() {
    AttributeProto slope =
        AttributeProto.newBuilder()
            .setName("alpha")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setRefAttrName("slope")
            .build();
    FunctionProto inner = function("Inner", call("", "LeakyRelu", "a", "b").addAttribute(slope));
    FunctionProto outer =
        function(
            "Outer",
            call("local", "Inner", "a", "t").addAttribute(slope.toBuilder().setName("slope")),
            call("", "Neg", "t", "b"));
    List<Node> nodes = OnnxReader.read(calling(inner, outer)).graph().nodes();
    assertThat(nodes)
        .extracting(Node::name)
        .containsExactly(
            "first/Inner/LeakyRelu", "first/Neg", "second/Inner/LeakyRelu", "second/Neg");
    assertThat(nodes.get(0).inputs()).containsExactly("x");
    assertThat(nodes.get(0).outputs()).containsExactly("first/t");
    assertThat(nodes.get(1).outputs()).containsExactly("m");
    assertThat(nodes.get(3).outputs()).containsExactly("y");
    assertThat(nodes.get(0).attributes())
        .isEqualTo(Map.of("alpha", new Attribute.FloatValue(0.5f)));
    assertThat(nodes.get(2).attributes()).isEmpty();
  }

  @Test
  void functionsThatDoNotEndAreRefused() {
    assertThatThrownBy(
            () -> OnnxReader.read(calling(function("Outer", call("local", "Outer", "a", "b")))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("function 'Outer' calls itself");
    FunctionProto[] doubling = new FunctionProto[41];
    for (int i = 0; i < 40; i++) {
      doubling[i] =
          function(
              i == 0 ? "Outer" : "F" + i,
              call("local", "F" + (i + 1), "a", "t"),
              call("local", "F" + (i + 1), "t", "b"));
    }
    doubling[40] = function("F40", call("", "Neg", "a", "b"));
    assertThatThrownBy(() -> OnnxReader.read(calling(doubling)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("too many nodes");
  }

  @Test
  void functionsOfAnotherOpsetAreRefused() {
    FunctionProto old =
        function("Outer", call("", "Neg", "a", "b")).toBuilder()
            .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(12))
            .build();
    assertThatThrownBy(() -> OnnxReader.read(calling(old)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("written for opset 12");
  }
}
