package io.zkchain.benchmarks;

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
import java.util.Random;

/** Untrained networks of any size, as ONNX files. */
final class SyntheticModels {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final int INPUTS = 64;
  private static final int CLASSES = 10;
  private static final int CHANNELS = 16;
  private static final int KERNEL = 3;
  private static final int LARGEST_SIDE = 128;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("synthetic");
  private final Random random = new Random(7);
  private long size;

  private SyntheticModels() {}

  /**
   * A model's file, and its size.
   *
   * @param size parameters and activations, the input not counted
   */
  record Model(byte[] onnx, long size) {}

  /** A perceptron with two hidden layers of the same width, about as large as asked for. */
  static Model perceptron(long target) {
    int width = (int) Math.round(Math.sqrt(target + 1_400.0) - 38);
    SyntheticModels model = new SyntheticModels();
    model.input(1, INPUTS);
    model.dense("input", "a", INPUTS, width);
    model.activation("a", width);
    model.dense("a.relu", "b", width, width);
    model.activation("b", width);
    model.dense("b.relu", "output", width, CLASSES);
    return model.finish();
  }

  /**
   * Two convolutions of 16 channels, and more where an image of them would have more than 128 x 128
   * points; then the average of each channel and a dense layer.
   */
  static Model convolutional(long target) {
    int layers = Math.max(2, Math.round((float) target / (CHANNELS * LARGEST_SIDE * LARGEST_SIDE)));
    int weights = CHANNELS * CHANNELS * KERNEL * KERNEL;
    double activations = target - weights * (layers - 1.0);
    int side = (int) Math.round(Math.sqrt(activations / (layers * CHANNELS)));
    SyntheticModels model = new SyntheticModels();
    model.input(1, 1, side, side);
    String from = "input";
    for (int layer = 0; layer < layers; layer++) {
      String to = "layer" + layer;
      model.convolution(from, to, layer == 0 ? 1 : CHANNELS);
      model.activation(to, CHANNELS * side * side);
      from = to + ".relu";
    }
    model.node("GlobalAveragePool", List.of(from), "pooled");
    model.node("Flatten", List.of("pooled"), "flat");
    model.dense("flat", "output", CHANNELS, CLASSES);
    return model.finish();
  }

  private void input(long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("input")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT.getNumber())
                            .setShape(shape))));
  }

  /** Normal numbers that keep the size of what they are applied to. */
  private void weights(String name, int inputs, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    long count = 1;
    for (long dim : dims) {
      tensor.addDims(dim);
      count *= dim;
    }
    double scale = Math.sqrt(2.0 / inputs);
    for (long i = 0; i < count; i++) {
      tensor.addFloatData((float) (scale * random.nextGaussian()));
    }
    size += count;
    graph.addInitializer(tensor);
  }

  private void dense(String from, String to, int inputs, int outputs) {
    weights(to + ".weight", inputs, inputs, outputs);
    weights(to + ".bias", inputs, outputs);
    node("Gemm", List.of(from, to + ".weight", to + ".bias"), to);
  }

  private void convolution(String from, String to, int channels) {
    int inputs = channels * KERNEL * KERNEL;
    weights(to + ".weight", inputs, CHANNELS, channels, KERNEL, KERNEL);
    weights(to + ".bias", inputs, CHANNELS);
    AttributeProto padding =
        AttributeProto.newBuilder()
            .setName("pads")
            .setType(AttributeProto.AttributeType.INTS)
            .addAllInts(List.of(1L, 1L, 1L, 1L))
            .build();
    graph.addNode(
        operator("Conv", List.of(from, to + ".weight", to + ".bias"), to).addAttribute(padding));
  }

  private void activation(String of, int count) {
    node("Relu", List.of(of), of + ".relu");
    size += count;
  }

  private static NodeProto.Builder operator(String type, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private void node(String type, List<String> inputs, String output) {
    graph.addNode(operator(type, inputs, output));
  }

  private Model finish() {
    graph.addOutput(ValueInfoProto.newBuilder().setName("output"));
    byte[] onnx =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph)
            .build()
            .toByteArray();
    return new Model(onnx, size);
  }
}
