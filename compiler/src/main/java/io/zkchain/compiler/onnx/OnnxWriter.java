package io.zkchain.compiler.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.Value;
import java.util.Map;

/**
 * Writes a graph as an ONNX model. The bytes are a function of the graph alone, and reading them
 * back gives an equal graph, so that a compiled circuit can carry the model that it proves.
 */
public final class OnnxWriter {

  /**
   * IR 10 knows every operator set that is read and every element type of {@link
   * io.zkchain.compiler.graph.DataType}.
   */
  private static final int IR_VERSION = 10;

  private OnnxWriter() {}

  /** The model file's bytes. */
  public static byte[] write(Graph graph) {
    return model(graph).toByteArray();
  }

  /**
   * A model of a single node whose inputs are all constants; it has no inputs, and the node's
   * outputs, whose types the reader infers.
   */
  public static byte[] writeConstantNode(
      Node node, Map<String, Integer> opsets, Map<String, TensorData> inputs) {
    GraphProto.Builder body = GraphProto.newBuilder().setName("constant").addNode(node(node));
    inputs.forEach((name, data) -> body.addInitializer(tensor(name, data)));
    node.outputs().stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> body.addOutput(ValueInfoProto.newBuilder().setName(name)));
    return model(body, opsets).toByteArray();
  }

  private static ModelProto model(Graph graph) {
    GraphProto.Builder body = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(input -> body.addInput(valueInfo(input)));
    graph.outputs().forEach(output -> body.addOutput(valueInfo(output)));
    graph.initializers().forEach((name, data) -> body.addInitializer(tensor(name, data)));
    graph.nodes().forEach(node -> body.addNode(node(node)));
    return model(body, graph.opsets());
  }

  private static ModelProto model(GraphProto.Builder body, Map<String, Integer> opsets) {
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("zkchain").setGraph(body);
    opsets.forEach((domain, version) ->
        model.addOpsetImport(
            OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.build();
  }

  private static ValueInfoProto valueInfo(Value value) {
    TensorType type = value.type();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : type.shape().dims()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.dtype().code()).setShape(shape)))
        .build();
  }

  private static NodeProto node(Node node) {
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.opType())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    if (!node.domain().isEmpty()) {
      proto.setDomain(node.domain());
    }
    node.attributes().forEach((name, value) -> proto.addAttribute(attribute(node, name, value)));
    return proto.build();
  }

  private static AttributeProto attribute(Node node, String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    switch (attribute) {
      case Attribute.IntValue(long value) ->
          proto.setType(AttributeProto.AttributeType.INT).setI(value);
      case Attribute.FloatValue(float value) ->
          proto.setType(AttributeProto.AttributeType.FLOAT).setF(value);
      case Attribute.StringValue(String value) ->
          proto.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
      case Attribute.TensorValue(TensorData value) ->
          proto.setType(AttributeProto.AttributeType.TENSOR).setT(tensor("", value));
      case Attribute.IntList(var values) ->
          proto.setType(AttributeProto.AttributeType.INTS).addAllInts(values);
      case Attribute.FloatList(var values) ->
          proto.setType(AttributeProto.AttributeType.FLOATS).addAllFloats(values);
      case Attribute.StringList(var values) -> {
        proto.setType(AttributeProto.AttributeType.STRINGS);
        values.forEach(value -> proto.addStrings(ByteString.copyFromUtf8(value)));
      }
      case Attribute.SubgraphValue subgraph ->
          throw new IllegalArgumentException(node.describe() + " still has a subgraph " + subgraph);
      case Attribute.Unread(String kind) ->
          throw new IllegalArgumentException(node.describe() + " has an unread " + kind);
    }
    return proto.build();
  }

  static TensorProto tensor(String name, TensorData data) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(data.dtype().code());
    data.shape().dims().forEach(proto::addDims);
    return proto.setRawData(ByteString.copyFrom(TensorBytes.littleEndian(data))).build();
  }
}
