package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cases of comparisons, logic, extremes and integer arithmetic. */
final class LogicOperatorCases {

  private LogicOperatorCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    comparisons(cases);
    logic(cases);
    extremes(cases);
    quantization(cases);
    divisions(cases);
    bits(cases);
    return cases;
  }

  private static OperatorCase bools(OperatorCase c, int... dims) {
    return c.in(DataType.BOOL, 0, 1, dims);
  }

  private static TensorData floats(float... values) {
    return TensorData.ofFloats(TensorShape.of(values.length), values);
  }

  private static TensorData flags(long... values) {
    return TensorData.ofLongs(DataType.BOOL, TensorShape.of(values.length), values);
  }

  private static void comparisons(List<OperatorCase> c) {
    for (String operator : List.of("Less", "Greater", "LessOrEqual", "GreaterOrEqual")) {
      c.add(of(operator, "broadcast", 17).in(3, 1, 4).in(5, 1));
      c.add(
          of(operator, "other scales", 17)
              .in(DataType.FLOAT, -1, 1, 40)
              .in(DataType.FLOAT, -0.01, 0.01, 40));
      c.add(of(operator, "constants", 17).in(4).constant(floats(0, 0.3f, -1e30f, 1.5f)));
      c.add(of(operator, "constant first", 17).constant(floats(0, 0.3f, 1e30f)).in(3));
      c.add(of(operator, "int32", 17).in(DataType.INT32, -3, 3, 20).in(DataType.INT32, -3, 3, 20));
    }
    c.add(of("Less", "uint8", 17).in(DataType.UINT8, 0, 255, 9).in(DataType.UINT8, 0, 255, 9));
    c.add(of("Equal", "int64", 17).in(DataType.INT64, -3, 3, 20).in(DataType.INT64, -3, 3, 20));
    c.add(of("Equal", "float", 17).in(DataType.FLOAT, -2, 2, 20).in(DataType.FLOAT, -2, 2, 20));
    c.add(
        of("Equal", "constants, some between integers", 17)
            .in(DataType.INT32, -2, 2, 9)
            .constant(TensorData.ofLongs(DataType.INT32, TensorShape.of(1), new long[] {1})));
    c.add(
        of("Equal", "constants no multiple of the unit", 17)
            .in(2, 3)
            .constant(floats(0.3f, 0.25f, 0)));
    c.add(bools(bools(of("Equal", "bool", 17), 6), 6));
    c.add(bools(of("Equal", "bool, constant", 17), 2).constant(flags(0, 1)));
  }

  private static void logic(List<OperatorCase> c) {
    for (String operator : List.of("And", "Or", "Xor")) {
      c.add(bools(bools(of(operator, "broadcast", 17), 3, 4), 4));
      c.add(bools(of(operator, "constant", 17), 5, 2).constant(flags(0, 1)));
    }
    c.add(bools(of("Not", "", 17), 6));
    c.add(bools(of("Where", "all inputs", 17), 3, 1).in(3, 4).in(4));
    c.add(
        bools(of("Where", "other scales", 17), 6)
            .in(DataType.FLOAT, -100, 100, 6)
            .in(DataType.FLOAT, -0.1, 0.1, 6)
            .units(0.5));
    c.add(of("Where", "constant condition", 17).constant(flags(0, 1, 1)).in(2, 3).in(2, 3));
    c.add(
        of("Where", "constant condition and branch", 17)
            .constant(flags(0, 1, 1))
            .in(2, 3)
            .weights(2, 1)
            .units(0.5)
            .tolerance(1e-5));
    c.add(of("Where", "condition always true", 17).constant(flags(1)).in(2, 3).in(2, 1));
    c.add(
        bools(of("Where", "constant branches", 17), 2, 4)
            .weights(4)
            .weights(2, 1)
            .units(0.5)
            .tolerance(4e-5));
    c.add(
        bools(of("Where", "int64", 17), 4)
            .in(DataType.INT64, -20, 20, 4)
            .in(DataType.INT64, -3, 3, 4));
  }

  private static void extremes(List<OperatorCase> c) {
    c.add(of("Max", "three, broadcast", 17).in(3, 4).in(4).in(3, 1));
    c.add(of("Max", "constant", 17).in(3, 4).weights(4).units(0.5));
    c.add(of("Max", "one", 17).in(3));
    c.add(
        of("Max", "other scales", 17)
            .in(DataType.FLOAT, -100, 100, 6)
            .in(DataType.FLOAT, -0.1, 0.1, 6)
            .units(0.5));
    c.add(of("Max", "int64", 17).in(DataType.INT64, -20, 20, 4).in(DataType.INT64, -20, 20, 4));
    c.add(of("Min", "three, broadcast", 17).in(3, 4).in(4).in(3, 1));
    c.add(of("Min", "uint8", 17).in(DataType.UINT8, 0, 255, 4).in(DataType.UINT8, 0, 255, 4));
    c.add(of("ReduceMax", "attribute", 17).in(2, 5, 3).with("axes", new long[] {1}));
    c.add(of("ReduceMax", "axes input", 18).in(2, 5).int64s(-1).with("keepdims", 0));
    c.add(of("ReduceMax", "all", 17).in(2, 3));
    c.add(bools(of("ReduceMax", "bool", 20), 3, 4).int64s(1));
    c.add(of("ReduceMin", "attribute", 17).in(2, 5, 3).with("axes", new long[] {0, 1}));
    c.add(of("ReduceMin", "int32", 18).in(DataType.INT32, -9, 9, 2, 4).int64s(1));
    c.add(of("Abs", "float", 17).in(3, 4));
    c.add(of("Abs", "int64", 17).in(DataType.INT64, -20, 20, 6));
    c.add(of("Sign", "float", 17).in(3, 4));
    c.add(of("Sign", "int32", 17).in(DataType.INT32, -2, 2, 9));
  }

  private static TensorData integers(DataType type, int[] dims, long... values) {
    return TensorData.ofLongs(type, TensorShape.of(dims), values);
  }

  private static TensorData scalar(DataType type, long value) {
    return TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {value});
  }

  private static TensorData someWeights(DataType type, int... dims) {
    long[] values = new long[TensorShape.of(dims).size()];
    Random random = new Random(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = type.isUnsigned() ? random.nextInt(200) : random.nextInt(-100, 101);
    }
    return TensorData.ofLongs(type, TensorShape.of(dims), values);
  }

  private static void quantization(List<OperatorCase> c) {
    DataType u8 = DataType.UINT8;
    DataType i8 = DataType.INT8;
    c.add(of("QuantizeLinear", "uint8", 17).in(3, 4).scalar(0.013f).constant(scalar(u8, 120)));
    c.add(of("QuantizeLinear", "ties", 17).in(30).scalar(0.25f).constant(scalar(i8, 3)));
    c.add(of("QuantizeLinear", "default zero point", 17).in(9).scalar(0.01f));
    c.add(
        of("QuantizeLinear", "axis", 17)
            .in(3, 4)
            .constant(floats(0.5f, 0.013f, 3f))
            .constant(integers(u8, new int[] {3}, 0, 100, 128))
            .with("axis", 0));
    c.add(
        of("QuantizeLinear", "scale and zero point from the input", 17)
            .in(3, 4)
            .in(DataType.FLOAT, 0.01, 0.05)
            .in(u8, 100, 140));
    c.add(
        of("QuantizeLinear", "scales by axis from the input", 13)
            .in(3, 4)
            .in(DataType.FLOAT, 0.1, 0.5, 4)
            .with("axis", -1));
    c.add(
        of("QuantizeLinear", "blocks", 21)
            .in(3, 4)
            .constant(TensorData.ofFloats(TensorShape.of(3, 2), 0.5f, 0.25f, 1f, 0.125f, 0.75f, 2f))
            .constant(integers(i8, new int[] {3, 2}, 0, -3, 5, 1, -1, 2))
            .with("axis", 1)
            .with("block_size", 2));
    c.add(
        of("DequantizeLinear", "scale from the input", 17)
            .in(i8, -100, 100, 2, 3)
            .in(DataType.FLOAT, 0.01, 0.05)
            .units(0.5));
    c.add(of("DynamicQuantizeLinear", "", 11).in(3, 4).units(1).outputs(3).rejects());
    c.add(
        of("DequantizeLinear", "uint8", 17)
            .in(u8, 0, 255, 6)
            .scalar(0.013f)
            .constant(scalar(u8, 120)));
    c.add(
        of("DequantizeLinear", "axis", 17)
            .in(i8, -128, 127, 2, 3, 2)
            .constant(floats(0.5f, 0.013f, 3f))
            .constant(integers(i8, new int[] {3}, 0, 10, -3))
            .units(0.5));
    for (boolean witness : new boolean[] {false, true}) {
      OperatorCase conv =
          of("QLinearConv", witness ? "weights from the input" : "scales by filter", 17)
              .in(u8, 0, 255, 1, 2, 5, 5)
              .scalar(0.02f)
              .constant(scalar(u8, 7));
      if (witness) {
        conv.in(i8, -100, 100, 3, 2, 3, 3).scalar(0.004f).constant(scalar(i8, 2));
      } else {
        conv.constant(someWeights(i8, 3, 2, 3, 3))
            .constant(floats(0.004f, 0.0013f, 0.01f))
            .constant(integers(i8, new int[] {3}, 0, 1, -2));
      }
      conv.scalar(0.3f).constant(scalar(u8, 30));
      c.add(
          conv.constant(integers(DataType.INT32, new int[] {3}, 500, -1000, 77))
              .with("pads", new long[] {1, 1, 0, 1}));
      OperatorCase product =
          of("QLinearMatMul", witness ? "two inputs" : "scales by column", 17)
              .in(u8, 0, 255, 3, 4)
              .scalar(0.02f)
              .constant(scalar(u8, 9));
      if (witness) {
        product.in(u8, 0, 255, 4, 2).scalar(0.004f).constant(scalar(u8, 100));
      } else {
        product
            .constant(someWeights(i8, 4, 2))
            .constant(floats(0.004f, 0.0013f))
            .constant(integers(i8, new int[] {2}, 0, 0));
      }
      c.add(product.scalar(0.2f).constant(scalar(u8, 128)));
    }
    c.add(
        of("QLinearMatMul", "scales that tie", 17)
            .in(u8, 0, 255, 3, 4)
            .scalar(0.5f)
            .constant(scalar(u8, 9))
            .constant(someWeights(i8, 4, 5))
            .scalar(0.25f)
            .constant(scalar(i8, 0))
            .scalar(8f)
            .constant(scalar(u8, 128)));
    c.add(
        of("MatMulInteger", "", 17)
            .in(u8, 0, 255, 2, 4)
            .constant(someWeights(i8, 4, 3))
            .constant(scalar(u8, 12))
            .constant(scalar(i8, -3)));
    c.add(of("MatMulInteger", "two inputs", 17).in(u8, 0, 255, 2, 4).in(i8, -128, 127, 4, 3));
    c.add(
        of("ConvInteger", "two inputs", 17)
            .in(u8, 0, 255, 1, 1, 4, 4)
            .in(u8, 0, 255, 2, 1, 2, 2)
            .constant(scalar(u8, 1))
            .constant(scalar(u8, 100)));
    c.add(
        of("ConvInteger", "padded", 17)
            .in(u8, 0, 255, 1, 1, 4, 4)
            .constant(someWeights(u8, 2, 1, 2, 2))
            .constant(scalar(u8, 1))
            .with("pads", new long[] {1, 1, 1, 1}));
  }

  private static void divisions(List<OperatorCase> c) {
    DataType i32 = DataType.INT32;
    for (String operator : List.of("Floor", "Ceil", "Round")) {
      c.add(of(operator, "", 17).in(DataType.FLOAT, -9, 9, 40));
    }
    c.add(of("Round", "many ties", 17).in(DataType.FLOAT, -1500, 1500, 40));
    c.add(of("Div", "power of two", 17).in(3, 4).scalar(-4f));
    c.add(of("Div", "three", 17).in(3, 4).scalar(3f));
    c.add(of("Div", "constant", 17).in(3, 4).scalar(0.37f).tolerance(4e-4));
    c.add(
        of("Div", "constants", 17).in(3).constant(floats(0.5f, -3, 7)).units(0.5).tolerance(3e-4));
    c.add(
        of("Div", "positive divisor", 17)
            .in(3, 4)
            .in(DataType.FLOAT, 0.5, 2, 4)
            .tolerance(0.01)
            .units(0.5));
    c.add(
        of("Div", "negative divisor", 17)
            .in(3, 4)
            .in(DataType.FLOAT, -2, -0.5, 3, 1)
            .tolerance(0.01)
            .units(0.5));
    c.add(
        of("Div", "constant numerator", 17)
            .constant(floats(1, -3))
            .in(DataType.FLOAT, 0.5, 2, 2)
            .tolerance(0.001)
            .units(0.5));
    c.add(of("Div", "int32", 17).in(i32, -50, 50, 30).in(i32, 1, 7, 30));
    c.add(of("Div", "int32, negative divisor", 17).in(i32, -50, 50, 30).in(i32, -7, -1, 30));
    c.add(of("Div", "uint8", 17).in(DataType.UINT8, 0, 255, 30).in(DataType.UINT8, 1, 20, 30));
    c.add(of("Mod", "int32", 17).in(i32, -50, 50, 30).in(i32, 1, 7, 30));
    c.add(of("Mod", "int32, negative divisor", 17).in(i32, -50, 50, 30).in(i32, -7, -1, 30));
    c.add(of("Mod", "int32, fmod", 17).in(i32, -50, 50, 30).in(i32, -7, -1, 30).with("fmod", 1));
    c.add(
        of("Mod", "float, fmod", 17)
            .in(DataType.FLOAT, -5, 5, 30)
            .in(DataType.FLOAT, 0.5, 1, 30)
            .with("fmod", 1));
    c.add(of("Clip", "bounds from the input", 17).in(3, 4).in().in().units(0.5));
    c.add(of("Clip", "upper bound from the input", 17).in(3, 4).absent().in().units(0.5));
    c.add(of("Clip", "int32", 17).in(i32, -20, 20, 9).constant(scalar(i32, -3)).absent());
    c.add(
        of("Clip", "int8", 17)
            .in(DataType.INT8, -100, 100, 9)
            .constant(scalar(DataType.INT8, -3))
            .constant(scalar(DataType.INT8, 50)));
  }

  private static void bits(List<OperatorCase> c) {
    DataType u8 = DataType.UINT8;
    DataType i32 = DataType.INT32;
    for (String operator : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      c.add(of(operator, "int32", 18).in(i32, -500, 500, 3, 4).in(i32, -500, 500, 4));
      c.add(of(operator, "uint8", 18).in(u8, 0, 255, 9).in(u8, 0, 255, 9));
    }
    c.add(of("BitwiseAnd", "int32, wide", 18).in(i32, -2e9, 2e9, 3, 4).in(i32, -2e9, 2e9, 4));
    c.add(of("BitwiseNot", "int32", 18).in(i32, -500, 500, 9));
    c.add(of("BitwiseNot", "uint8", 18).in(u8, 0, 255, 9));
    for (String direction : List.of("LEFT", "RIGHT")) {
      c.add(
          of("BitShift", direction, 17)
              .in(u8, 0, 255, 9)
              .in(u8, 0, 7, 9)
              .with("direction", direction));
      c.add(
          of("BitShift", direction + " by a constant", 17)
              .in(u8, 0, 255, 3)
              .constant(integers(u8, new int[] {3}, 0, 3, 7))
              .with("direction", direction));
    }
    for (String operator : List.of("Add", "Sub", "Mul")) {
      c.add(of(operator, "int8, wraps around", 17).in(u8, 0, 255, 20).in(u8, 0, 255, 20));
    }
  }
}
