package io.zkchain.compiler.operators;

import static io.zkchain.compiler.operators.OperatorCase.of;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Functions of one number, powers and PRelu. */
final class FunctionCases {

  private FunctionCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    everywhere(cases);
    partial(cases);
    parameters(cases);
    powers(cases);
    return cases;
  }

  private static OperatorCase real(String operator, int opset, double low, double high) {
    return of(operator, "%s..%s".formatted(low, high), opset)
        .in(DataType.FLOAT, low, high, 12)
        .units(0.5);
  }

  private static void everywhere(List<OperatorCase> c) {
    for (String smooth : List.of("Exp", "Softplus", "Softsign", "Selu", "Elu", "HardSigmoid")) {
      c.add(real(smooth, 17, -3, 3).tolerance(2e-4));
    }
    for (String smooth : List.of("Sin", "Cos", "Atan", "Sinh", "Cosh", "Asinh", "Erf")) {
      c.add(real(smooth, 17, -3, 3).tolerance(2e-4));
    }
    c.add(real("Tan", 17, -1, 1).tolerance(2e-4));
    c.add(real("HardSwish", 17, -5, 5).tolerance(2e-4));
    c.add(real("Mish", 18, -4, 4).tolerance(2e-4));
    c.add(real("Gelu", 20, -5, 5).tolerance(2e-4));
    c.add(real("Gelu", 20, -3, 3).with("approximate", "tanh").tolerance(2e-4));
  }

  private static void partial(List<OperatorCase> c) {
    c.add(real("Log", 17, 0.2, 4).rejects().tolerance(2e-4));
    c.add(real("Sqrt", 17, 0.1, 3).tolerance(2e-4));
    c.add(real("Reciprocal", 17, 0.5, 3).rejects().tolerance(2e-4));
    c.add(real("Reciprocal", 17, -3, -0.5).rejects().tolerance(2e-4));
    c.add(real("Asin", 17, -0.9, 0.9).rejects().tolerance(2e-4));
    c.add(real("Acos", 17, -0.9, 0.9).rejects().tolerance(2e-4));
    c.add(real("Acosh", 17, 1.1, 4).rejects().tolerance(2e-4));
    c.add(real("Atanh", 17, -0.8, 0.8).rejects().tolerance(2e-4));
  }

  private static void parameters(List<OperatorCase> c) {
    c.add(real("Elu", 17, -3, 3).with("alpha", 0.5f).tolerance(2e-4));
    c.add(real("Selu", 17, -3, 3).with("alpha", 2f).with("gamma", 0.7f).tolerance(2e-4));
    c.add(real("Celu", 17, -3, 3).with("alpha", 2f).tolerance(2e-4));
    c.add(real("HardSigmoid", 17, -3, 3).with("alpha", 0.3f).with("beta", 0.4f).tolerance(2e-4));
    c.add(real("ThresholdedRelu", 17, -3, 3).with("alpha", 1.3f).tolerance(2e-4));
    c.add(real("Shrink", 17, -3, 3).with("lambd", 1.1f).with("bias", 0.6f).tolerance(2e-4));
    c.add(real("Swish", 24, -4, 4).with("alpha", 1.5f).tolerance(2e-4));
  }

  private static void powers(List<OperatorCase> c) {
    for (float exponent : new float[] {0, 1, 2, 3, 4, 5}) {
      c.add(
          of("Pow", "exponent " + exponent, 17)
              .in(7)
              .scalar(exponent)
              .units(0.5)
              .tolerance(exponent == 3 ? 4e-3 : 2e-4));
    }
    c.add(
        of("Pow", "root", 17)
            .in(DataType.FLOAT, 0.1, 3, 7)
            .scalar(0.5f)
            .units(0.5)
            .tolerance(2e-4));
    c.add(
        of("Pow", "negative exponent", 17)
            .in(DataType.FLOAT, 0.5, 3, 7)
            .scalar(-1.5f)
            .rejects()
            .units(0.5)
            .tolerance(2e-4));
    c.add(
        of("Pow", "both from the input", 17)
            .in(DataType.FLOAT, 0.5, 3, 2, 3)
            .in(DataType.FLOAT, -1, 2, 3)
            .rejects()
            .units(1)
            .tolerance(5e-3));
    c.add(of("Pow", "constant base", 17).scalar(2f).in(7).units(0.5).tolerance(2e-4));
    c.add(of("Pow", "several exponents", 17).in(2, 3).floats(1f, 2f, 4f).units(1).tolerance(2e-3));
    c.add(of("Pow", "integers", 17).in(DataType.INT32, -9, 9, 5).int64s(2));
    c.add(
        of("Pow", "broadcast exponent", 17)
            .in(3)
            .constant(TensorData.ofFloats(TensorShape.of(2, 1), 2f, 2f))
            .units(0.5));
    c.add(of("PRelu", "slope by channel", 17).in(2, 3, 2).weights(3, 1).units(0.5).tolerance(2e-4));
    c.add(of("PRelu", "one slope", 17).in(2, 3).weights(1).units(0.5).tolerance(2e-4));
    c.add(of("PRelu", "slope from the input", 17).in(2, 3).in(3).units(0.5).tolerance(2e-4));
  }
}
