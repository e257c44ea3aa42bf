package io.zkchain.compiler.fuzz;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models of 8 bits: with QuantizeLinear and DequantizeLinear, with operators, and in integers. */
final class QuantisedRecipes {

  private QuantisedRecipes() {}

  static List<Recipe> all() {
    return List.of(
        QuantisedRecipes::roundTrip,
        QuantisedRecipes::roundTrip,
        QuantisedRecipes::layer,
        QuantisedRecipes::layer,
        QuantisedRecipes::operator,
        QuantisedRecipes::operator,
        QuantisedRecipes::integerProduct,
        QuantisedRecipes::dynamic);
  }

  /**
   * @param scale the name of a constant
   * @param zero the name of a constant of the type
   */
  private record Grid(DataType type, String scale, String zero, double unit) {}

  private static String real(Sketch s, double value) {
    return s.constant(TensorData.ofFloats(TensorShape.SCALAR, (float) value));
  }

  private static String zero(Sketch s, DataType type, long value) {
    return s.constant(TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {value}));
  }

  // Of a value's range, or a little less so that it clamps; or the grid of another value.
  private static Grid grid(Sketch s, String x) {
    boolean signed = s.chance(1, 2);
    DataType type = signed ? DataType.INT8 : DataType.UINT8;
    double most = Math.max(0.01, Math.max(Math.abs(s.low(x)), Math.abs(s.high(x))));
    double unit =
        s.chance(1, 3)
            ? Math.scalb(1.0, Math.getExponent(most) - 6)
            : most * s.any(1.0, 1.0, 0.7) / 127;
    long middle = signed ? s.any(0, 0, 5, -7) : s.any(128, 128, 100, 0);
    return new Grid(type, real(s, unit), zero(s, type, middle), unit);
  }

  private static String quantised(Sketch s, String x, Grid grid) {
    return s.one("QuantizeLinear", List.of(x, grid.scale(), grid.zero()));
  }

  private static void roundTrip(Sketch s) {
    String x = s.real();
    Grid grid = grid(s, x);
    String q = quantised(s, x, grid);
    // Read at another scale than it was written, sometimes.
    String scale = s.chance(1, 5) ? real(s, grid.unit() * s.any(0.5, 2.0, 0.7)) : grid.scale();
    s.one("DequantizeLinear", List.of(q, scale, grid.zero()));
  }

  private static String weights(Sketch s, int[] dims, int axis) {
    boolean byChannel = s.chance(1, 2);
    int channels = dims[axis];
    String q = s.constant(s.draw(DataType.INT8, -100, 100, TensorShape.of(dims)));
    if (!byChannel) {
      return s.one(
          "DequantizeLinear", List.of(q, real(s, s.any(0.01, 0.02)), zero(s, DataType.INT8, 0)));
    }
    String scale = s.weights(0.005, 0.02, channels);
    String zero =
        s.constant(TensorData.ofLongs(DataType.INT8, TensorShape.of(channels), new long[channels]));
    return s.one("DequantizeLinear", List.of(q, scale, zero), Map.of("axis", axis));
  }

  // x quantised and back, weights of integers, a product, its sum, quantised and back.
  private static void layer(Sketch s) {
    String x = s.real(2);
    Grid grid = grid(s, x);
    String back =
        s.one("DequantizeLinear", List.of(quantised(s, x, grid), grid.scale(), grid.zero()));
    String y;
    if (s.rank(x) == 4 && s.chance(2, 3)) {
      int[] dims = {1 + s.below(3), s.shape(x).dim(1), 1, 1};
      y = s.one("Conv", List.of(back, weights(s, dims, 0)));
    } else {
      int[] dims = {s.shape(x).dim(s.rank(x) - 1), 1 + s.below(4)};
      y = s.one("MatMul", List.of(back, weights(s, dims, s.below(2))));
    }
    if (s.chance(1, 3)) {
      y = s.one("Relu", List.of(y));
    }
    Grid last = grid(s, y);
    s.one("DequantizeLinear", List.of(quantised(s, y, last), last.scale(), last.zero()));
  }

  private static void operator(Sketch s) {
    boolean convolution = s.chance(1, 2);
    String x = convolution ? s.shaped(s.real(), 1, 2, 3, 3) : s.shaped(s.real(), 2, 4);
    Grid grid = grid(s, x);
    String q = quantised(s, x, grid);
    int columns = 1 + s.below(3);
    int[] dims = convolution ? new int[] {columns, 2, 2, 2} : new int[] {4, columns};
    boolean byChannel = s.chance(1, 3);
    DataType type = s.any(DataType.INT8, grid.type());
    String w = s.constant(s.draw(type, type.isUnsigned() ? 0 : -90, 90, TensorShape.of(dims)));
    String scale = byChannel ? s.weights(0.005, 0.02, columns) : real(s, 0.015);
    String zero =
        byChannel
            ? s.constant(TensorData.ofLongs(type, TensorShape.of(columns), new long[columns]))
            : zero(s, type, s.any(0, 3));
    Grid out =
        new Grid(grid.type(), real(s, s.any(0.02, 0.05)), zero(s, grid.type(), s.any(0, 10)), 1);
    List<String> reads =
        new ArrayList<>(
            List.of(q, grid.scale(), grid.zero(), w, scale, zero, out.scale(), out.zero()));
    if (convolution && s.chance(1, 2)) {
      reads.add(s.constant(s.draw(DataType.INT32, -500, 500, TensorShape.of(columns))));
    }
    String y = s.one(convolution ? "QLinearConv" : "QLinearMatMul", reads);
    if (s.chance(2, 3)) {
      s.one("DequantizeLinear", List.of(y, out.scale(), out.zero()));
    }
  }

  private static void integerProduct(Sketch s) {
    String x = s.shaped(s.real(), 2, 3);
    Grid grid = grid(s, x);
    String q = quantised(s, x, grid);
    String w = s.constant(s.draw(DataType.INT8, -50, 50, TensorShape.of(3, 2)));
    String y = s.one("MatMulInteger", s.chance(1, 2) ? List.of(q, w, grid.zero()) : List.of(q, w));
    String f = s.one("Cast", List.of(y), Map.of("to", DataType.FLOAT.code()));
    s.one("Mul", List.of(f, real(s, grid.unit() * 0.02)));
  }

  private static void dynamic(Sketch s) {
    String x = s.real(1);
    List<String> q = s.node("DynamicQuantizeLinear", List.of(x), 3, Map.of());
    s.one("DequantizeLinear", q);
  }
}
