package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.List;

/** Functions of one number at small widths: domains that end, poles, several powers. */
final class FunctionModelCases {
  private static final String TWICE = "a second table holds the same value";
  private static final long[] REJECT = new long[0];

  private FunctionModelCases() {}

  static List<GadgetCase> all() {
    return List.of(
        GadgetCase.of("model: Log", 4, 2)
            .model(oneNode("Log", 1))
            .calibrated("x", 1, 5.5)
            .calibrated("y", 0, 1.7)
            .means(x -> x[0] < 1 ? REJECT : new long[] {Math.round(2 * Math.log(x[0]))})
            .idle("widen above x.q", GadgetCases.DIFFERENCE),
        GadgetCase.of("model: Sqrt", 4, 2)
            .model(oneNode("Sqrt", 1))
            .calibrated("x", 0, 5.5)
            .calibrated("y", 0, 2.6)
            .means(x -> x[0] < 0 ? REJECT : new long[] {Math.round(2 * Math.sqrt(x[0]))})
            .idle("widen above x.q", GadgetCases.DIFFERENCE),
        GadgetCase.of("model: Reciprocal of both signs", 4, 2)
            .model(oneNode("Reciprocal", 2))
            .calibrated("x", -5.5, 5.5)
            .calibrated("y", -1, 1)
            .means(x ->
                x[0] == 0 || x[1] == 0
                    ? REJECT
                    : new long[] {Math.round(4.0 / x[0]), Math.round(4.0 / x[1])})
            .idle("coefficient 0 + 1 of x.q.zero.refused", "2 flag = 0 says the same as flag = 0")
            .idle("widen below x.q", TWICE)
            .idle("widen above x.q", TWICE)
            .idle("free x.q", TWICE)
            .idle("widen below x.q.zero", TWICE)
            .idle("widen above x.q.zero", TWICE)
            .idle("free x.q.zero", TWICE),
        GadgetCase.of("model: Pow, clamped before it is rejected", 3, 2)
            .saturating()
            .model(powerOfProduct())
            .calibrated("x", -2.2, 2.2)
            .calibrated("h", 0.5, 2.5)
            .calibrated("y", 0.5, 1.7)
            .idle("widen below h.q", TWICE)
            .idle("widen above h.q", TWICE),
        GadgetCase.of("model: PRelu", 4, 2)
            .model(
                Models.opset(17)
                    .input("x", DataType.FLOAT, 1)
                    .constant("s", TensorData.ofFloats(TensorShape.of(1), 0.5f))
                    .node("PRelu", List.of("x", "s"), List.of("y"))
                    .output("y")
                    .bytes())
            .calibrated("x", -5.5, 5.5)
            .calibrated("y", -2.75, 5.5)
            .unchanged("its slope of 15 bits makes limbs that hold few values; RQ has them"));
  }

  private static byte[] oneNode(String operator, int size) {
    return Models.opset(17)
        .input("x", DataType.FLOAT, size)
        .node(operator, List.of("x"), List.of("y"))
        .output("y")
        .bytes();
  }

  private static byte[] powerOfProduct() {
    return Models.opset(17)
        .input("x", DataType.FLOAT, 2)
        .constant("e", TensorData.ofFloats(TensorShape.SCALAR, 0.5f))
        .node("Mul", List.of("x", "x"), List.of("h"))
        .node("Pow", List.of("h", "e"), List.of("y"))
        .output("y")
        .bytes();
  }
}
