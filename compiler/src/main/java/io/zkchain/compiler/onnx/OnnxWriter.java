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
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.HalfFloats;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a graph as an ONNX model. The bytes are a function of the graph alone, and reading them
 * back gives an equal graph, so that a compiled circuit can carry the model that it proves.
 */
public final class OnnxWriter {

  /** IR 10 knows every operator set that is read and every element type of {@link DataType}. */
  private static final int IR_VERSION = 10;

  private OnnxWriter() {}

  /** The model file's bytes. */
  public static byte[] write(Graph graph) {
    return model(graph).toByteArray();
  }

  private static ModelProto model(Graph graph) {
    GraphProto.Builder body = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(input -> body.addInput(valueInfo(input)));
    graph.outputs().forEach(output -> body.addOutput(valueInfo(output)));
    graph.initializers().forEach((name, data) -> body.addInitializer(tensor(name, data)));
    graph.nodes().forEach(node -> body.addNode(node(node)));
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("zkchain").setGraph(body);
    graph
        .opsets()
        .forEach((domain, version) ->
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
    return proto.setRawData(raw(data)).build();
  }

  private static ByteString raw(TensorData data) {
    DataType dtype = data.dtype();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(data.size(), dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < data.size(); i++) {
      switch (dtype) {
        case FLOAT -> bytes.putFloat((float) data.doubleAt(i));
        case DOUBLE -> bytes.putDouble(data.doubleAt(i));
        case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) data.doubleAt(i)));
        case BFLOAT16 -> bytes.putShort(HalfFloats.floatToBfloat16((float) data.doubleAt(i)));
        case UINT8, INT8, BOOL -> bytes.put((byte) data.longAt(i));
        case UINT16, INT16 -> bytes.putShort((short) data.longAt(i));
        case INT32, UINT32 -> bytes.putInt((int) data.longAt(i));
        case INT64, UINT64 -> bytes.putLong(data.longAt(i));
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
