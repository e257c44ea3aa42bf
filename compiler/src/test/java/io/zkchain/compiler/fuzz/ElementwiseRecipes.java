package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions of elements: of one, of several with broadcasting, of integers and of flags. */
final class ElementwiseRecipes {

  /** A function with the interval of its arguments. */
  private record Function(String op, double low, double high) {}

  private static final double ANY = 100;

  private static final List<Function> FUNCTIONS =
      List.of(
          new Function("Relu", -ANY, ANY),
          new Function("Abs", -ANY, ANY),
          new Function("Neg", -ANY, ANY),
          new Function("Sigmoid", -8, 8),
          new Function("Tanh", -6, 6),
          new Function("Erf", -4, 4),
          new Function("Exp", -6, 3),
          new Function("Log", 0.1, 50),
          new Function("Sqrt", 0.1, 50),
          new Function("Reciprocal", 0.2, 20),
          new Function("LeakyRelu", -ANY, ANY),
          new Function("Elu", -6, 20),
          new Function("Selu", -6, 20),
          new Function("Celu", -6, 20),
          new Function("Softplus", -8, 8),
          new Function("Softsign", -8, 8),
          new Function("HardSigmoid", -8, 8),
          new Function("HardSwish", -8, 8),
          new Function("Gelu", -6, 6),
          new Function("Mish", -6, 6),
          new Function("ThresholdedRelu", -8, 8),
          new Function("Shrink", -8, 8),
          new Function("Sin", -4, 4),
          new Function("Cos", -4, 4),
          new Function("Tan", -1, 1),
          new Function("Asin", -0.9, 0.9),
          new Function("Acos", -0.9, 0.9),
          new Function("Atan", -8, 8),
          new Function("Sinh", -3, 3),
          new Function("Cosh", -3, 3),
          new Function("Asinh", -8, 8),
          new Function("Acosh", 1.2, 9),
          new Function("Atanh", -0.9, 0.9),
          new Function("Sign", -ANY, ANY),
          new Function("Floor", -ANY, ANY),
          new Function("Ceil", -ANY, ANY),
          new Function("Round", -ANY, ANY),
          new Function("Identity", -1e9, 1e9));

  private ElementwiseRecipes() {}

  static List<Recipe> all() {
    return List.of(
        ElementwiseRecipes::function,
        ElementwiseRecipes::function,
        ElementwiseRecipes::function,
        ElementwiseRecipes::binary,
        ElementwiseRecipes::binary,
        ElementwiseRecipes::binary,
        ElementwiseRecipes::scaled,
        ElementwiseRecipes::scaled,
        ElementwiseRecipes::several,
        ElementwiseRecipes::clip,
        ElementwiseRecipes::power,
        ElementwiseRecipes::compare,
        ElementwiseRecipes::flags,
        ElementwiseRecipes::choose,
        ElementwiseRecipes::cast,
        ElementwiseRecipes::integers,
        ElementwiseRecipes::integers);
  }

  private static void function(Sketch s) {
    Function f = FUNCTIONS.get(s.below(FUNCTIONS.size()));
    String x = s.fit(s.real(), f.low(), f.high());
    Map<String, Object> attributes =
        switch (f.op()) {
          case "LeakyRelu", "Elu", "Celu", "ThresholdedRelu" ->
              s.chance(1, 2) ? Map.of() : Map.of("alpha", s.any(0.25f, 0.5f, 1.5f));
          case "Shrink" -> Map.of("lambd", 0.5f, "bias", s.any(0f, 0.25f));
          case "Gelu" -> s.chance(1, 2) ? Map.of() : Map.of("approximate", "tanh");
          case "HardSigmoid" -> s.chance(1, 2) ? Map.of() : Map.of("alpha", 0.5f, "beta", 0.25f);
          default -> Map.of();
        };
    s.one(f.op(), List.of(x), attributes);
  }

