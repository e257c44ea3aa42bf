package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.RealRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Functions of one number, by table: {@link ScalarFunction} has semantics and errors. Outside a
 * function's domain there is no proof (ONNX has NaN or infinity there).
 */
final class UnaryFunctions implements OperatorFamily {
  private static final double SMALLEST = Double.MIN_VALUE;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Override
  public List<OperatorEntry> entries() {
    List<OperatorEntry> out = new ArrayList<>();
    add(out, 6, "", "Exp", "HardSigmoid");
    tailed(out, 6, "", "Elu", "Selu");
    add(out, 6, "0 and negative values are rejected; products by mantissa and exponent", "Log");
    add(out, 6, "0 is rejected; of a Sqrt: Pow -0.5", "Reciprocal");
    add(out, 6, "negative values are rejected; of products exact", "Sqrt");
    add(out, 1, "", "Softsign");
    tailed(out, 1, "", "Softplus");
    add(out, 9, "", "Erf", "Sinh", "Cosh", "Asinh");
    add(out, 9, "outside the domain rejected", "Acosh", "Atanh");
    add(out, 7, "products and sums of any size by their phase", "Sin", "Cos");
    add(out, 7, "", "Atan");
    add(out, 7, "outside the domain rejected", "Asin", "Acos");
    add(out, 7, "clamped near its poles", "Tan");
    tailed(out, 12, "alpha", "Celu");
    tailed(out, 10, "alpha", "ThresholdedRelu");
    add(out, 9, "lambd, bias", "Shrink");
    tailed(out, 14, "", "HardSwish");
    tailed(out, 18, "", "Mish");
    tailed(
        out,
        20,
        "approximate none and tanh; also recognised as Div-Erf-Add-Mul and by Tanh",
        "Gelu");
    tailed(out, 24, "alpha", "Swish");
    return out;
  }

  private static void add(List<OperatorEntry> out, int since, String attributes, String... names) {
    String how = "function table, fused with the rounding before it";
    add(out, how, since, attributes, "1 + 1", names);
  }

  private static void tailed(
      List<OperatorEntry> out, int since, String attributes, String... names) {
    add(out, AffineTails.HOW, since, attributes, AffineTails.ROWS, names);
  }

  private static void add(
      List<OperatorEntry> out,
      String how,
      int since,
      String attributes,
      String rows,
      String... names) {
    for (String name : names) {
      String error = "L u/2 + v/2, L the largest slope";
      out.add(new OperatorEntry(name, since, how, attributes, rows, error));
    }
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    boolean exact = x.isLinear() && l.domain().contains(x.range());
    Optional<QTensor> wide =
        exact
            ? Optional.empty()
            : switch (c.node().opType()) {
              case "Sqrt" -> WideFunctions.root(c, x);
              case "Log" -> WideFunctions.logarithm(c, x);
              case "Sin" -> WideFunctions.periodic(c, x, "sin", StrictMath::sin);
              case "Cos" -> WideFunctions.periodic(c, x, "cos", StrictMath::cos);
              default -> Optional.empty();
            };
    c.output(wide.orElseGet(() -> function(c.node(), l, x).lower(l, x, c.name())));
  }

