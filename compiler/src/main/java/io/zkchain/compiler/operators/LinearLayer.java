package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A product of a witness with constant weights, plus a bias: what Conv, Gemm and MatMul share.
 *
 * <p>The weights' scale is chosen so that the later rounding shifts by the circuit's one shift s,
 * or by a multiple where that leaves the weights fewer than {@link #FINE} bits.
 */
final class LinearLayer {
  private static final int FINE = 9;
  private static final int WIDEST = 16;

  private final OperatorContext context;
  private final Lowering l;
  private final QTensor x;
  private final double[] weights;
  private final int[] weightDims;
  private final double[] bias;
  private final boolean byChannel;
  private final boolean padded;
  private final WeightChannels channels;

  /**
   * @param x a factor
   * @param channelAxes axes of the weights that the result has too, in the result's order
   * @param bias along one axis of the result, or empty
   * @param byChannel whether that axis is the last channel axis: else every channel meets every
   *     bias
   * @param padded whether positions outside x are read as 0
   */
  LinearLayer(
      OperatorContext context,
      QTensor x,
      double[] weights,
      int[] weightDims,
      int[] channelAxes,
      double[] bias,
      boolean byChannel,
      boolean padded) {
    this.context = context;
    this.l = context.lowering();
    this.x = x;
    this.weights = weights;
    this.weightDims = weightDims;
    this.bias = bias;
    this.byChannel = byChannel;
    this.padded = padded;
    this.channels = WeightChannels.of(weightDims, channelAxes);
  }

  /** The rounded weights. */
  QTensor quantised(String name) {
    Scale scale = weightScale();
    return l.fixed(name, weightDims, Weights.round(weights, scale), scale);
  }

  private Scale weightScale() {
    if (context.outputType().dtype().isInteger()) {
      return Scale.ONE; // whole numbers stay exact
    }
    String name = context.name();
    String rounded = context.roundedAs(name);
    double bound = realBound();
    RealRange seen = l.scales().seen(rounded).orElse(new RealRange(-bound, bound));
    Target target =
        rounded.equals(name)
            ? l.scales().target(name, seen, bound, Scale.ONE)
            : new Target(
                Scale.powerOfTwo(-l.chooser().finest(seen.magnitude(), Scale.ONE, 2)),
                Verdict.SATURATE);
    int s = l.settings().shift();
    double largest = Weights.magnitude(weights);
    int shift = s;
    Scale scale = target.scale().shifted(-shift).over(x.scale());
    while (largest > 0 && largest / scale.toDouble() < 1 << (FINE - 1) && shift < 3 * s) {
      shift += s;
      scale = target.scale().shifted(-shift).over(x.scale());
    }
    while (largest / scale.toDouble() >= 1L << (WIDEST - 1)) {
      scale = scale.shifted(1);
    }
    return scale;
  }

  // The largest absolute value of the result over all inputs in x's range.
  private double realBound() {
    double unit = x.scale().toDouble();
    double lo = unit * (padded ? Math.min(0, x.range().lo()) : x.range().lo());
    double hi = unit * (padded ? Math.max(0, x.range().hi()) : x.range().hi());
    var sums = channels.sums(weights);
    double bound = 0;
    for (int c = 0; c < channels.count(); c++) {
      double b = byChannel && bias.length > 0 ? bias[c % bias.length] : 0;
      double low = sums.positive()[c] * lo + sums.negative()[c] * hi + b;
      double high = sums.positive()[c] * hi + sums.negative()[c] * lo + b;
      bound = Math.max(bound, Math.max(Math.abs(low), Math.abs(high)));
    }
    double more = byChannel ? 0 : Weights.magnitude(bias);
    return (bound + more) * (1 + 0x1p-7);
  }

  /** Exact range of the products' sums, without bias, by the rounded weights. */
  Interval range(QTensor rounded) {
    long[] values = l.constantOf(rounded.buffer());
    Interval reach = padded ? x.range().union(new Interval(0, 0)) : x.range();
    var sums = channels.sums(values);
    Interval range = new Interval(0, 0);
    for (int c = 0; c < channels.count(); c++) {
      Interval sum = reach.times(sums.positive()[c]).plus(reach.times(sums.negative()[c]));
      range = c == 0 ? sum : range.union(sum);
    }
    return range;
  }

  /**
   * The result with its bias.
   *
   * @param view of x, with one axis for each label
   * @param biasDims of the bias, to broadcast against the result
   */
  QTensor result(
      QTensor view,
      int[] xLabels,
      QTensor w,
      int[] wLabels,
      int[] dims,
      int[] outLabels,
      int[] biasDims,
      Kernel kernel) {
    String name = context.name();
    QTensor acc =
        Arithmetic.contract(l, name, view, xLabels, w, wLabels, dims, outLabels, range(w), kernel);
    if (bias.length == 0) {
      return acc;
    }
    QTensor b = l.fixed(name + ".bias", biasDims, Weights.round(bias, acc.scale()), acc.scale());
    List<QTensor> terms = new ArrayList<>(List.of(acc, b));
    return Arithmetic.sum(l, name, terms, List.of(1L, 1L));
  }
}
