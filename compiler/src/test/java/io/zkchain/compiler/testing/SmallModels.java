package io.zkchain.compiler.testing;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A few complete models in a few hundred bytes. */
public final class SmallModels {

  private SmallModels() {}

  /** Every kind of structure that the reader knows: convolution, folding, a branch, open batch. */
  public static byte[] convolutional() {
    Random random = new Random(7);
    return Models.opset(17)
        .input("image", DataType.FLOAT, "batch", 1, 6, 6)
        .constant("w", floats(random, 2, 1, 3, 3))
        .constant("b", floats(random, 2))
        .constant("dense", floats(random, 8, 3))
        .constant("one", TensorData.ofInt64s(1))
        .node(
            "Conv",
            List.of("image", "w", "b"),
            List.of("c"),
            Map.of("pads", new long[] {1, 1, 1, 1}))
        .node("Relu", List.of("c"), List.of("r"))
        .node(
            "MaxPool",
            List.of("r"),
            List.of("p"),
            Map.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {3, 3}))
        .node("Shape", List.of("p"), List.of("s"), Map.of("end", 1))
        .node("Constant", List.of(), List.of("rest"), Map.of("value_ints", new long[] {-1}))
        .node("Concat", List.of("s", "rest"), List.of("target"), Map.of("axis", 0))
        .node("Reshape", List.of("p", "target"), List.of("f"))
        .node("MatMul", List.of("f", "dense"), List.of("m"))
        .node("Equal", List.of("s", "one"), List.of("single"))
        .node(
            "If",
            List.of("single"),
            List.of("y"),
            Map.of(
                "then_branch",
                Models.body().node("Softmax", List.of("m"), List.of("a")).output("a").graph(),
                "else_branch",
                Models.body().node("Sigmoid", List.of("m"), List.of("a")).output("a").graph()))
        .output("y")
        .bytes();
  }

  /** Normally distributed float32 values. */
  public static TensorData floats(Random random, int... dims) {
    TensorShape shape = TensorShape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return TensorData.ofFloats(shape, values);
  }

  /** A value of any type: normal reals, small non-negative integers, random truth. */
  public static TensorData random(Random random, DataType dtype, TensorShape shape) {
    if (dtype.isFloat()) {
      return TensorData.ofDoubles(dtype, shape, random.doubles(shape.size(), -2, 2).toArray());
    }
    return TensorData.ofLongs(
        dtype, shape, random.longs(shape.size(), 0, dtype == DataType.BOOL ? 2 : 10).toArray());
  }
}