  private static ScalarFunction function(Node node, Lowering l, QTensor x) {
    return switch (node.opType()) {
      case "Exp" -> ScalarFunction.of("exp", StrictMath::exp);
      case "Log" -> ScalarFunction.of("log", StrictMath::log).on(SMALLEST, INFINITE);
      case "Sqrt" -> ScalarFunction.of("sqrt", StrictMath::sqrt).on(0, INFINITE);
      case "Reciprocal" -> onOneSide(ScalarFunction.of("reciprocal", v -> 1 / v), l, x);
      case "Erf" -> ScalarFunction.of("erf", SpecialFunctions::erf).constantBeyond(4);
      case "Gelu" ->
          node.stringAttribute("approximate", "none").equals("tanh")
              ? ScalarFunction.of("gelu by tanh", SpecialFunctions::geluByTanh).affine(-6, 0, 6, 1)
              : ScalarFunction.of("gelu", SpecialFunctions::gelu).affine(-6, 0, 6, 1);
      case "Softplus" ->
          ScalarFunction.of("softplus", SpecialFunctions::softplus).affine(-16, 0, 16, 1);
      case "Softsign" -> ScalarFunction.of("softsign", v -> v / (1 + Math.abs(v)));
      case "Sin" -> ScalarFunction.of("sin", StrictMath::sin);
      case "Cos" -> ScalarFunction.of("cos", StrictMath::cos);
      case "Tan" -> ScalarFunction.of("tan", StrictMath::tan);
      case "Asin" -> ScalarFunction.of("asin", StrictMath::asin).on(-1, 1);
      case "Acos" -> ScalarFunction.of("acos", StrictMath::acos).on(-1, 1);
      case "Atan" -> ScalarFunction.of("atan", StrictMath::atan);
      case "Sinh" -> ScalarFunction.of("sinh", StrictMath::sinh);
      case "Cosh" -> ScalarFunction.of("cosh", StrictMath::cosh);
      case "Asinh" -> ScalarFunction.of("asinh", SpecialFunctions::asinh);
      case "Acosh" -> ScalarFunction.of("acosh", SpecialFunctions::acosh).on(1, INFINITE);
      case "Atanh" ->
          ScalarFunction.of("atanh", SpecialFunctions::atanh)
              .on(Math.nextUp(-1.0), Math.nextDown(1.0));
      case "HardSwish" ->
          ScalarFunction.of("hard swish", v -> v * Math.clamp(v / 6 + 0.5, 0.0, 1.0))
              .affine(-3, 0, 3, 1);
      case "Mish" ->
          ScalarFunction.of("mish", v -> v * StrictMath.tanh(SpecialFunctions.softplus(v)))
              .affine(-20, 0, 20, 1);
      default -> withParameters(node);
    };
  }

  private static ScalarFunction withParameters(Node node) {
    return switch (node.opType()) {
      case "Elu" -> {
        double alpha = node.floatAttribute("alpha", 1);
        yield ScalarFunction.of("elu " + alpha, v -> v >= 0 ? v : alpha * StrictMath.expm1(v))
            .affine(-16, 0, 0, 1);
      }
      case "Selu" -> {
        double alpha = node.floatAttribute("alpha", 1.6732632f);
        double gamma = node.floatAttribute("gamma", 1.050701f);
        yield ScalarFunction.of(
                "selu %s %s".formatted(alpha, gamma),
                v -> gamma * (v >= 0 ? v : alpha * StrictMath.expm1(v)))
            .affine(-16, 0, 0, gamma);
      }
      case "Celu" -> {
        double alpha = node.floatAttribute("alpha", 1);
        yield ScalarFunction.of(
                "celu " + alpha, v -> v >= 0 ? v : alpha * StrictMath.expm1(v / alpha))
            .affine(-16 * Math.abs(alpha), 0, 0, 1);
      }
      case "HardSigmoid" -> {
        double alpha = node.floatAttribute("alpha", 0.2f);
        double beta = node.floatAttribute("beta", 0.5f);
        yield ScalarFunction.of(
            "hard sigmoid %s %s".formatted(alpha, beta),
            v -> Math.clamp(alpha * v + beta, 0.0, 1.0));
      }
      case "ThresholdedRelu" -> {
        double alpha = node.floatAttribute("alpha", 1);
        yield ScalarFunction.of("relu above " + alpha, v -> v > alpha ? v : 0)
            .affine(alpha, 0, alpha, 1);
      }
      case "Shrink" -> {
        double lambda = node.floatAttribute("lambd", 0.5f);
        double bias = node.floatAttribute("bias", 0);
        yield ScalarFunction.of(
            "shrink %s %s".formatted(lambda, bias),
            v -> v < -lambda ? v + bias : v > lambda ? v - bias : 0);
      }
      case "Swish" -> {
        double alpha = node.floatAttribute("alpha", 1);
        double reach = 20 / Math.abs(alpha);
        ScalarFunction f =
            ScalarFunction.of("swish " + alpha, v -> v * SpecialFunctions.sigmoid(alpha * v));
        yield f.affine(-reach, alpha < 0 ? 1 : 0, reach, alpha < 0 ? 0 : 1);
      }
      default -> throw node.invalid("is no function of one number");
    };
  }

  /**
   * A function with a pole at 0, restricted to the side where all inputs are (or all calibrated
   * ones: then the other side is rejected). A table of one side costs no further row.
   */
  static ScalarFunction onOneSide(ScalarFunction f, Lowering l, QTensor x) {
    RealRange seen = l.scales().seen(x);
    if (x.range().lo() >= 0 || seen.low() > 0) {
      return f.renamed(f.key() + " of positives").on(SMALLEST, INFINITE);
    }
    return x.range().hi() <= 0 || seen.high() < 0
        ? f.renamed(f.key() + " of negatives").on(-INFINITE, -SMALLEST)
        : f.withPole();
  }
}
