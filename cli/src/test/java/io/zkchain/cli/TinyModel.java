package io.zkchain.cli;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** An ONNX model of a few nodes; by default with an input {@code x}, float32[2, 3]. */
final class TinyModel {
  private static final int OPSET = 17;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
  private final ModelProto.Builder model =
      ModelProto.newBuilder()
          .setIrVersion(8)
          .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET));

  /** With the input x. */
  static TinyModel ofFloats() {
    return new TinyModel().input("x", TensorProto.DataType.FLOAT, 2, 3);
  }

  TinyModel domain(String name) {
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(name).setVersion(1));
    return this;
  }

  TinyModel input(String name, TensorProto.DataType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    graph.addInput(value(name).setType(TypeProto.newBuilder().setTensorType(tensor)));
    return this;
  }

  TinyModel floats(String name, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  TinyModel int64s(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  TinyModel initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  TinyModel node(
      String name, String operator, List<String> inputs, String output, AttributeProto... more) {
    return node(name, "", operator, inputs, output, more);
  }

  TinyModel node(
      String name,
      String domain,
      String operator,
      List<String> inputs,
      String output,
      AttributeProto... more) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setDomain(domain)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(more)));
    return this;
  }

  TinyModel output(String... names) {
    for (String name : names) {
      graph.addOutput(value(name));
    }
    return this;
  }

  ModelProto.Builder builder() {
    return model.clone().setGraph(graph);
  }

  byte[] bytes() {
    return builder().build().toByteArray();
  }

  /** The body of a loop over one value: Neg of it, its condition passed on. */
  static AttributeProto body() {
    GraphProto.Builder body =
        new TinyModel()
            .input("i", TensorProto.DataType.INT64)
            .input("go", TensorProto.DataType.BOOL)
            .input("s", TensorProto.DataType.FLOAT, 2, 3)
            .node("negate", "Neg", List.of("s"), "next")
            .output("go", "next")
            .graph;
    return AttributeProto.newBuilder()
        .setName("body")
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(body)
        .build();
  }

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static ValueInfoProto.Builder value(String name) {
    return ValueInfoProto.newBuilder().setName(name);
  }
}
