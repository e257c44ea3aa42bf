package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whole operators at small widths, as the graph's lowering puts their gadgets together. */
final class ModelCases {

  private ModelCases() {}

  static List<GadgetCase> all() {
    return List.of(
        GadgetCases.byTable(
            GadgetCase.of("model: Relu", 4, 2).model(oneNode("Relu", 2)).calibrated("x", -5.5, 5.5),
            "x.q"),
        GadgetCases.byTable(
            GadgetCase.of("model: LeakyRelu", 4, 2)
                .model(oneNode("LeakyRelu", 1, "alpha", 0.3f))
                .calibrated("x", -5.5, 5.5),
            "x.q"),
        GadgetCases.byTable(
            GadgetCase.of("model: Sigmoid", 4, 2)
                .model(oneNode("Sigmoid", 1))
                .calibrated("x", -5.5, 5.5),
            "x.q"),
        GadgetCase.of("model: Gemm, Relu, clamped", 3, 2)
            .saturating()
            .model(gemmRelu())
            .calibrated("x", -2.2, 2.2)
            .calibrated("h", -1, 1)
            .calibrated("y", 0, 1)
            .idle("widen below h.excess", GadgetCases.BOUND)
            .idle("widen above h.excess", GadgetCases.BOUND),
        GadgetCase.of("model: square, rounded", 4, 2)
            .model(
                Models.opset(17)
                    .input("x", DataType.FLOAT, 1)
                    .node("Mul", List.of("x", "x"), List.of("y"))
                    .output("y")
                    .bytes())
            .calibrated("x", -5.5, 5.5)
            .calibrated("y", 0, 40)
            .idle("widen below y.q", "a square of the input's table rounds inside the table")
            .idle("widen above y.q", "a square of the input's table rounds inside the table"),
        GadgetCases.bySplit(
                GadgetCase.of("model: MaxPool of 3, padded", 3, 3)
                    .model(
                        oneNode(
                            "MaxPool",
                            new int[] {1, 1, 3},
                            Map.of("kernel_shape", new long[] {3}, "pads", new long[] {1, 1})))
                    .calibrated("x", -2.2, 2.2)
                    .means(x ->
                        new long[] {
                          Math.max(x[0], x[1]),
                          Arrays.stream(x).max().getAsLong(),
                          Math.max(x[1], x[2])
                        }),
                "y.axis0.d")
            .idle("widen above y.axis0.d.plus#2", GadgetCases.DIFFERENCE)
            .idle("widen above y.axis0.d.minus#2", GadgetCases.DIFFERENCE),
        GadgetCases.bySplit(
            GadgetCase.of("model: MaxPool 2 x 2", 3, 3)
                .model(
                    oneNode(
                        "MaxPool",
                        new int[] {1, 1, 2, 2},
                        Map.of("kernel_shape", new long[] {2, 2})))
                .calibrated("x", -2.2, 2.2)
                .means(x -> new long[] {Arrays.stream(x).max().getAsLong()}),
            "y.axis0.d",
            "y.axis1.d"),
        GadgetCase.of("model: AveragePool, divisors differ", 4, 2)
            .model(
                oneNode(
                    "AveragePool",
                    new int[] {1, 1, 2},
                    Map.of("kernel_shape", new long[] {2}, "pads", new long[] {1, 0})))
            .calibrated("x", -5.5, 5.5)
            .calibrated("y", -5.5, 5.5)
            .unchanged("its seven limbs of remainders hold few values; RQ has the mutations"));
  }

  private static byte[] oneNode(String operator, int size) {
    return oneNode(operator, new int[] {size}, Map.of());
  }

  private static byte[] oneNode(String operator, int size, String attribute, Object value) {
    return oneNode(operator, new int[] {size}, Map.of(attribute, value));
  }

  private static byte[] oneNode(String operator, int[] dims, Map<String, Object> attributes) {
    return Models.opset(17)
        .input("x", DataType.FLOAT, Arrays.stream(dims).boxed().toArray())
        .node(operator, List.of("x"), List.of("y"), attributes)
        .output("y")
        .bytes();
  }

  private static byte[] gemmRelu() {
    TensorShape square = TensorShape.of(2, 2);
    return Models.opset(17)
        .input("x", DataType.FLOAT, 1, 2)
        .constant("w", TensorData.ofFloats(square, new float[] {1, -0.5f, 0.75f, 1}))
        .node("Gemm", List.of("x", "w"), List.of("h"))
        .node("Relu", List.of("h"), List.of("y"))
        .output("y")
        .bytes();
  }
}