  /** Another operand that broadcasts: a value, the same value, or a constant of an odd shape. */
  static String partner(Sketch s, String x) {
    TensorShape shape = s.shape(x);
    DataType type = s.type(x);
    if (s.chance(1, 2)) {
      Optional<String> other = s.pick(y -> s.type(y) == type && broadcasts(s.shape(y), shape));
      if (other.isPresent()) {
        return other.get();
      }
    }
    int[] dims = shape.toArray();
    int from = s.below(dims.length + 1);
    int[] part = Arrays.copyOfRange(dims, from, dims.length);
    for (int k = 0; k < part.length; k++) {
      part[k] = s.chance(1, 3) ? 1 : part[k] == 1 && s.chance(1, 4) ? 2 : part[k];
    }
    return type.isFloat()
        ? s.weights(-2, 2, part)
        : s.constant(s.draw(type, type.isUnsigned() ? 0 : -3, 3, TensorShape.of(part)));
  }

  private static boolean broadcasts(TensorShape a, TensorShape b) {
    for (int k = 1; k <= Math.min(a.rank(), b.rank()); k++) {
      int x = a.dim(a.rank() - k);
      int y = b.dim(b.rank() - k);
      if (x != y && x != 1 && y != 1) {
        return false;
      }
    }
    return true;
  }

  private static List<String> order(Sketch s, String x, String y) {
    return s.chance(1, 2) ? List.of(x, y) : List.of(y, x);
  }

  private static void binary(Sketch s) {
    String x = s.real();
    String y = partner(s, x);
    String op = s.any("Add", "Sub", "Mul", "Mul", "Max", "Min", "Div", "PRelu", "Mod");
    switch (op) {
      case "Div" -> s.one("Div", List.of(x, away(s, y)));
      case "PRelu" -> s.one("PRelu", List.of(x, slope(s, x)));
      case "Mod" -> s.one("Mod", List.of(x, away(s, y)), Map.of("fmod", 1));
      default -> s.one(op, order(s, x, y));
    }
  }

  // ONNX broadcasts slopes in one direction.
  private static String slope(Sketch s, String x) {
    int[] dims = s.shape(x).toArray();
    int[] part = Arrays.copyOfRange(dims, s.below(dims.length + 1), dims.length);
    for (int k = 0; k < part.length; k++) {
      part[k] = s.chance(1, 3) ? 1 : part[k];
    }
    return s.weights(-1, 2, part);
  }

  // Moved away from 0, to one side of it.
  private static String away(Sketch s, String y) {
    return s.low(y) > 0.2 || s.high(y) < -0.2 ? y : s.fit(y, 0.5, 4);
  }

  // By constants that compilers fold: powers of two, ones, zeros, by channel.
  private static void scaled(Sketch s) {
    String x = s.real();
    double value = s.any(0.25, 0.5, 2.0, 1.0, -1.0, 0.0, 3.0, 0.1, -0.125);
    String constant =
        s.chance(3, 4) || s.rank(x) == 0
            ? s.scalar(DataType.FLOAT, value)
            : s.weights(-1, 1, s.shape(x).dim(s.rank(x) - 1));
    String op = s.any("Mul", "Mul", "Add", "Sub", "Div");
    boolean divides = op.equals("Div") && s.low(constant) * s.high(constant) <= 0;
    s.one(divides ? "Mul" : op, op.equals("Div") ? List.of(x, constant) : order(s, x, constant));
  }

  private static void several(Sketch s) {
    List<String> reads = new ArrayList<>();
    reads.add(s.real());
    int count = 1 + s.below(3);
    for (int k = 1; k < count; k++) {
      reads.add(partner(s, reads.getFirst()));
    }
    s.one(s.any("Sum", "Mean", "Max", "Min"), reads);
  }

  private static void clip(Sketch s) {
    String x = s.real();
    double low = s.any(-1.0, 0.0, -0.5);
    double high = s.any(1.0, 6.0, 0.75);
    if (s.opset < 11) {
      s.one("Clip", List.of(x), Map.of("min", (float) low, "max", (float) high));
      return;
    }
    s.one(
        "Clip",
        switch (s.below(3)) {
          case 0 -> List.of(x, bound(s, low));
          case 1 -> List.of(x, "", bound(s, high));
          default -> List.of(x, bound(s, low), bound(s, high));
        });
  }

  private static String bound(Sketch s, double value) {
    return s.constant(TensorData.ofFloats(TensorShape.SCALAR, (float) value));
  }

