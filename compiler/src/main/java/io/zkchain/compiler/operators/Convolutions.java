package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.ConvolutionKernel;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Contraction;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conv in one to three dimensions.
 *
 * <p>Semantics: acc[m, y] = bias[m] + sum over c, k of w[m, c, k] x[c, s y + d k - p] in exact
 * integers, 0 outside x. One term per weight block: the index relation {@code s y + d k - x = p}
 * with the bound of x is the padding. Virtual, so it adds no cell that could be ambiguous.
 *
 * <p>Error: half a unit of the weights' scale times the L1 norm of the window.
 */
final class Convolutions implements OperatorFamily {
  private static final int BATCH = 0;
  private static final int GROUP = 1;
  private static final int CHANNEL = 2;
  private static final int FILTER = 3;
  private static final int OUT = 10;
  private static final int KERNEL = 20;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Conv",
            1,
            "virtual sum of products over an affine index relation",
            "1-3 D, strides, dilations, group, pads, auto_pad, bias, weights from the input",
            "0",
            "weight rounding"));
  }

  @Override
  public void lower(OperatorContext c) {
    boolean bias = c.node().hasInput(2);
    if (!c.isConstant(1)) {
      QTensor acc = witness(c, c.tensor(0), c.tensor(1));
      c.output(bias ? plusBias(c, acc) : acc);
      return;
    }
    double[] biases = bias && c.isConstant(2) ? c.constant(2).toDoubles() : new double[0];
    QTensor acc = weighted(c, c.tensor(0), 1, c.constant(1).toDoubles(), biases);
    c.output(bias && biases.length == 0 ? plusBias(c, acc) : acc);
  }

  private static WindowGeometry geometry(OperatorContext c, int[] x, int[] w) {
    return WindowGeometry.ofConvolution(c.node(), TensorShape.of(x), TensorShape.of(w));
  }

  private static int groups(OperatorContext c) {
    return (int) c.node().intAttribute("group", 1);
  }

  /**
   * The convolution with constant weights, plus a bias by filter (or none).
   *
   * @param input whose shape the weights have
   */
  static QTensor weighted(
      OperatorContext c, QTensor input, int weightInput, double[] weights, double[] biases) {
    Lowering l = c.lowering();
    int[] weightDims = c.inputDims(weightInput);
    int groups = groups(c);
    WindowGeometry g = geometry(c, input.dims(), weightDims);
    int[] dims = grouped(weightDims, groups);
    QTensor x = Commit.factor(l, input);
    LinearLayer layer =
        new LinearLayer(c, x, weights, dims, new int[] {0, 1}, biases, true, isPadded(g));
    QTensor w = layer.quantised(c.name() + ".weights");
    QTensor view = representable(l, x, g, groups, w);
    int[] out = groupedOut(c.dims(0), groups);
    int[] biasDims = new int[out.length - 1];
    Arrays.fill(biasDims, 1);
    biasDims[0] = out[1];
    biasDims[1] = out[2];
    QTensor acc =
        layer.result(
            view,
            viewLabels(g),
            w,
            weightLabels(g),
            out,
            outLabels(g),
            biasDims,
            new ConvolutionKernel(x.buffer(), w.buffer(), g, x.dims(), weightDims, groups));
    return Arithmetic.reshape(l, c.name(), acc, c.dims(0));
  }

  /** The convolution of two witnesses. */
  static QTensor witness(OperatorContext c, QTensor input, QTensor weights) {
    Lowering l = c.lowering();
    int[] weightDims = weights.dims();
    int groups = groups(c);
    WindowGeometry g = geometry(c, input.dims(), weightDims);
    QTensor x = Commit.factor(l, input);
    QTensor filters = Commit.factor(l, weights);
    QTensor parted = Arithmetic.reshape(l, filters.name(), filters, grouped(weightDims, groups));
    // Weights whose cells lie in another order than by groups need a copy, too.
    boolean fit = fits(representable(l, x, g, groups, parted), g, parted);
    QTensor w = fit ? parted : Commit.exact(l, parted);
    QTensor view = representable(l, x, g, groups, w);
    int depth = Arithmetic.volume(weightDims) / weightDims[0];
    Interval reach = x.range().union(new Interval(0, 0)).times(w.range()).times(depth);
    QTensor acc =
        Arithmetic.contract(
            l,
            c.name(),
            view,
            viewLabels(g),
            w,
            weightLabels(g),
            groupedOut(c.dims(0), groups),
            outLabels(g),
            reach,
            new ConvolutionKernel(x.buffer(), w.buffer(), g, x.dims(), weightDims, groups));
    return Arithmetic.reshape(l, c.name(), acc, c.dims(0));
  }

  private static QTensor plusBias(OperatorContext c, QTensor acc) {
    Lowering l = c.lowering();
    int[] dims = new int[acc.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = acc.dim(1);
    QTensor bias = c.tensor(2, acc.scale());
    QTensor wide = Arithmetic.reshape(l, bias.name(), bias, dims);
    return Arithmetic.sum(l, c.name(), List.of(acc, wide), List.of(1L, 1L));
  }

  // The windows of x, from a copy of x with an axis for groups if a product with the weights could
  // not be said otherwise.
  private static QTensor representable(
      Lowering l, QTensor x, WindowGeometry g, int groups, QTensor w) {
    int[] apart = Labels.split(x.dims(), 1, new int[] {groups, x.dim(1) / groups});
    QTensor split = Arithmetic.reshape(l, x.name(), x, apart);
    QTensor view = windows(l, split, g);
    return fits(view, g, w) ? view : windows(l, Commit.exact(l, split), g);
  }

  private static boolean fits(QTensor view, WindowGeometry g, QTensor w) {
    return Contraction.of(view, viewLabels(g), w, weightLabels(g), outLabels(g)).isPresent();
  }

  // Axes: batch, group, channel, output positions, kernel positions.
  private static QTensor windows(Lowering l, QTensor split, WindowGeometry g) {
    int rank = g.rank();
    int[] dims = new int[3 + 2 * rank];
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      dims[axis] = split.dim(axis);
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    for (int k = 0; k < rank; k++) {
      dims[3 + k] = g.output().get(k);
      dims[3 + rank + k] = g.kernel().get(k);
      from.add(
          AxisExpression.constant(-g.padBegin().get(k))
              .plus(g.strides().get(k), 3 + k, dims[3 + k])
              .plus(g.dilations().get(k), 3 + rank + k, dims[3 + rank + k]));
    }
    return Arithmetic.unevaluatedView(l, split, from, dims);
  }

  private static int[] viewLabels(WindowGeometry g) {
    int rank = g.rank();
    int[] labels = new int[3 + 2 * rank];
    labels[0] = BATCH;
    labels[1] = GROUP;
    labels[2] = CHANNEL;
    for (int k = 0; k < rank; k++) {
      labels[3 + k] = OUT + k;
      labels[3 + rank + k] = KERNEL + k;
    }
    return labels;
  }

  private static int[] weightLabels(WindowGeometry g) {
    int[] labels = new int[3 + g.rank()];
    labels[0] = GROUP;
    labels[1] = FILTER;
    labels[2] = CHANNEL;
    for (int k = 0; k < g.rank(); k++) {
      labels[3 + k] = KERNEL + k;
    }
    return labels;
  }

  private static int[] outLabels(WindowGeometry g) {
    int[] labels = new int[3 + g.rank()];
    labels[0] = BATCH;
    labels[1] = GROUP;
    labels[2] = FILTER;
    for (int k = 0; k < g.rank(); k++) {
      labels[3 + k] = OUT + k;
    }
    return labels;
  }

  // [M, C, ..] to [group, M / group, C, ..].
  private static int[] grouped(int[] dims, int groups) {
    return Labels.split(dims, 0, new int[] {groups, dims[0] / groups});
  }

  private static int[] groupedOut(int[] dims, int groups) {
    return Labels.split(dims, 1, new int[] {groups, dims[1] / groups});
  }

  private static boolean isPadded(WindowGeometry g) {
    return g.padBegin().stream().anyMatch(p -> p > 0) || g.padEnd().stream().anyMatch(p -> p > 0);
  }
}
