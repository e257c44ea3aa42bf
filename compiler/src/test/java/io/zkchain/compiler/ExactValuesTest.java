package io.zkchain.compiler;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Followed;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Flags and whole numbers as reals have the unit 1, which is no unit for the constants beside them.
 */
final class ExactValuesTest {
  private static final double TOLERANCE = 1e-3;

  private static TensorData real(double value) {
    return TensorData.ofFloats(TensorShape.SCALAR, (float) value);
  }

  private static List<Map<String, TensorData>> inputs() {
    Random random = new Random(5);
    return Stream.generate(
            () -> Map.of("x", SmallModels.random(random, DataType.BOOL, TensorShape.of(6))))
        .limit(4)
        .toList();
  }

  /** A node that reads flags as reals, beside constants. */
  private static DynamicTest node(
      String operator, List<String> inputs, Map<String, Object> attributes) {
    Models model =
        Models.opset(18)
            .input("x", DataType.BOOL, 6)
            .constant("c", real(0.596))
            .constant("low", real(0.303))
            .constant("high", real(0.811))
            .constant("parts", TensorData.ofFloats(TensorShape.of(2), 0.13f, 0.77f))
            .constant("gains", TensorData.ofFloats(TensorShape.of(6), 1, 0.5f, 1, 0.75f, 1, 0.25f))
            .constant("pads", TensorData.ofInt64s(1, 2))
            .constant("places", TensorData.ofInt64s(3, 0))
            .constant(
                "mask",
                TensorData.ofLongs(DataType.BOOL, TensorShape.of(6), new long[] {1, 0, 0, 1, 1, 0}))
            .node("Cast", List.of("x"), List.of("f"), Map.of("to", DataType.FLOAT.code()))
            .node("Mul", List.of("f", "f"), List.of("product"))
            .node(operator, inputs, List.of("y"), attributes)
            .output("y");
    return DynamicTest.dynamicTest(
        operator + inputs, () -> Followed.within(model.bytes(), TOLERANCE, inputs()));
  }

  @TestFactory
  Stream<DynamicTest> constantsKeepTheirValue() {
    return Stream.of(
        node("Max", List.of("f", "c"), Map.of()),
        node("Min", List.of("c", "f"), Map.of()),
        node("Clip", List.of("f", "low", "high"), Map.of()),
        node("Add", List.of("f", "c"), Map.of()),
        node("Add", List.of("product", "c"), Map.of()),
        node("Sub", List.of("c", "product"), Map.of()),
        node("Mean", List.of("product", "f", "c"), Map.of()),
        node("Where", List.of("x", "c", "f"), Map.of()),
        node("Where", List.of("mask", "f", "c"), Map.of()),
        node("Pad", List.of("f", "pads", "c"), Map.of()),
        node("Concat", List.of("f", "parts", "product"), Map.of("axis", 0)),
        node("Mod", List.of("f", "c"), Map.of("fmod", 1)),
        node("ScatterElements", List.of("f", "places", "parts"), Map.of()),
        node("Greater", List.of("f", "c"), Map.of()),
        node("LpNormalization", List.of("f"), Map.of("axis", 0, "p", 2)),
        node("LayerNormalization", List.of("f", "gains"), Map.of("axis", 0)));
  }

  /** A constant that is small beside the unit, where its error is multiplied by the quotient. */
  @Test
  void constantDivisorsAreExactEnough() {
    Models model =
        Models.opset(18)
            .input("x", DataType.FLOAT, 8)
            .constant("c", real(0.9761))
            .node("Mod", List.of("x", "c"), List.of("m"), Map.of("fmod", 1))
            .node("Sub", List.of("x", "m"), List.of("y"))
            .output("y");
    // Quotients near a half, 40 and less, and the difference is the quotient's whole part.
    float[] values = {40.5f, 33.5f, 21.5f, 13.5f, 5.5f, 3.5f, 0.5f, -7.5f};
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.9761f;
    }
    Followed.within(
        model.bytes(), 0.05, List.of(Map.of("x", TensorData.ofFloats(TensorShape.of(8), values))));
  }

  @Test
  void flagsMeanSmallConstants() {
    Models model =
        Models.opset(18)
            .input("i", DataType.INT64, 2, 2)
            .constant("depth", TensorData.ofInt64s(3))
            .constant("values", TensorData.ofFloats(TensorShape.of(2), 0.0003f, 0.0011f))
            .constant("thousand", real(1000))
            .node("OneHot", List.of("i", "depth", "values"), List.of("hot"))
            .node("Mul", List.of("hot", "thousand"), List.of("y"))
            .output("y");
    TensorData index =
        TensorData.ofLongs(DataType.INT64, TensorShape.of(2, 2), new long[] {0, 2, 1, 0});
    Followed.within(model.bytes(), 0.005, List.of(Map.of("i", index)));
  }
}
