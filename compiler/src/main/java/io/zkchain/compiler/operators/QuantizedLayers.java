package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;

/**
 * QLinearConv, QLinearMatMul, ConvInteger and MatMulInteger, exactly.
 *
 * <p>Semantics: acc = sum of (x - x_zero)(w - w_zero) + bias in whole numbers; q = clamp(round(acc
 * M) + y_zero) with ties to even and M = float32((x_scale w_scale) / y_scale), by channel where
 * w_scale is. M = m 2^-t exactly; the m are folded into the weights, so that acc M costs nothing
 * before its rounding. {@link Multiplier} says when half up is half to even.
 */
final class QuantizedLayers implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "virtual sum of products, exact rational rescaling, clamped in its table";
    String constants = "scales and zero points constant; weight scales by channel";
    String rows = "1 + t/s (3 + t/s where the clamp passes the table)";
    String exact = "0 (float32 ties: 1 unit)";
    return List.of(
        new OperatorEntry("QLinearConv", 10, how, "as Conv; " + constants, rows, exact),
        new OperatorEntry("QLinearMatMul", 10, how, "as MatMul; " + constants, rows, exact),
        new OperatorEntry(
            "ConvInteger",
            10,
            "virtual sum of products",
            "as Conv; zero points constant",
            "0",
            "0"),
        new OperatorEntry(
            "MatMulInteger",
            10,
            "virtual sum of products",
            "as MatMul; zero points constant",
            "0",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "ConvInteger" -> c.output(integerConvolution(c));
      case "MatMulInteger" -> c.output(integerProduct(c));
      case "QLinearConv" -> convolution(c);
      default -> product(c);
    }
  }

  /** Inputs x and w, their zero points, and w's scales, of one node. */
  private record Factors(
      int x, int w, QuantParameters xParameters, QuantParameters wParameters, int channelAxis) {}

  // (w - zero) m by channel, row-major.
  private static double[] weights(OperatorContext c, Factors f, Multiplier m) {
    TensorData data = c.constant(f.w);
    double[] out = new double[data.size()];
    int axis = f.channelAxis;
    int inner = data.shape().sizeOf(axis + 1, data.shape().rank());
    int channels = data.shape().dim(axis);
    for (int i = 0; i < out.length; i++) {
      int channel = i / inner % channels;
      out[i] = (data.longAt(i) - f.wParameters.zeroPoint(channel)) * m.factor(channel);
    }
    return out;
  }

  private static double[] bias(OperatorContext c, int input, Multiplier m) {
    if (!c.node().hasInput(input)) {
      return new double[0];
    }
    TensorData data = c.constant(input);
    double[] out = new double[data.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = data.longAt(i) * m.factor(i);
    }
    return out;
  }

  private static QTensor centred(OperatorContext c, int input, long zeroPoint) {
    QTensor x = c.tensor(input);
    return Arithmetic.plus(c.lowering(), x.name(), x, -zeroPoint);
  }

  private static void finish(OperatorContext c, QTensor acc, Multiplier m, QuantParameters y) {
    c.output(m.rounded(c.lowering(), acc, y.zeroPoint(c), IntegerTypes.values(y.type())));
  }

  private static Factors factors(OperatorContext c, int x, int w, int channelAxis, boolean scaled) {
    DataType xType = c.inputs().type(x).dtype();
    DataType wType = c.inputs().type(w).dtype();
    QuantParameters xs =
        scaled ? QuantParameters.of(c, xType, x + 1, x + 2) : zeroOnly(c, xType, 2);
    QuantParameters ws =
        scaled ? QuantParameters.of(c, wType, w + 1, w + 2) : zeroOnly(c, wType, 3);
    return new Factors(x, w, xs, ws, channelAxis);
  }

  private static QuantParameters zeroOnly(OperatorContext c, DataType type, int input) {
    long[] zeros = c.node().hasInput(input) ? c.constant(input).toLongs() : new long[] {0};
    return new QuantParameters(type, new double[] {1}, zeros);
  }

  // ---------------------------------------------------------------- convolutions

  private static void convolution(OperatorContext c) {
    Factors f = factors(c, 0, 3, 0, true);
    QuantParameters y = QuantParameters.of(c, c.outputType().dtype(), 6, 7);
    Multiplier m = Multiplier.of(f.xParameters.scale(c), f.wParameters.scales(), y.scale(c));
    finish(c, convolved(c, f, m, bias(c, 8, m)), m, y);
  }

  private static QTensor integerConvolution(OperatorContext c) {
    Factors f = factors(c, 0, 1, 0, false);
    return convolved(c, f, new Multiplier(new double[] {1}, 0), new double[0]);
  }

  private static QTensor convolved(OperatorContext c, Factors f, Multiplier m, double[] bias) {
    QTensor x = centred(c, f.x, f.xParameters.zeroPoint(c));
    if (c.isConstant(f.w)) {
      return Convolutions.weighted(c, x, f.w, weights(c, f, m), bias);
    }
    QTensor acc = m.times(c, Convolutions.witness(c, x, filters(c, f)));
    return bias.length == 0 ? acc : plus(c, acc, bias, 1);
  }

  // w less its zero points, by filter where they differ.
  private static QTensor filters(OperatorContext c, Factors f) {
    long[] zeros = f.wParameters.zeroPoints();
    if (zeros.length == 1) {
      return centred(c, f.w, zeros[0]);
    }
    Lowering l = c.lowering();
    int[] dims = new int[c.inputDims(f.w).length];
    Arrays.fill(dims, 1);
    dims[0] = zeros.length;
    QTensor offsets = l.fixed(c.name() + ".zeros", dims, zeros, Scale.ONE);
    return Arithmetic.sum(l, c.name() + ".w", List.of(c.tensor(f.w), offsets), List.of(1L, -1L));
  }

  // Plus a value by channel along an axis.
  private static QTensor plus(OperatorContext c, QTensor acc, double[] bias, int axis) {
    Lowering l = c.lowering();
    int[] dims = new int[acc.rank() - axis];
    Arrays.fill(dims, 1);
    dims[0] = bias.length;
    QTensor b = l.fixed(c.name() + ".bias", dims, Weights.round(bias, acc.scale()), acc.scale());
    return Arithmetic.sum(l, c.name(), List.of(acc, b), List.of(1L, 1L));
  }

  // ---------------------------------------------------------------- matrix products

  private static void product(OperatorContext c) {
    Factors f = factors(c, 0, 3, c.inputDims(3).length - 1, true);
    QuantParameters y = QuantParameters.of(c, c.outputType().dtype(), 6, 7);
    Multiplier m = Multiplier.of(f.xParameters.scale(c), f.wParameters.scales(), y.scale(c));
    finish(c, multiplied(c, f, m, MatrixLabels.ofMatMul(c, 0, 3), bias(c, 8, m)), m, y);
  }

  private static QTensor integerProduct(OperatorContext c) {
    Factors f = factors(c, 0, 1, c.inputDims(1).length - 1, false);
    Multiplier one = new Multiplier(new double[] {1}, 0);
    return multiplied(c, f, one, MatrixLabels.ofMatMul(c, 0, 1), new double[0]);
  }

  private static QTensor multiplied(
      OperatorContext c, Factors f, Multiplier m, MatrixLabels labels, double[] bias) {
    long xZero = f.xParameters.zeroPoint(c);
    if (c.isConstant(f.w)) {
      return MatrixProducts.weighted(
          c, f.x, xZero, labels, weights(c, f, m), c.inputDims(f.w), bias);
    }
    Lowering l = c.lowering();
    QTensor x =
        c.isConstant(f.x)
            ? Arithmetic.plus(l, c.name(), c.fixed(f.x, Scale.ONE), -xZero)
            : Commit.factor(l, centred(c, f.x, xZero));
    QTensor w = centred(c, f.w, f.wParameters.zeroPoint(c));
    QTensor acc = m.times(c, MatrixProducts.witnesses(c, x, w, labels));
    return bias.length == 0 ? acc : plus(c, acc, bias, 1);
  }
}
