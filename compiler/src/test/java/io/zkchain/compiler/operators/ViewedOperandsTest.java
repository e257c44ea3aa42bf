package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Followed;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Operators that move or add up elements, on operands that are themselves views of cells. */
final class ViewedOperandsTest {
  // Far below a whole element: roundings of products, sums of up to 96 of them.
  private static final double TOLERANCE = 0.2;

  // From x to v, both [1, 4, 4, 4].
  private static Map<String, Consumer<Models>> views() {
    Map<String, Consumer<Models>> v = new LinkedHashMap<>();
    v.put("concat 1", m -> concat(m, 1));
    v.put("concat 2", m -> concat(m, 2));
    v.put("concat 3", m -> concat(m, 3));
    v.put(
        "backwards",
        m -> {
          m.constant("s", TensorData.ofInt64s(-1, -1, -1));
          m.constant("e", TensorData.ofInt64s(-9, -9, -9));
          m.constant("a", TensorData.ofInt64s(1, 2, 3));
          m.constant("d", TensorData.ofInt64s(-1, -1, -1));
          m.node("Slice", List.of("x", "s", "e", "a", "d"), List.of("v"));
        });
    v.put(
        "strided, padded",
        m -> {
          m.constant("s", TensorData.ofInt64s(0, 0));
          m.constant("e", TensorData.ofInt64s(9, 9));
          m.constant("a", TensorData.ofInt64s(2, 3));
          m.constant("d", TensorData.ofInt64s(2, 2));
          m.constant("p", TensorData.ofInt64s(0, 0, 1, 0, 0, 0, 1, 2));
          m.node("Slice", List.of("x", "s", "e", "a", "d"), List.of("u"));
          m.node("Pad", List.of("u", "p"), List.of("v"));
        });
    v.put(
        "apart",
        m -> {
          m.constant("t", TensorData.ofInt64s(1, 2, 8, 4));
          m.constant("b", TensorData.ofInt64s(1, 4, 4, 4));
          m.node("Reshape", List.of("x", "t"), List.of("u"));
          m.node("Transpose", List.of("u"), List.of("w1"), Map.of("perm", new long[] {0, 2, 1, 3}));
          m.node("Reshape", List.of("w1", "b"), List.of("v"));
        });
    v.put(
        "summed",
        m -> {
          m.constant("a", TensorData.ofInt64s(2));
          m.node("CumSum", List.of("x", "a"), List.of("v"));
        });
    v.put(
        "widened",
        m -> {
          m.constant("s", TensorData.ofInt64s(1));
          m.constant("e", TensorData.ofInt64s(2));
          m.constant("a", TensorData.ofInt64s(2));
          m.constant("b", TensorData.ofInt64s(1, 4, 4, 4));
          m.node("Slice", List.of("x", "s", "e", "a"), List.of("u"));
          m.node("Expand", List.of("u", "b"), List.of("v"));
        });
    return v;
  }

  private static void concat(Models m, int axis) {
    m.constant("parts", TensorData.ofInt64s(1, 3));
    m.node("Split", List.of("x", "parts"), List.of("first", "second"), Map.of("axis", axis));
    m.node("Concat", List.of("second", "first"), List.of("v"), Map.of("axis", axis));
  }

