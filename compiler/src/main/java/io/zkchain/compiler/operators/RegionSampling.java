package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.Maximum;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * RoiAlign and DeformConv: {@link Sampling} with linear kernels at coordinates from the input.
 *
 * <p>RoiAlign: the samples of a bin are averaged axis by axis, which is the same as over the grid
 * of samples; coordinates beyond -1..n have no weight, others are clamped to 0..n-1, by kernels of
 * their own for the first and the last position. DeformConv: every kernel position is sampled at
 * its own offset, times its mask, then weighted. Unique by {@link
 * io.zkchain.compiler.gadgets.Requantise} and {@link OneHot}.
 */
final class RegionSampling implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "RoiAlign",
            10,
            "kernel weights by table for each axis",
            "mode avg, sampling_ratio above 0, spatial_scale, both coordinate modes",
            "(1 + 1) n per sample and axis",
            "u of the regions times the slope, u/2 per axis"),
        new OperatorEntry(
            "DeformConv",
            19,
            "kernel weights by table for each axis, then a product",
            "2-D; strides, dilations, pads, group, offset_group, mask, bias",
            "(1 + 1) n per kernel position and axis",
            "u of the offsets times the slope, u/2 per axis"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    if (!node.is("RoiAlign")) {
      return Optional.empty();
    }
    if (!node.stringAttribute("mode", "avg").equals("avg")) {
      return Optional.of(Limit.MAX_REGION.reason());
    }
    return node.intAttribute("sampling_ratio", 0) > 0
        ? Optional.empty()
        : Optional.of(Limit.REGION_SAMPLES.reason());
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(c.node().is("RoiAlign") ? roiAlign(c) : deformConv(c));
  }

  /** A tensor input, constants in cells. */
  private static QTensor input(OperatorContext c, int input) {
    if (!c.isConstant(input)) {
      return c.tensor(input);
    }
    double[] values = c.constant(input).toDoubles();
    QTensor fixed = c.fixed(input, Weights.unitOf(Weights.magnitude(values)));
    return Commit.cells(c.lowering(), fixed);
  }

  // ---------------------------------------------------------------- RoiAlign

  private static QTensor roiAlign(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = picked(c, input(c, 0));
    QTensor rois = input(c, 1);
    int[] dims = c.dims(0);
    QTensor rows = axisWeights(c, rois, 1, 3, x.dim(2), dims[2], c.name() + ".rows");
    QTensor columns = axisWeights(c, rois, 0, 2, x.dim(3), dims[3], c.name() + ".columns");
    // [R, C, H, W] by rows [R, ph, H], then by columns [R, pw, W].
    QTensor tall = weighted(l, c.name() + ".tall", x, rows, 2);
    return weighted(l, c.name(), tall, columns, 3);
  }

  // The image of every region.
  private static QTensor picked(OperatorContext c, QTensor x) {
    Lowering l = c.lowering();
    int regions = c.dims(0)[0];
    if (x.dim(0) == 1 || c.isConstant(2)) {
      int[] sources = new int[regions];
      if (x.dim(0) > 1) {
        sources = Indexing.sources(c, c.constant(2).toLongs(), x.dim(0));
      } else if (!c.isConstant(2)) {
        OneHot.of(l, c.name() + ".batch", c.tensor(2), 1, false); // must be 0
      }
      return AxisMap.of(l, c.name() + ".images", x, 0, sources);
    }
    QTensor flags = OneHot.of(l, c.name() + ".batch", c.tensor(2), x.dim(0), false);
    int[] dims = x.dims();
    dims[0] = regions;
    QTensor cells = Commit.exactFactor(l, x);
    return Indexing.picked(
        l,
        c.name() + ".images",
        cells,
        new int[] {4, 1, 2, 3},
        flags,
        new int[] {0, 4},
        dims,
        new int[] {0, 1, 2, 3});
  }

  // The mean weights [R, bins, size] of an axis: start and end are columns of the regions.
  private static QTensor axisWeights(
      OperatorContext c, QTensor rois, int start, int end, int size, int bins, String name) {
    Lowering l = c.lowering();
    Node node = c.node();
    int samples = (int) node.intAttribute("sampling_ratio", 1);
    boolean half =
        node.stringAttribute(
                "coordinate_transformation_mode",
                node.opset() < 16 ? "output_half_pixel" : "half_pixel")
            .equals("half_pixel");
    double scale = node.floatAttribute("spatial_scale", 1);
    int regions = rois.dim(0);
    QTensor low = corner(l, name + ".start", rois, start, scale, half);
    QTensor high = corner(l, name + ".end", rois, end, scale, half);
    QTensor length = Arithmetic.sum(l, name + ".length", List.of(high, low), List.of(1L, -1L));
    if (!half) { // at least one pixel
      Scale unit = length.scale().common(Scale.ONE);
      long one = Scale.ONE.multipleOf(unit);
      QTensor fine =
          Arithmetic.times(l, name + ".fine", length, length.scale().multipleOf(unit)).at(unit);
      QTensor above = Maximum.positivePart(l, Arithmetic.plus(l, name + ".above", fine, -one));
      length = Arithmetic.plus(l, name + ".length", above, one);
    }
    double[] parts = new double[bins * samples];
    Arrays.setAll(parts, i -> (i + 0.5) / parts.length);
    QTensor fractions =
        l.fixed(
            name + ".fractions",
            new int[] {1, parts.length},
            Weights.round(parts, Weights.unitOf(1)),
            Weights.unitOf(1));
    int[] dims = {regions, parts.length};
    QTensor cells = Commit.factor(l, length);
    QTensor along = Elementwise.multiply(l, name + ".along", cells, fractions, dims);
    QTensor at = Arithmetic.sum(l, name + ".at", List.of(low, along), List.of(1L, 1L));
    QTensor weights = clamped(c, name, at, size);
    QTensor split =
        Arithmetic.reshape(l, name + ".samples", weights, new int[] {regions, bins, samples, size});
    int[] out = {regions, bins, size};
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, regions),
            AxisExpression.axis(1, bins),
            AxisExpression.constant(0).plusSummed(1, 0, samples),
            AxisExpression.axis(2, size));
    QTensor sum = Arithmetic.view(l, name + ".mean", split, from, out);
    return sum.at(sum.scale().over(samples));
  }

  // Linear weights at coordinates that are clamped to 0..n-1 but have none beyond -1..n: the first
  // and the last position have kernels of their own.
  private static QTensor clamped(OperatorContext c, String name, QTensor at, int size) {
    if (size == 1) {
      Sampling.Kernel only = new Sampling.Kernel("single", 2, d -> Math.abs(d) <= 1 ? 1 : 0, 1);
      return Sampling.weights(c, name + ".only", at, only, 0, 1);
    }
    Sampling.Kernel left =
        new Sampling.Kernel("left edge", 2, d -> d < -1 ? 0 : Math.max(0, 1 - Math.max(d, 0)), 1);
    Sampling.Kernel right =
        new Sampling.Kernel("right edge", 2, d -> left.at().applyAsDouble(-d), 1);
    Lowering l = c.lowering();
    List<QTensor> parts = new ArrayList<>();
    parts.add(placed(l, Sampling.weights(c, name + ".left", at, left, 0, 1), 0, size));
    if (size > 2) {
      QTensor inner = Sampling.weights(c, name + ".inner", at, Sampling.LINEAR, 1, size - 2);
      parts.add(placed(l, inner, 1, size));
    }
    QTensor last = Sampling.weights(c, name + ".right", at, right, size - 1, 1);
    parts.add(placed(l, last, size - 1, size));
    return Arithmetic.sum(l, name, parts, Collections.nCopies(parts.size(), 1L));
  }

  private static QTensor placed(Lowering l, QTensor part, int first, int size) {
    int axis = part.rank() - 1;
    int[] sources = new int[size];
    Arrays.setAll(sources, i -> i >= first && i < first + part.dim(axis) ? i - first : -1);
    return AxisMap.of(l, part.name() + ".placed", part, axis, sources);
  }

  private static QTensor corner(
      Lowering l, String name, QTensor rois, int column, double scale, boolean half) {
    int[] dims = {rois.dim(0), 1};
    List<AxisExpression> from =
        List.of(AxisExpression.axis(0, dims[0]), AxisExpression.constant(column));
    QTensor given = Arithmetic.view(l, name, rois, from, dims);
    QTensor scaled = Elementwise.timesReal(l, name, given, scale);
    if (!half) {
      return scaled;
    }
    Scale unit = scaled.scale().common(Scale.powerOfTwo(-1));
    QTensor fine = Arithmetic.times(l, name, scaled, scaled.scale().multipleOf(unit)).at(unit);
    return Arithmetic.plus(l, name, fine, -Scale.powerOfTwo(-1).multipleOf(unit));
  }

  // Replaces an axis of x [R, C, .., ..] by the points of w [R, points, size].
  private static QTensor weighted(Lowering l, String name, QTensor given, QTensor w, int axis) {
    QTensor x = Commit.factor(l, given);
    int[] labels = {0, 1, 2, 3};
    labels[axis] = 4;
    int[] out = {0, 1, 2, 3};
    int[] wLabels = {0, axis, 4};
    int[] dims = x.dims();
    dims[axis] = w.dim(1);
    Interval range = Sampling.range(x.range().union(new Interval(0, 0)), w.scale(), 1);
    EinsumKernel kernel = new EinsumKernel(x, labels, w, wLabels, dims, out);
    return Arithmetic.contract(l, name, x, labels, w, wLabels, dims, out, range, kernel);
  }

  // ---------------------------------------------------------------- DeformConv

  private static QTensor deformConv(OperatorContext c) {
    Lowering l = c.lowering();
    Node node = c.node();
    int[] w = c.inputDims(1);
    WindowGeometry g =
        WindowGeometry.ofConvolution(node, TensorShape.of(c.inputDims(0)), TensorShape.of(w));
    if (g.rank() != 2) {
      throw c.unsupported(Limit.DEFORMED_AXES);
    }
    int offsetGroups = (int) node.intAttribute("offset_group", 1);
    int groups = (int) node.intAttribute("group", 1);
    QTensor x = input(c, 0);
    int n = x.dim(0);
    int channels = x.dim(1);
    int taps = g.kernel().get(0) * g.kernel().get(1);
    int places = g.output().get(0) * g.output().get(1);
    int[] images = {n * offsetGroups, channels / offsetGroups, x.dim(2), x.dim(3)};
    QTensor apart = Arithmetic.reshape(l, c.name() + ".images", x, images);
    int[] offsetDims = {n * offsetGroups, taps, 2, places};
    QTensor offsets = Arithmetic.reshape(l, c.name() + ".offsets", input(c, 2), offsetDims);
    List<QTensor> weights = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      QTensor at = coordinates(c, g, offsets, axis);
      String name = c.name() + ".axis" + axis;
      weights.add(Sampling.weights(c, name, at, Sampling.LINEAR, 0, x.dim(2 + axis)));
    }
    QTensor sampled = Sampling.sample(c, c.name() + ".sampled", apart, weights, 1);
    int[] grid = {n * offsetGroups, channels / offsetGroups, taps, places};
    QTensor values = Arithmetic.reshape(l, c.name() + ".values", sampled, grid);
    if (node.hasInput(4)) {
      QTensor mask =
          Arithmetic.reshape(
              l, c.name() + ".mask", input(c, 4), new int[] {grid[0], 1, taps, places});
      values =
          Elementwise.multiply(
              l, c.name() + ".masked", Commit.factor(l, values), Commit.factor(l, mask), grid);
    }
    int[] inGroups = {n, groups, channels / groups, taps, places};
    QTensor cells = Commit.factor(l, values);
    QTensor columns = Arithmetic.reshape(l, c.name() + ".columns", cells, inGroups);
    return convolved(c, columns, groups, taps, places);
  }

  // y_(k) s + d t - p + offset, for every tap and place: [N, taps * places].
  private static QTensor coordinates(
      OperatorContext c, WindowGeometry g, QTensor offsets, int axis) {
    Lowering l = c.lowering();
    String name = c.name() + ".at" + axis;
    int taps = offsets.dim(1);
    int places = offsets.dim(3);
    int[] dims = {offsets.dim(0), taps, places};
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, dims[0]),
            AxisExpression.axis(1, taps),
            AxisExpression.constant(axis),
            AxisExpression.axis(2, places));
    QTensor own = Arithmetic.view(l, name + ".offset", offsets, from, dims);
    long[] base = new long[taps * places];
    for (int i = 0; i < base.length; i++) {
      int tap = i / places;
      int place = i % places;
      int k = axis == 0 ? tap / g.kernel().get(1) : tap % g.kernel().get(1);
      int y = axis == 0 ? place / g.output().get(1) : place % g.output().get(1);
      base[i] =
          (long) y * g.strides().get(axis)
              + (long) k * g.dilations().get(axis)
              - g.padBegin().get(axis);
    }
    QTensor fixed = l.fixed(name + ".base", new int[] {taps, places}, base, Scale.ONE);
    QTensor sum = Arithmetic.sum(l, name, List.of(own, fixed), List.of(1L, 1L));
    return Arithmetic.reshape(l, name, sum, new int[] {dims[0], taps * places});
  }

  private static QTensor convolved(
      OperatorContext c, QTensor columns, int groups, int taps, int places) {
    Lowering l = c.lowering();
    int[] w = c.inputDims(1);
    int[] split = {groups, w[0] / groups, w[1], taps};
    QTensor filters;
    if (c.isConstant(1)) {
      double[] values = c.constant(1).toDoubles();
      LinearLayer layer =
          new LinearLayer(c, columns, values, split, new int[] {0, 1}, new double[0], true, false);
      filters = layer.quantised(c.name() + ".weights");
    } else {
      filters = Arithmetic.reshape(l, c.name() + ".weights", Commit.factor(l, c.tensor(1)), split);
    }
    int[] labels = {0, 1, 4, 5, 3};
    int[] wLabels = {1, 2, 4, 5};
    int[] out = {0, 1, 2, 3};
    int[] dims = {columns.dim(0), groups, w[0] / groups, places};
    Interval range = columns.range().times(filters.range()).times((long) w[1] * taps);
    EinsumKernel kernel = new EinsumKernel(columns, labels, filters, wLabels, dims, out);
    QTensor acc =
        Arithmetic.contract(
            l, c.name(), columns, labels, filters, wLabels, dims, out, range, kernel);
    QTensor result = Arithmetic.reshape(l, c.name(), acc, c.dims(0));
    if (!c.node().hasInput(3)) {
      return result;
    }
    QTensor bias = c.tensor(3, result.scale());
    QTensor wide = Arithmetic.reshape(l, c.name() + ".bias", bias, new int[] {w[0], 1, 1});
    return Arithmetic.sum(l, c.name(), List.of(result, wide), List.of(1L, 1L));
  }
}
