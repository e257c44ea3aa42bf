package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Cases for every operator, edge cases of its attributes included. */
public final class OperatorCases {

  private OperatorCases() {}

  public static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    layout(cases);
    boxes(cases);
    casts(cases);
    arithmetic(cases);
    reductions(cases);
    products(cases);
    convolutions(cases);
    pools(cases);
    functions(cases);
    cases.addAll(FunctionCases.all());
    cases.addAll(IndexCases.all());
    cases.addAll(LogicOperatorCases.all());
    cases.addAll(SpatialCases.all());
    cases.addAll(StandardScoreCases.all());
    cases.addAll(NormReductionCases.all());
    cases.addAll(AttentionCases.all());
    cases.addAll(ClassicalCases.all());
    cases.addAll(RecurrentCases.all());
    cases.addAll(ControlFlowCases.all());
    return cases;
  }

  private static void layout(List<OperatorCase> c) {
    c.add(of("Identity", "", 17).in(2, 3));
    c.add(of("Dropout", "inference", 12).in(2, 3));
    c.add(of("Flatten", "default axis", 17).in(2, 3, 2));
    c.add(of("Flatten", "axis 0", 17).in(2, 3).with("axis", 0));
    c.add(of("Flatten", "negative axis", 17).in(2, 3, 4).with("axis", -1));
    c.add(of("Reshape", "splits and joins", 17).in(4, 6).int64s(2, 2, 6));
    c.add(of("Reshape", "sizes that do not nest", 17).in(4, 6).int64s(3, 8));
    c.add(of("Reshape", "zero and minus one", 17).in(2, 3, 4).int64s(0, -1));
    c.add(of("Squeeze", "axes input", 17).in(1, 3, 1).int64s(0));
    c.add(of("Squeeze", "axes attribute", 11).in(1, 3, 1).with("axes", new long[] {2}));
    c.add(of("Squeeze", "all", 17).in(1, 3, 1));
    c.add(of("Unsqueeze", "axes input", 17).in(3, 4).int64s(0, -1));
    c.add(of("Unsqueeze", "axes attribute", 11).in(3).with("axes", new long[] {1}));
    c.add(of("Transpose", "perm", 17).in(2, 3, 4).with("perm", new long[] {1, 2, 0}));
    c.add(of("Transpose", "default", 17).in(2, 5));
  }

  private static void boxes(List<OperatorCase> c) {
    c.add(of("Concat", "three parts", 17).in(2, 3).in(2, 1).in(2, 4).with("axis", 1));
    c.add(
        of("Concat", "negative axis, a constant part", 17)
            .in(2, 3)
            .weights(2, 2)
            .with("axis", -1)
            .tolerance(1e-5));
    c.add(of("Split", "even", 13).in(6, 2).outputs(3));
    c.add(of("Split", "lengths", 13).in(2, 7).int64s(2, 4, 1).with("axis", 1).outputs(3));
    c.add(of("Split", "num_outputs, uneven", 18).in(7, 2).with("num_outputs", 3).outputs(3));
    c.add(of("Split", "attribute", 11).in(5).with("split", new long[] {2, 3}).outputs(2));
    c.add(of("Slice", "step 2", 17).in(3, 9).int64s(1, 1).int64s(3, 8).int64s(0, 1).int64s(1, 2));
    c.add(
        of("Slice", "backwards", 17).in(6).int64s(-1).int64s(Long.MIN_VALUE).int64s(0).int64s(-2));
    c.add(
        of("Slice", "one element, huge end", 17)
            .in(4, 5)
            .int64s(2)
            .int64s(Long.MAX_VALUE)
            .int64s(1));
    c.add(
        of("Slice", "attributes", 9)
            .in(5, 4)
            .with("starts", new long[] {1})
            .with("ends", new long[] {-1}));
    c.add(of("Pad", "zeros", 17).in(3, 4).int64s(1, 0, 2, 1));
    c.add(
        of("Pad", "constant, cropped", 17)
            .in(3, 4)
            .int64s(1, -1, 0, 2)
            .scalar(1.25f)
            .tolerance(1e-5));
    c.add(of("Pad", "attributes", 10).in(4).with("pads", new long[] {2, 1}).with("value", -0.5f));
    c.add(of("Pad", "reflect", 17).in(4, 3).int64s(2, 1, 3, 2).with("mode", "reflect"));
    c.add(of("Pad", "edge", 17).in(3, 3).int64s(2, 0, 1, 3).with("mode", "edge"));
    c.add(of("Pad", "wrap", 19).in(5).int64s(2, 3).with("mode", "wrap"));
    c.add(of("Pad", "wrap what is not cropped", 19).in(5).int64s(2, -1).with("mode", "wrap"));
    c.add(of("Pad", "axes", 18).in(2, 3, 4).int64s(1, 2).absent().int64s(-1));
  }

  private static void casts(List<OperatorCase> c) {
    c.add(of("Cast", "float to int64", 17).in(DataType.FLOAT, -5, 5, 9).with("to", 7));
    c.add(of("Cast", "int64 to float", 17).in(DataType.INT64, -50, 50, 5).with("to", 1));
    c.add(of("Cast", "float to bool", 17).in(DataType.FLOAT, -2, 2, 5).with("to", 9));
    c.add(of("Cast", "float to double", 17).in(5).with("to", 11));
    c.add(of("CastLike", "int32 to float", 17).in(DataType.INT32, -9, 9, 4).weights(1));
  }

  private static void arithmetic(List<OperatorCase> c) {
    c.add(of("Add", "same shape", 17).in(3, 4).in(3, 4));
    c.add(of("Add", "broadcast both ways", 17).in(3, 1, 4).in(5, 1));
    c.add(of("Add", "constant", 17).in(3, 4).weights(4).tolerance(1e-5));
    c.add(
        of("Add", "other scales", 17)
            .in(DataType.FLOAT, -100, 100, 4)
            .in(DataType.FLOAT, -0.1, 0.1, 4));
    c.add(of("Add", "int64", 17).in(DataType.INT64, -100, 100, 4).in(DataType.INT64, -9, 9, 4));
    c.add(of("Sub", "broadcast", 17).in(2, 3).in(3));
    c.add(of("Sub", "constant first", 17).scalar(1f).in(2, 3).tolerance(1e-5));
    c.add(of("Sum", "three", 17).in(4).in(4).in(1));
    c.add(of("Sum", "one", 17).in(4));
    c.add(of("Neg", "", 17).in(2, 3));
    c.add(of("Mean", "three", 17).in(4).in(4).in(1));
    c.add(of("Mul", "two inputs", 17).in(3, 4).in(4).units(0.5));
    c.add(of("Mul", "scalar", 17).in(3, 4).scalar(0.3f).tolerance(4e-5));
    c.add(of("Mul", "negative power of two", 17).in(3).scalar(-0.25f));
    c.add(of("Mul", "by channel", 17).in(2, 3, 4).weights(3, 1).units(0.5).tolerance(6e-5));
    c.add(of("Mul", "zero", 17).in(3).scalar(0f));
    String[] norm = {"scale", "bias", "mean"};
    c.add(
        of("BatchNormalization", "parameters from the input", 15)
            .in(2, 3, 4)
            .in(3)
            .in(3)
            .in(3)
            .in(DataType.FLOAT, 0.5, 2, 3)
            .tolerance(0x1p-7)
            .units(1));
    OperatorCase batch = of("BatchNormalization", norm.length + " channels", 15).in(2, 3, 4);
    batch.weights(3).weights(3).weights(3);
    c.add(
        batch
            .constant(TensorData.ofFloats(TensorShape.of(3), 0.5f, 1f, 2f))
            .with("epsilon", 1e-3f)
            .units(0.5)
            .tolerance(2e-4));
  }

  private static void reductions(List<OperatorCase> c) {
    c.add(of("ReduceSum", "axes input", 13).in(2, 3, 4).int64s(1));
    c.add(of("ReduceSum", "all", 13).in(2, 3));
    c.add(
        of("ReduceSum", "attribute, no keepdims", 11)
            .in(2, 3, 4)
            .with("axes", new long[] {0, -1})
            .with("keepdims", 0));
    c.add(of("ReduceSum", "no axes, no operation", 13).in(2, 3).with("noop_with_empty_axes", 1));
    c.add(of("ReduceMean", "attribute", 17).in(2, 3, 5).with("axes", new long[] {-1}));
    c.add(of("ReduceMean", "axes input", 18).in(2, 3).int64s(0).with("keepdims", 0));
    c.add(of("ReduceMean", "all", 17).in(3, 3));
  }

  private static void products(List<OperatorCase> c) {
    c.add(of("MatMul", "weights", 17).in(3, 5).weights(5, 4).units(0.5).tolerance(0.004));
    c.add(of("MatMul", "weights first", 17).weights(3, 5).in(5, 4).units(0.5).tolerance(0.004));
    c.add(of("MatMul", "batch", 17).in(2, 3, 4).in(2, 4, 2).units(0.5));
    c.add(
        of("MatMul", "batch broadcast", 17).in(2, 3, 4).weights(4, 2).units(0.5).tolerance(0.004));
    c.add(of("MatMul", "vector", 17).in(5).weights(5, 3).units(0.5).tolerance(0.004));
    c.add(of("MatMul", "vectors", 17).in(5).in(5).units(0.5));
    c.add(of("Gemm", "bias", 17).in(2, 5).weights(5, 3).weights(3).units(0.5).tolerance(0.004));
    c.add(
        of("Gemm", "transposed, alpha, beta", 17)
            .in(5, 2)
            .weights(3, 5)
            .weights(2, 3)
            .with("transA", 1)
            .with("transB", 1)
            .with("alpha", 0.5f)
            .with("beta", 2f)
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("MatMul", "int32", 17)
            .in(DataType.INT32, -20, 20, 2, 3)
            .constant(
                TensorData.ofLongs(
                    DataType.INT32, TensorShape.of(3, 2), new long[] {3, -7, 11, 0, 5, -2})));
    c.add(of("Gemm", "no bias", 17).in(2, 5).weights(5, 3).units(0.5).tolerance(0.004));
    c.add(
        of("Gemm", "weights first, bias by column", 17)
            .weights(2, 3)
            .in(3, 3)
            .floats(0.1f, -0.1f, 25)
            .units(0.5)
            .tolerance(0.01));
    c.add(
        of("Gemm", "weights first, more rows than columns", 17)
            .weights(4, 3)
            .in(3, 2)
            .weights(2)
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Gemm", "witness bias and weights", 17)
            .in(2, 3)
            .in(3, 2)
            .in(1, 2)
            .with("alpha", 0.25f)
            .units(0.5));
  }

  private static void convolutions(List<OperatorCase> c) {
    c.add(
        of("Conv", "bias, pads", 17)
            .in(1, 2, 5, 5)
            .weights(3, 2, 3, 3)
            .weights(3)
            .with("pads", new long[] {1, 1, 1, 1})
            .units(0.5)
            .tolerance(0.008));
    c.add(
        of("Conv", "strides, dilations", 17)
            .in(1, 1, 9, 8)
            .weights(2, 1, 2, 3)
            .with("strides", new long[] {2, 1})
            .with("dilations", new long[] {2, 3})
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "groups", 17)
            .in(1, 4, 4, 4)
            .weights(6, 2, 2, 2)
            .with("group", 2)
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "depthwise", 17)
            .in(1, 3, 4, 4)
            .weights(3, 1, 2, 2)
            .with("group", 3)
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "same upper", 17)
            .in(1, 1, 5, 6)
            .weights(1, 1, 2, 3)
            .with("auto_pad", "SAME_UPPER")
            .with("strides", new long[] {2, 2})
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "same lower", 17)
            .in(1, 1, 5, 5)
            .weights(1, 1, 2, 2)
            .with("auto_pad", "SAME_LOWER")
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "one dimension, asymmetric pads", 17)
            .in(2, 2, 7)
            .weights(2, 2, 3)
            .with("pads", new long[] {2, 0})
            .units(0.5)
            .tolerance(0.004));
    c.add(
        of("Conv", "three dimensions", 17)
            .in(1, 1, 3, 4, 3)
            .weights(1, 1, 2, 2, 2)
            .units(0.5)
            .tolerance(0.004));
    c.add(of("Conv", "weights from the input", 17).in(1, 2, 4, 4).in(2, 2, 2, 2).units(0.5));
    c.add(
        of("Conv", "weights from the input, groups", 17)
            .in(1, 4, 5)
            .in(4, 2, 3)
            .with("group", 2)
            .with("pads", new long[] {2, 0})
            .units(0.5));
  }

  private static void pools(List<OperatorCase> c) {
    long[] two = {2, 2};
    long[] three = {3, 3};
    c.add(of("MaxPool", "2 x 2", 17).in(1, 2, 4, 6).with("kernel_shape", two).with("strides", two));
    c.add(
        of("MaxPool", "pads", 17)
            .in(1, 1, 4, 4)
            .with("kernel_shape", three)
            .with("pads", new long[] {1, 1, 1, 1})
            .with("strides", two));
    c.add(
        of("MaxPool", "ceil", 17)
            .in(1, 1, 5, 4)
            .with("kernel_shape", three)
            .with("strides", two)
            .with("ceil_mode", 1));
    c.add(
        of("MaxPool", "dilations", 17)
            .in(1, 1, 5, 5)
            .with("kernel_shape", two)
            .with("dilations", two));
    c.add(
        of("MaxPool", "one dimension, same", 17)
            .in(1, 2, 5)
            .with("kernel_shape", new long[] {3})
            .with("auto_pad", "SAME_UPPER"));
    c.add(of("GlobalMaxPool", "", 17).in(1, 2, 3, 2));
    c.add(
        of("AveragePool", "2 x 2", 17)
            .in(1, 2, 4, 4)
            .with("kernel_shape", two)
            .with("strides", two));
    c.add(
        of("AveragePool", "border counts", 17)
            .in(1, 1, 4, 4)
            .with("kernel_shape", three)
            .with("pads", new long[] {1, 1, 1, 1})
            .units(0.5)
            .tolerance(6e-5));
    c.add(
        of("AveragePool", "pads counted", 17)
            .in(1, 1, 4, 4)
            .with("kernel_shape", three)
            .with("pads", new long[] {1, 1, 1, 1})
            .with("count_include_pad", 1));
    c.add(
        of("AveragePool", "ceil", 19)
            .in(1, 1, 5, 5)
            .with("kernel_shape", two)
            .with("strides", two)
            .with("ceil_mode", 1)
            .units(0.5)
            .tolerance(6e-5));
    c.add(beyond("AveragePool", 19));
    for (int opset : List.of(11, 19)) {
      c.add(beyond("AveragePool", opset).with("count_include_pad", 1).units(0.5).tolerance(6e-5));
    }
    c.add(beyond("MaxPool", 12));
    c.add(beyond("LpPool", 18).units(1));
    c.add(of("GlobalAveragePool", "", 17).in(1, 3, 3, 3));
  }

  private static OperatorCase beyond(String operator, int opset) {
    return of(operator, "ceil, a window longer than its padded axis", opset)
        .in(1, 2, 3, 4)
        .with("kernel_shape", new long[] {3, 5})
        .with("strides", new long[] {2, 3})
        .with("pads", new long[] {1, 0, 0, 0})
        .with("ceil_mode", 1);
  }

  private static void functions(List<OperatorCase> c) {
    c.add(of("Relu", "", 17).in(3, 4));
    c.add(of("LeakyRelu", "default", 17).in(9).units(0.5));
    c.add(of("LeakyRelu", "alpha", 17).in(9).with("alpha", 0.3f).units(0.5));
    c.add(of("Clip", "inputs", 17).in(9).scalar(-0.5f).scalar(1f).units(0.5));
    c.add(of("Clip", "only max", 17).in(9).absent().scalar(0.75f).units(0.5));
    c.add(of("Clip", "attributes", 10).in(9).with("min", -1f).with("max", 0.5f).units(0.5));
    c.add(of("Clip", "relu6", 17).in(DataType.FLOAT, -9, 9, 9).scalar(0f).scalar(6f).units(0.5));
    c.add(of("Sigmoid", "", 17).in(DataType.FLOAT, -8, 8, 12).units(0.5).tolerance(5e-4));
    c.add(of("Tanh", "", 17).in(DataType.FLOAT, -4, 4, 12).units(0.5).tolerance(5e-4));
    c.add(of("LogSoftmax", "", 17).in(3, 5).units(1).tolerance(2e-3));
    c.add(of("LogSoftmax", "flattened", 11).in(2, 2, 3).with("axis", 1).units(1).tolerance(2e-3));
    c.add(of("Softmax", "last axis", 17).in(3, 5).units(0.5).tolerance(5e-4));
    c.add(of("Softmax", "inner axis", 17).in(2, 4, 3).with("axis", 1).units(0.5).tolerance(5e-4));
    c.add(of("Softmax", "flattened", 11).in(2, 2, 3).with("axis", 1).units(0.5).tolerance(5e-4));
  }
}