  // From v, z [1, 4, 6, 4] and the index i [1] to y.
  private static Map<String, Consumer<Models>> readers() {
    Map<String, Consumer<Models>> r = new LinkedHashMap<>();
    r.put(
        "TensorScatter",
        m -> {
          m.node("TensorScatter", List.of("z", "v"), List.of("y"), Map.of("axis", 2));
        });
    r.put(
        "TensorScatter at the index",
        m -> {
          m.node(
              "TensorScatter",
              List.of("z", "v", "i"),
              List.of("y"),
              Map.of("axis", 2, "mode", "circular"));
        });
    for (int axis = 1; axis < 4; axis++) {
      long[] perm = {axis, 0, axis == 1 ? 2 : 1, axis == 3 ? 2 : 3};
      r.put(
          "ReverseSequence " + axis,
          m -> {
            m.node("Transpose", List.of("v"), List.of("turned"), Map.of("perm", perm));
            m.node(
                "ReverseSequence",
                List.of("turned", "i"),
                List.of("y"),
                Map.of("batch_axis", 1, "time_axis", 0));
          });
    }
    r.put(
        "ConvTranspose",
        m -> {
          m.constant("k", whole(4, 1, 3, 2));
          m.node(
              "ConvTranspose",
              List.of("v", "k"),
              List.of("y"),
              Map.of("strides", new long[] {2, 3}, "pads", new long[] {1, 1, 0, 1}));
        });
    r.put(
        "ConvTranspose by the input",
        m -> {
          m.constant("zs", TensorData.ofInt64s(0));
          m.constant("ze", TensorData.ofInt64s(1));
          m.constant("za", TensorData.ofInt64s(1));
          m.node("Slice", List.of("z", "zs", "ze", "za"), List.of("k"));
          m.node("ConvTranspose", List.of("k", "v"), List.of("y"), Map.of());
        });
    r.put(
        "Conv by the input",
        m -> {
          m.node("Conv", List.of("z", "v"), List.of("y"));
        });
    r.put(
        "Conv",
        m -> {
          m.constant("k", whole(1, 4, 3, 2));
          m.node(
              "Conv",
              List.of("v", "k"),
              List.of("y"),
              Map.of("dilations", new long[] {1, 2}, "pads", new long[] {1, 1, 0, 1}));
        });
    r.put(
        "Col2Im",
        m -> {
          m.constant("sq", TensorData.ofInt64s(1, 16, 4));
          m.constant("size", TensorData.ofInt64s(3, 3));
          m.constant("block", TensorData.ofInt64s(2, 2));
          m.node("Reshape", List.of("v", "sq"), List.of("columns"));
          m.node("Col2Im", List.of("columns", "size", "block"), List.of("y"));
        });
    r.put("Gather", m -> m.node("Gather", List.of("v", "i"), List.of("y"), Map.of("axis", 2)));
    r.put("MatMul", m -> m.node("MatMul", List.of("v", "v"), List.of("y")));
    r.put(
        "Einsum",
        m ->
            m.node(
                "Einsum", List.of("v", "v"), List.of("y"), Map.of("equation", "aiij,aikj->aki")));
    r.put("Trilu", m -> m.node("Trilu", List.of("v"), List.of("y")));
    for (String pool : List.of("MaxPool", "AveragePool")) {
      r.put(
          pool,
          m ->
              m.node(
                  pool,
                  List.of("v"),
                  List.of("y"),
                  Map.of(
                      "kernel_shape", new long[] {2, 3},
                      "strides", new long[] {2, 1},
                      "pads", new long[] {1, 1, 0, 1})));
    }
    return r;
  }

  // Whole numbers in -2..2.
  private static TensorData whole(int... dims) {
    float[] values = new float[TensorShape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 5) - 2;
    }
    return TensorData.ofFloats(TensorShape.of(dims), values);
  }

  @TestFactory
  List<DynamicTest> areOnnxRuntimes() {
    List<DynamicTest> tests = new ArrayList<>();
    readers()
        .forEach((reader, node) ->
            views()
                .forEach((view, given) ->
                    tests.add(
                        DynamicTest.dynamicTest(reader + " of " + view, () -> run(given, node)))));
    return tests;
  }

  private static void run(Consumer<Models> view, Consumer<Models> node) {
    Models m = Models.opset(24).input("x", DataType.FLOAT, 1, 4, 4, 4);
    m.input("i", DataType.INT64, 1);
    m.input("z", DataType.FLOAT, 1, 4, 6, 4);
    view.accept(m);
    node.accept(m);
    m.node("Identity", List.of("i"), List.of("j"));
    m.node("Identity", List.of("z"), List.of("o"));
    m.output("y", "j", "o");
    Random random = new Random(3);
    List<Map<String, TensorData>> samples = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      double[] values = random.doubles(64, -2, 2).map(v -> Math.rint(v * 8) / 8).toArray();
      samples.add(
          Map.of(
              "x",
              TensorData.ofDoubles(DataType.FLOAT, TensorShape.of(1, 4, 4, 4), values),
              "i",
              TensorData.ofInt64s(1 + k),
              "z",
              whole(1, 4, 6, 4)));
    }
    Followed.within(m.bytes(), TOLERANCE, samples);
  }
}
