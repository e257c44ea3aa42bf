package io.zkchain.compiler.testing;

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
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import java.util.List;
import java.util.Map;

/** Builds small ONNX models, well-formed or not. */
public final class Models {

  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  private Models() {}

  /** A model that imports one version of ai.onnx. */
  public static Models opset(int version) {
    return new Models().domain("", version);
  }

  /** A graph body for use as a subgraph; it needs no operator set. */
  public static Models body() {
    return new Models();
  }

  public Models domain(String domain, int version) {
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
    return this;
  }

  public Models irVersion(long version) {
    model.setIrVersion(version);
    return this;
  }

  /** An input; dimensions are integers, names, or the empty string for an unnamed open one. */
  public Models input(String name, DataType dtype, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      if (dim instanceof Integer length) {
        dimension.setDimValue(length);
      } else if (!dim.toString().isEmpty()) {
        dimension.setDimParam(dim.toString());
      }
      shape.addDim(dimension);
    }
    return input(
        name,
        TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(dtype.code()).setShape(shape))
            .build());
  }

  public Models input(String name, TypeProto type) {
    graph.addInput(ValueInfoProto.newBuilder().setName(name).setType(type));
    return this;
  }

  public Models output(String... names) {
    for (String name : names) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    }
    return this;
  }

  public Models constant(String name, TensorData data) {
    return constant(tensor(data).setName(name).build());
  }

  public Models constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** A node of ai.onnx, named after its first output. */
  public Models node(String op, List<String> inputs, List<String> outputs) {
    return node(op, inputs, outputs, Map.of());
  }

  public Models node(
      String op, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    return node("n_" + outputs.getFirst(), "", op, inputs, outputs, attributes);
  }

  public Models node(
      String name,
      String domain,
      String op,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName(name)
            .setDomain(domain)
            .setOpType(op)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    attributes.forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
    return this;
  }

  public GraphProto graph() {
    return graph.build();
  }

  public ModelProto proto() {
    return model.clone().setGraph(graph).build();
  }

  public byte[] bytes() {
    return proto().toByteArray();
  }

  /** A tensor in raw encoding. */
  public static TensorProto.Builder tensor(TensorData data) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDataType(data.dtype().code());
    data.shape().dims().forEach(proto::addDims);
    return proto.setRawData(ByteString.copyFrom(TensorBytes.littleEndian(data)));
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Integer number -> proto.setType(AttributeProto.AttributeType.INT).setI(number);
      case Long number -> proto.setType(AttributeProto.AttributeType.INT).setI(number);
      case Float number -> proto.setType(AttributeProto.AttributeType.FLOAT).setF(number);
      case String text ->
          proto.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
      case TensorData data -> proto.setType(AttributeProto.AttributeType.TENSOR).setT(tensor(data));
      case TensorProto tensor -> proto.setType(AttributeProto.AttributeType.TENSOR).setT(tensor);
      case GraphProto body -> proto.setType(AttributeProto.AttributeType.GRAPH).setG(body);
      case long[] numbers -> {
        proto.setType(AttributeProto.AttributeType.INTS);
        for (long number : numbers) {
          proto.addInts(number);
        }
      }
      case float[] numbers -> {
        proto.setType(AttributeProto.AttributeType.FLOATS);
        for (float number : numbers) {
          proto.addFloats(number);
        }
      }
      case String[] texts -> {
        proto.setType(AttributeProto.AttributeType.STRINGS);
        for (String text : texts) {
          proto.addStrings(ByteString.copyFromUtf8(text));
        }
      }
      default -> throw new IllegalArgumentException("no attribute of " + value.getClass());
    }
    return proto.build();
  }
}
