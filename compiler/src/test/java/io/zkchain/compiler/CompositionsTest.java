package io.zkchain.compiler;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Followed;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes that went wrong only beside others: found by random models, made smaller. */
final class CompositionsTest {

  private static List<Map<String, TensorData>> uniform(double low, double high, int... dims) {
    Random random = new Random(6);
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      TensorShape shape = TensorShape.of(dims);
      double[] values = random.doubles(shape.size(), low, high).toArray();
      inputs.add(Map.of("x", TensorData.ofDoubles(DataType.FLOAT, shape, values)));
    }
    return inputs;
  }

  /** The negated keys of the smallest were rounded as coarsely as if nobody had seen them. */
  @Test
  void theSmallestInverseRootIsFound() {
    Models model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 3, 8)
            .constant("exponent", TensorData.ofFloats(TensorShape.SCALAR, -0.5f))
            .constant("shift", TensorData.ofFloats(TensorShape.SCALAR, 2.61f))
            .constant("k", TensorData.ofInt64s(3))
            .node("Add", List.of("x", "shift"), List.of("s"))
            .node("Pow", List.of("s", "exponent"), List.of("p"))
            .node("ArgMin", List.of("p"), List.of("least"), Map.of("axis", 1))
            .node("TopK", List.of("p", "k"), List.of("values", "places"), Map.of("largest", 0))
            .output("least", "places");
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int step = 1; step < 5; step++) {
      float[] values = new float[24];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f * ((i * (2 * step + 1)) % 8) - 1.8f;
      }
      inputs.add(Map.of("x", TensorData.ofFloats(TensorShape.of(3, 8), values)));
    }
    Followed.within(model.bytes(), 0, inputs);
  }

  @Test
  void aClipWithoutAMinimumFollowsANorm() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 3, 4)
            .constant("scale", SmallModels.floats(new Random(7), 4))
            .constant("high", TensorData.ofFloats(TensorShape.SCALAR, 0.5f))
            .node("LayerNormalization", List.of("x", "scale"), List.of("n"))
            .node("Clip", List.of("n", "", "high"), List.of("y"))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-2, 2, 3, 4));
  }

  /** The second axis took its range from the first one's units, which were finer by far. */
  @Test
  void aScaledValueIsReflectedAlongTwoAxes() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 4, 3)
            .constant("factor", TensorData.ofFloats(TensorShape.SCALAR, 0.0392f))
            .constant("pads", TensorData.ofInt64s(2, 1, 3, 2))
            .node("Mul", List.of("x", "factor"), List.of("m"))
            .node("Pad", List.of("m", "pads"), List.of("y"), Map.of("mode", "reflect"))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-50, 50, 4, 3));
  }

  /** The windows have more terms than factors have otherwise, and no integers of their own. */
  @Test
  void aScaledPartOfTheInputIsConvolvedInGroups() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 48)
            .constant("shape", TensorData.ofInt64s(1, 3, 4, 4))
            .constant("factor", TensorData.ofFloats(TensorShape.of(1), 0.0392f))
            .constant("w", SmallModels.floats(new Random(8), 3, 1, 2, 2))
            .node("Reshape", List.of("x", "shape"), List.of("r"))
            .node("Mul", List.of("r", "factor"), List.of("m"))
            .node("Conv", List.of("m", "w"), List.of("y"), Map.of("group", 3))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-50, 50, 48));
  }

  private static Models reshaped() {
    return Models.opset(17)
        .input("x", DataType.FLOAT, 60)
        .constant("shape", TensorData.ofInt64s(2, 2, 5, 3))
        .node("Reshape", List.of("x", "shape"), List.of("r"));
  }

  /** The windows are read from a rounded copy, at another scale than what keeps them positive. */
  @Test
  void aReshapedValueIsPooledBeyondItsBorder() {
    Map<String, Object> window =
        Map.of("kernel_shape", new long[] {2, 1}, "pads", new long[] {1, 0, 1, 0});
    byte[] plain =
        reshaped().node("MaxPool", List.of("r"), List.of("y"), window).output("y").bytes();
    Followed.within(plain, 0.01, uniform(-2, 2, 60));
    byte[] indexed =
        reshaped().node("MaxPool", List.of("r"), List.of("y", "i"), window).output("y").bytes();
    Followed.within(indexed, 0.01, uniform(-2, 2, 60));
  }

  @Test
  void aReshapedValueIsPaddedWithAConstant() {
    Models model =
        reshaped()
            .constant("pads", TensorData.ofInt64s(0, 1, 2, 0, 0, 0, 1, 1))
            .constant("value", TensorData.ofFloats(TensorShape.SCALAR, 0.7f))
            .node("Pad", List.of("r", "pads", "value"), List.of("y"))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-2, 2, 60));
  }

  /** The quotients' index and the divisors' cannot be said in one relation. */
  @Test
  void partsOfAnInputDivide() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 36)
            .constant("from", TensorData.ofInt64s(4))
            .constant("to", TensorData.ofInt64s(34))
            .constant("factor", TensorData.ofFloats(TensorShape.SCALAR, 0.133f))
            .constant("offset", TensorData.ofFloats(TensorShape.SCALAR, 1.37f))
            .node("Slice", List.of("x", "from", "to"), List.of("part"))
            .node("Mul", List.of("part", "factor"), List.of("m"))
            .node("Add", List.of("m", "offset"), List.of("d"))
            .node("Div", List.of("part", "d"), List.of("y"))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-2, 2, 36));
  }

  @Test
  void reshapedValuesAreWeights() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 16)
            .constant("kernel", TensorData.ofInt64s(2, 2, 2, 2))
            .constant("image", TensorData.ofInt64s(1, 2, 2, 4))
            .node("Reshape", List.of("x", "kernel"), List.of("w"))
            .node("Reshape", List.of("x", "image"), List.of("i"))
            .node("Conv", List.of("i", "w"), List.of("y"))
            .output("y");
    Followed.within(model.bytes(), 0.02, uniform(-2, 2, 16));
  }

  /** Calibration sees the factors and the last product, and none between. */
  @Test
  void productsOfShiftedValuesKeepTheirPrecision() {
    Models model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 2, 4)
            .constant("shift", TensorData.ofFloats(TensorShape.SCALAR, -6.86f))
            .node("Add", List.of("x", "shift"), List.of("s"))
            .node("ReduceProd", List.of("s"), List.of("y"), Map.of("axes", new long[] {1}))
            .output("y");
    Followed.within(model.bytes(), 0.05, uniform(5.9, 8.4, 2, 4));
  }

  @Test
  void rootsOfSmallNumbersAreFine() {
    Models model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 3, 4)
            .node("Hardmax", List.of("x"), List.of("flags"), Map.of("axis", 1))
            .node("ReduceL2", List.of("flags"), List.of("y"), Map.of("axes", new long[] {0}))
            .output("y");
    Followed.within(model.bytes(), 0.002, uniform(-2, 2, 3, 4));
  }

  /** The product of two scales of float32 has so many bits that its unit was cut off. */
  @Test
  void dequantisedValuesAreMultiplied() {
    Models model =
        Models.opset(18)
            .input("x", DataType.INT8, 2, 2)
            .constant("scale", TensorData.ofFloats(TensorShape.SCALAR, 0.02f))
            .node("DequantizeLinear", List.of("x", "scale"), List.of("d"))
            .node("MatMul", List.of("d", "d"), List.of("y"))
            .output("y");
    TensorData input =
        TensorData.ofLongs(DataType.INT8, TensorShape.of(2, 2), new long[] {40, -60, 27, -44});
    Followed.within(model.bytes(), 0.002, List.of(Map.of("x", input)));
  }
}
