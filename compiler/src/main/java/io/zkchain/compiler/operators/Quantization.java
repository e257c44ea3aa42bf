package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Clamp;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.HalfEven;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * QuantizeLinear and DequantizeLinear, exactly.
 *
 * <p>Semantics: q = clamp(round(x / scale) + zero point) with ties to even, where the scales are
 * the rational numbers that the float32 values are; (q - zero point) at the tensor's scale is the
 * real value, so DequantizeLinear renames, and QuantizeLinear to the scale that a value has rounds
 * nothing. ONNX Runtime divides in float32: that rounds to a tie about once in several thousand
 * values, and then the results differ by 1.
 *
 * <p><b>Unique:</b> {@link Requantise} where no tie is possible (shifts wider than the value), else
 * {@link HalfEven} and {@link Clamp}.
 */
final class Quantization implements OperatorFamily {
  private static final int MOST_SLICES = 64;

  @Override
  public List<OperatorEntry> entries() {
    String types = "(u)int8, (u)int16, int32; axis, blocked";
    String open = "; scale and zero point constant or from the input";
    return List.of(
        new OperatorEntry(
            "QuantizeLinear",
            10,
            "exact rational scale, half to even, clamped; folded into the input's rounding;"
                + " divided, rounded and clamped where it is blocked or not constant",
            types + open,
            "0 (same scale), 1 + s, 2 + s",
            "0 (float32 ties: 1 unit)"),
        new OperatorEntry(
            "DequantizeLinear", 10, "renamed; scales by axis: product", types + open, "0", "0"),
        new OperatorEntry(
            "DynamicQuantizeLinear",
            11,
            "maximum and minimum, division, half to even, clamped",
            "the range includes 0; an input of zeros only is rejected",
            "those of its parts",
            "1 unit where x is near a tie"));
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "QuantizeLinear" -> quantize(c);
      case "DequantizeLinear" -> c.output(dequantize(c));
      default -> throw c.unsupported("was not replaced when the model was read");
    }
  }

  private static void quantize(OperatorContext c) {
    QuantParameters p = QuantParameters.of(c, c.outputType().dtype(), 1, 2);
    if (!p.perAxis()) {
      // Quantising does not mind the shape, so a reshape that would cost a copy can wait.
      QTensor x = c.beforeReshape(0).orElseGet(() -> c.tensor(0)).named(c.name());
      c.outputReshaped(quantised(c, x, p.scales()[0], p.zeroPoint(c)));
      return;
    }
    QTensor x = c.tensor(0);
    int axis = Axes.attribute(c.node(), 1, x.rank());
    if (p.scales().length > MOST_SLICES) {
      throw c.unsupported(Limit.MANY_SCALES, MOST_SLICES);
    }
    List<QTensor> parts = new ArrayList<>();
    for (int k = 0; k < p.scales().length; k++) {
      QTensor slice = slice(c, x, axis, k);
      parts.add(place(c, quantised(c, slice, p.scales()[k], p.zeroPoint(k)), axis, k));
    }
    QTensor sum =
        Arithmetic.sum(c.lowering(), c.name(), parts, Collections.nCopies(parts.size(), 1L));
    Interval range = IntegerTypes.values(p.type());
    c.output(new QTensor(c.name(), sum.dims(), sum.scale(), range, sum.addends(), sum.buffer()));
  }

  private static QTensor slice(OperatorContext c, QTensor x, int axis, int k) {
    int[] dims = x.dims();
    dims[axis] = 1;
    List<AxisExpression> from = axes(dims);
    from.set(axis, AxisExpression.constant(k));
    return Arithmetic.view(c.lowering(), c.name() + ".part" + k, x, from, dims);
  }

  private static QTensor place(OperatorContext c, QTensor part, int axis, int k) {
    int[] dims = c.dims(0);
    List<AxisExpression> from = axes(dims);
    from.set(axis, AxisExpression.axis(axis, dims[axis]).plus(-k));
    return Arithmetic.view(c.lowering(), part.name(), part, from, dims);
  }

  private static List<AxisExpression> axes(int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(AxisExpression.axis(k, dims[k]));
    }
    return from;
  }

  private static QTensor quantised(OperatorContext c, QTensor x, double scale, long zeroPoint) {
    Lowering l = c.lowering();
    Interval bounds = IntegerTypes.values(c.outputType().dtype());
    Scale ratio = x.scale().over(Scale.exactly(scale));
    if (ratio.numerator().bitLength() > 62 || ratio.denominator().bitLength() > 62) {
      throw c.unsupported(Limit.FAR_SCALES, x.scale(), scale);
    }
    QTensor top = Arithmetic.times(l, x.name(), x, ratio.numerator().longValueExact());
    long divisor = ratio.denominator().longValueExact();
    int shift = Long.numberOfTrailingZeros(divisor);
    boolean power = divisor == 1L << shift;
    // A tie is an odd multiple of half the divisor.
    boolean ties = shift > 0 && x.range().magnitude() >= divisor / 2;
    if (power && !ties && divisor > 1) {
      QTensor placed = Arithmetic.plus(l, x.name(), top, Math.multiplyExact(zeroPoint, divisor));
      return Requantise.clamped(l, placed.at(Scale.powerOfTwo(-shift)), Scale.ONE, bounds);
    }
    QTensor nearest = HalfEven.of(l, x.name(), top, divisor).at(Scale.ONE);
    QTensor placed = Arithmetic.plus(l, x.name(), nearest, zeroPoint);
    return Clamp.of(l, x.name() + ".clamped", placed, bounds);
  }

  private static QTensor dequantize(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    QuantParameters p = QuantParameters.of(c, c.inputs().type(0).dtype(), 1, 2);
    if (!p.perAxis()) {
      QTensor centred = Arithmetic.plus(l, c.name(), x, -p.zeroPoint(c));
      return centred.at(Scale.exactly(p.scales()[0]));
    }
    int[] element = parameterOf(c, x.dims(), p.scales().length);
    long[] zeros = new long[element.length];
    double[] scales = new double[element.length];
    for (int i = 0; i < element.length; i++) {
      zeros[i] = p.zeroPoint(element[i]);
      scales[i] = p.scales()[element[i]];
    }
    Multiplier m = Multiplier.of(1, scales, 1);
    QTensor offsets = l.fixed(c.name() + ".zero", x.dims(), zeros, Scale.ONE);
    QTensor centred =
        Arithmetic.sum(l, c.name() + ".centred", List.of(x, offsets), List.of(1L, -1L));
    QTensor factors =
        l.fixed(
            c.name() + ".scale",
            x.dims(),
            Weights.round(m.factors(), Scale.ONE),
            Scale.powerOfTwo(-m.shift()));
    QTensor factor = centred.isFactor() ? centred : Commit.exact(l, centred);
    return Elementwise.multiply(l, c.name(), factor, factors, x.dims());
  }

  // For every element, which of the scales is its.
  private static int[] parameterOf(OperatorContext c, int[] dims, int count) {
    int axis = Axes.attribute(c.node(), 1, dims.length);
    int block = (int) c.node().intAttribute("block_size", 0);
    int[] own = dims.clone();
    if (block == 0) {
      Arrays.fill(own, 1);
      own[axis] = dims[axis];
    } else {
      own[axis] = Math.ceilDiv(dims[axis], block);
    }
    if (Arithmetic.volume(own) != count) {
      throw c.unsupported(Limit.SCALES_SHAPE, count);
    }
    int[] out = new int[Arithmetic.volume(dims)];
    int[] index = new int[dims.length];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < dims.length; k++) {
        int at = own[k] == 1 ? 0 : k == axis && block > 0 ? index[k] / block : index[k];
        out[i] = out[i] * own[k] + at;
      }
      for (int k = dims.length - 1; k >= 0 && ++index[k] == dims[k]; k--) {
        index[k] = 0;
      }
    }
    return out;
  }
}