  private static void power(Sketch s) {
    double exponent = s.any(2.0, 3.0, 0.5, -1.0, 1.0, 0.0, 1.5, -0.5);
    boolean whole = exponent >= 0 && exponent == Math.rint(exponent);
    String x = whole ? s.fit(s.real(), -4, 4) : s.fit(s.real(), 0.3, 5);
    s.one("Pow", List.of(x, s.scalar(DataType.FLOAT, exponent)));
  }

  private static void compare(Sketch s) {
    String x = s.chance(2, 3) ? s.real() : s.pick(y -> s.type(y).isInteger()).orElseGet(s::real);
    String op = s.any("Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal");
    s.one(op, order(s, x, partner(s, x)));
  }

  /** A flag that stands, or one by comparison. */
  static String flag(Sketch s) {
    Optional<String> flag = s.pick(y -> s.type(y) == DataType.BOOL);
    if (flag.isPresent() && s.chance(3, 4)) {
      return flag.get();
    }
    String x = s.real();
    return s.one(s.any("Greater", "Less"), List.of(x, partner(s, x)));
  }

  private static void flags(Sketch s) {
    String x = flag(s);
    if (s.chance(1, 4)) {
      s.one("Not", List.of(x));
      return;
    }
    Optional<String> y =
        s.pick(other -> s.type(other) == DataType.BOOL && broadcasts(s.shape(other), s.shape(x)));
    s.one(s.any("And", "Or", "Xor"), List.of(x, y.orElse(x)));
  }

  private static void choose(Sketch s) {
    String x = s.chance(3, 4) ? s.real() : s.pick(y -> s.type(y).isInteger()).orElseGet(s::real);
    String flag =
        s.pick(c -> s.type(c) == DataType.BOOL && broadcasts(s.shape(c), s.shape(x)))
            .orElseGet(() -> s.one("Greater", List.of(s.real(), s.scalar(DataType.FLOAT, 0))));
    String other = partner(s, x);
    s.one("Where", s.chance(1, 2) ? List.of(flag, x, other) : List.of(flag, other, x));
  }

  private static void cast(Sketch s) {
    String x = s.pick(y -> true).orElseGet(s::real);
    DataType to =
        s.type(x) == DataType.FLOAT
            ? s.any(DataType.INT64, DataType.INT32, DataType.BOOL, DataType.DOUBLE, DataType.INT8)
            : s.any(DataType.FLOAT, DataType.FLOAT, DataType.FLOAT, DataType.INT64, DataType.BOOL);
    boolean narrow = to == DataType.INT8 && (s.low(x) < -120 || s.high(x) > 120);
    s.one("Cast", List.of(narrow ? s.fit(x, -100, 100) : x), Map.of("to", to.code()));
  }

  private static void integers(Sketch s) {
    DataType type =
        s.any(DataType.INT64, DataType.INT64, DataType.INT32, DataType.INT8, DataType.UINT8);
    String x =
        s.pick(y -> s.type(y).isInteger())
            .orElseGet(
                () -> s.input(type, type.isUnsigned() ? 0 : -9, 9, s.randomDims(1 + s.below(3))));
    String y = partner(s, x);
    switch (s.below(10)) {
      case 0, 1 -> s.one("Add", order(s, x, y));
      case 2 -> s.one("Sub", order(s, x, y));
      case 3 -> s.one("Mul", order(s, x, y));
      case 4 -> s.one(s.any("Max", "Min"), order(s, x, y));
      case 5 -> s.one(s.any("Abs", "Neg", "Sign"), List.of(x));
      case 6 -> s.one(s.any("Mod", "Div"), List.of(x, divisor(s, x)));
      case 7 -> s.one(s.any("BitwiseAnd", "BitwiseOr", "BitwiseXor"), order(s, x, y));
      case 8 -> s.one("BitwiseNot", List.of(x));
      default -> shift(s, x);
    }
  }

  private static String divisor(Sketch s, String x) {
    return s.constant(s.draw(s.type(x), 1, 5, TensorShape.SCALAR));
  }

  private static void shift(Sketch s, String x) {
    DataType type = s.any(DataType.UINT8, DataType.UINT32);
    String unsigned = s.type(x) == type ? x : s.input(type, 0, 50, s.shape(x).toArray());
    s.one(
        "BitShift",
        List.of(unsigned, s.constant(s.draw(type, 0, 3, TensorShape.SCALAR))),
        Map.of("direction", s.any("LEFT", "RIGHT")));
  }
}
