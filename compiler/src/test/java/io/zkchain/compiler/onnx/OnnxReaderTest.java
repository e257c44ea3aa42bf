package io.zkchain.compiler.onnx;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.UntypedGraph.Dimension;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {

  private static Models identity(int opset) {
    return Models.opset(opset)
        .input("x", DataType.FLOAT, 1)
        .node("Identity", List.of("x"), List.of("y"))
        .output("y");
  }

  private static TensorData readTensor(TensorProto.Builder tensor) {
    byte[] bytes = identity(17).constant(tensor.setName("t").build()).bytes();
    return requireNonNull(OnnxReader.read(bytes).graph().initializers().get("t"));
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void rawDataOfEveryTypeComesBack(DataType dtype) {
    TensorData data = SmallModels.random(new Random(3), dtype, TensorShape.of(2, 3));
    assertThat(readTensor(Models.tensor(data))).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "INT8", "UINT16", "INT16", "INT32", "BOOL"})
  void narrowIntegersLieInInt32Data(DataType dtype) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(dtype.code())
            .addDims(2)
            .addInt32Data(1)
            .addInt32Data(0);
    assertThat(readTensor(tensor))
        .isEqualTo(TensorData.ofLongs(dtype, TensorShape.of(2), new long[] {1, 0}));
  }

  @Test
  void halfTypesLieInInt32DataAsBits() {
    TensorProto.Builder half =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT16.code())
            .addDims(3)
            .addInt32Data(0x3C00)
            .addInt32Data(0xC000)
            .addInt32Data(0x3555);
    assertThat(readTensor(half).toDoubles()).containsExactly(1, -2, 0.333251953125);
    TensorProto.Builder brain =
        TensorProto.newBuilder()
            .setDataType(DataType.BFLOAT16.code())
            .addDims(2)
            .addInt32Data(0x3F80)
            .addInt32Data(0xC049);
    assertThat(readTensor(brain).toDoubles()).containsExactly(1, -3.140625);
  }

  @Test
  void wideTypesHaveFieldsOfTheirOwn() {
    assertThat(
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.INT64.code())
                    .addInt64Data(Long.MIN_VALUE)))
        .isEqualTo(
            TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {Long.MIN_VALUE}));
    assertThat(
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.DOUBLE.code())
                    .addDims(1)
                    .addDoubleData(Math.PI)))
        .isEqualTo(
            TensorData.ofDoubles(DataType.DOUBLE, TensorShape.of(1), new double[] {Math.PI}));
    TensorData unsigned =
        readTensor(
            TensorProto.newBuilder()
                .setDataType(DataType.UINT64.code())
                .addDims(1)
                .addUint64Data(-1L));
    assertThat(unsigned.doubleAt(0)).isEqualTo(0x1p64);
  }

  @Test
  void dataThatDoesNotFillTheShapeIsRefused() {
    assertThatThrownBy(() ->
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.FLOAT.code())
                    .addDims(1L << 40)
                    .addFloatData(1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'t'");
    assertThatThrownBy(() ->
            readTensor(
                TensorProto.newBuilder()
                    .setDataType(DataType.FLOAT.code())
                    .addDims(2)
                    .setRawData(ByteString.copyFrom(new byte[7]))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("tensor 't' holds 7 bytes, its type and shape need 8");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 14, 17, 23})
  void elementTypesThatAreNotReadAreNamed(int code) {
    assertThatThrownBy(() -> readTensor(TensorProto.newBuilder().setDataType(code)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("tensor 't' has element type");
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

  // Functions.

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

  // External data.

  private static Path modelWithExternalData(Path folder, String... entries) throws IOException {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.code())
            .addDims(2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.write(
        inner.resolve("weights.bin"), new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40});
    Files.write(folder.resolve("outside.bin"), new byte[64]);
    return Files.write(inner.resolve("model.onnx"), identity(17).constant(tensor.build()).bytes());
  }

  @Test
  void externalDataIsReadAtItsOffset(@TempDir Path folder) throws IOException {
    Path file =
        modelWithExternalData(folder, "location", "weights.bin", "offset", "2", "length", "8");
    assertThat(OnnxReader.read(file).graph().initializers())
        .containsEntry("w", TensorData.ofFloats(TensorShape.of(2), 1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "../outside.bin, 0, 8, outside the model's folder",
    "/etc/hostname, 0, 8, outside the model's folder",
    "a/../../outside.bin, 0, 8, outside the model's folder",
    "link.bin, 0, 8, outside the model's folder",
    "none.bin, 0, 8, does not exist",
    "'', 0, 8, without location",
    "weights.bin, 3, 8, 'has 10 bytes, 8 from offset 3'",
    "weights.bin, 9223372036854775807, 8, has 10 bytes",
    "weights.bin, -1, 8, is no byte count",
    "weights.bin, x, 8, is no byte count",
    "weights.bin, 0, 4, declares 4 bytes",
  })
  void unsafeOrShortExternalDataIsRefused(
      String location, String offset, String length, String problem, @TempDir Path folder)
      throws IOException {
    Path file =
        modelWithExternalData(folder, "location", location, "offset", offset, "length", length);
    Files.createSymbolicLink(folder.resolve("inner/link.bin"), folder.resolve("outside.bin"));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining(problem);
  }

  @Test
  void externalDataNeedsAFile(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(modelWithExternalData(folder, "location", "weights.bin"));
    assertThatThrownBy(() -> OnnxReader.read(bytes))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("not read from a file");
  }
}
