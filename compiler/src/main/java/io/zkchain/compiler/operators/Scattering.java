package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Maximum;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scatter, ScatterElements, ScatterND and MaxUnpool.
 *
 * <p>Semantics: y = data, with updates put at their indices, or combined with what is there
 * (reduction). Constant indices are constant maps ({@link AxisMap}): the data where nothing is
 * written, plus the updates; the last of several writers wins, as in ONNX Runtime. Indices from the
 * input become one-hot flags h: y_i = x_i (1 - n_i) + sum over k of h_ki u_k with n_i = sum of h_ki
 * in {0, 1}, so equal indices are rejected; with add, y_i = x_i + sum of h_ki u_k. <b>Unique:</b>
 * {@link OneHot}; n is determined by its relation.
 */
final class Scattering implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "constant index: constant map; else one-hot flags";
    String rows = "0, or 1 + (updates) per element";
    String reductions =
        "axis; negative indices; reduction add, mul, max, min; equal indices without a reduction:"
            + " last wins if constant, else rejected";
    return List.of(
        new OperatorEntry("Scatter", 9, how, "axis; negative indices", rows, "0"),
        new OperatorEntry("ScatterElements", 11, how, reductions, rows, "0"),
        new OperatorEntry("ScatterND", 11, how, reductions, rows, "0"),
        new OperatorEntry(
            "MaxUnpool", 9, how, "output_shape, pads, strides; equal indices rejected", rows, "0"));
  }

  /** Updates [updates, inner] onto data [places, inner]. */
  private record Writes(QTensor data, QTensor updates) {
    int places() {
      return data.dim(0);
    }
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(
        switch (c.node().opType()) {
          case "ScatterND" -> scatterNd(c);
          case "MaxUnpool" -> unpool(c);
          default -> scatterElements(c);
        });
  }

  // ---------------------------------------------------------------- the operators

  private static QTensor scatterElements(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int axis = Axes.attribute(c.node(), 0, dims.length);
    int[] given = c.inputDims(1);
    if (c.isConstant(1)) {
      int[] picked = Indexing.sources(c, c.constant(1).toLongs(), dims[axis]);
      int[] targets = Indexing.flatSources(dims, given, axis, picked);
      Writes w = writes(c, Arithmetic.volume(dims), targets.length);
      return Arithmetic.reshape(l, c.name(), combined(c, w, targets), dims);
    }
    // Flags [.., k, .., place] of the written axis: all other axes run along.
    QTensor index = OneHot.wrapped(l, c.name(), c.tensor(1), dims[axis]);
    QTensor flags = OneHot.of(l, c.name(), index, dims[axis], c.isConstant(2) && !reduces(c));
    int rank = dims.length;
    int[] wide = Arrays.copyOf(dims, rank + 1);
    wide[axis] = given[axis];
    wide[rank] = dims[axis];
    QTensor placed = widened(l, c.name() + ".flags", flags, wide);
    QTensor updates = widened(l, c.name() + ".updates", updates(c), Arrays.copyOf(wide, rank));
    int[] flagLabels = Labels.range(rank + 1);
    flagLabels[axis] = rank;
    flagLabels[rank] = axis;
    int[] labels = Labels.range(rank);
    labels[axis] = rank;
    if (reduces(c)) {
      int[] order = new int[rank + 1];
      order[0] = axis;
      for (int k = 0; k < rank; k++) {
        order[k + 1] = k == axis ? rank : k;
      }
      return ScatterReductions.apply(
          c, data(c), ScatterReductions.steps(c, placed, order, updates, axis), reduction(c));
    }
    return written(c, data(c), updates, labels, placed, flagLabels);
  }

  // 0 beyond the tensor.
  private static QTensor widened(Lowering l, String name, QTensor x, int[] dims) {
    return Arrays.equals(dims, x.dims())
        ? x
        : Arithmetic.view(l, name, x, Arithmetic.same(dims), dims);
  }

  private static QTensor scatterNd(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int[] given = c.inputDims(1);
    int depth = given[given.length - 1];
    int[] sizes = Arrays.copyOf(dims, depth);
    int count = Arithmetic.volume(given) / depth;
    Writes w = writes(c, Arithmetic.volume(sizes), count);
    if (c.isConstant(1)) {
      int[] targets = Indexing.flatIndices(c, c.constant(1).toLongs(), sizes);
      return Arithmetic.reshape(l, c.name(), combined(c, w, targets), dims);
    }
    QTensor index = Indexing.flatIndex(c, c.tensor(1), sizes, new int[] {count});
    if (reduces(c)) {
      QTensor flags = OneHot.of(l, c.name(), index, w.places(), false);
      int[] column = {count, w.places(), 1};
      QTensor columns = Arithmetic.reshape(l, c.name() + ".columns", flags, column);
      int[] order = {0, 1, 2};
      QTensor result =
          ScatterReductions.apply(
              c,
              w.data(),
              ScatterReductions.steps(c, columns, order, w.updates(), 0),
              reduction(c));
      return Arithmetic.reshape(l, c.name(), result, dims);
    }
    return Arithmetic.reshape(l, c.name(), byFlags(c, w, index), dims);
  }

  // Indices are row-major numbers in the whole result without output_shape, which only adds zeros
  // behind.
  private static QTensor unpool(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int[] inner = unpadded(c);
    int places = Arithmetic.volume(inner);
    QTensor x =
        c.isConstant(0)
            ? c.fixed(0, Weights.unitOf(Weights.magnitude(c.constant(0).toDoubles())))
            : c.tensor(0);
    QTensor updates = Arithmetic.reshape(l, c.name() + ".in", x, new int[] {x.size(), 1});
    QTensor zeros = zeros(l, c.name() + ".zeros", new int[] {places, 1}, x.scale());
    Writes w = new Writes(zeros, updates);
    QTensor flat;
    if (c.isConstant(1)) {
      flat = combined(c, w, Indexing.sources(c, c.constant(1).toLongs(), places));
    } else {
      QTensor index = Arithmetic.reshape(l, c.name() + ".at", c.tensor(1), new int[] {x.size()});
      flat = byFlags(c, w, index);
    }
    return widened(l, c.name(), Arithmetic.reshape(l, c.name(), flat, inner), dims);
  }

  private static int[] unpadded(OperatorContext c) {
    if (!c.node().hasInput(2)) {
      return c.dims(0);
    }
    Node node = c.node();
    int[] inner = c.inputDims(0);
    for (int k = 0; k < inner.length - 2; k++) {
      long stride = part(node, "strides", k, 1);
      long pads = part(node, "pads", k, 0) + part(node, "pads", inner.length - 2 + k, 0);
      long kernel = part(node, "kernel_shape", k, 1);
      inner[2 + k] = Math.toIntExact((inner[2 + k] - 1) * stride + kernel - pads);
    }
    return inner;
  }

  private static long part(Node node, String attribute, int k, long otherwise) {
    return node.intsAttribute(attribute).map(list -> list.get(k)).orElse(otherwise);
  }

  private static QTensor zeros(Lowering l, String name, int[] dims, Scale scale) {
    int buffer = l.constant(new long[Arithmetic.volume(dims)]);
    return new QTensor(name, dims, scale, new Interval(0, 0), List.of(), buffer);
  }

  // ---------------------------------------------------------------- operands

  private static QTensor data(OperatorContext c) {
    return c.tensor(0, constantScale(c));
  }

  private static QTensor updates(OperatorContext c) {
    return c.tensor(2, constantScale(c));
  }

  // Constants beside values from the input are rounded to 1/64 of their unit; whole numbers are
  // exact.
  private static Scale constantScale(OperatorContext c) {
    if (!c.outputType().dtype().isFloat()) {
      return Scale.ONE;
    }
    if (c.isConstant(0) && c.isConstant(2)) {
      double data = Weights.magnitude(c.constant(0).toDoubles());
      return Weights.unitOf(Math.max(data, Weights.magnitude(c.constant(2).toDoubles())));
    }
    int constant = c.isConstant(0) ? 0 : 2;
    Scale fine = Elementwise.fine(c.tensor(2 - constant).scale());
    return c.isConstant(constant) ? Operands.fineEnough(c, c.constant(constant), fine) : fine;
  }

  private static Writes writes(OperatorContext c, int places, int count) {
    Lowering l = c.lowering();
    int inner = Arithmetic.volume(c.dims(0)) / places;
    QTensor data = data(c);
    QTensor updates = updates(c);
    return new Writes(
        Arithmetic.reshape(l, c.name() + ".data", data, new int[] {places, inner}),
        Arithmetic.reshape(l, c.name() + ".updates", updates, new int[] {count, inner}));
  }

  private static String reduction(OperatorContext c) {
    return c.node().stringAttribute("reduction", "none");
  }

  private static boolean reduces(OperatorContext c) {
    return !reduction(c).equals("none") && !reduction(c).equals("add");
  }

  // ---------------------------------------------------------------- constant indices

  private static QTensor combined(OperatorContext c, Writes w, int[] targets) {
    Lowering l = c.lowering();
    if (reduction(c).equals("none")) {
      return overwritten(l, c.name(), w.data(), w.updates(), last(targets, w.places()));
    }
    QTensor current = w.data();
    for (int[] layer : layers(targets, w.places())) {
      current = combined(c, current, w.updates(), layer);
    }
    return current;
  }

  // For every place the last update that writes it, or -1.
  private static int[] last(int[] targets, int places) {
    int[] sources = new int[places];
    Arrays.fill(sources, -1);
    for (int k = 0; k < targets.length; k++) {
      sources[targets[k]] = k;
    }
    return sources;
  }

  // For every place its first update, its second, and so on.
  private static List<int[]> layers(int[] targets, int places) {
    List<int[]> layers = new ArrayList<>();
    int[] count = new int[places];
    for (int k = 0; k < targets.length; k++) {
      int place = targets[k];
      if (count[place] == layers.size()) {
        int[] layer = new int[places];
        Arrays.fill(layer, -1);
        layers.add(layer);
      }
      layers.get(count[place]++)[place] = k;
    }
    return layers;
  }

  private static QTensor overwritten(
      Lowering l, String name, QTensor data, QTensor updates, int[] sources) {
    int[] kept = new int[sources.length];
    Arrays.setAll(kept, i -> sources[i] < 0 ? i : -1);
    QTensor rest = AxisMap.of(l, name + ".kept", data, 0, kept);
    QTensor put = AxisMap.of(l, name + ".put", updates, 0, sources);
    QTensor sum = Arithmetic.sum(l, name, List.of(rest, put), List.of(1L, 1L));
    Interval range = units(rest, sum.scale()).union(units(put, sum.scale()));
    return new QTensor(name, sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static Interval units(QTensor t, Scale unit) {
    return t.range().times(t.scale().multipleOf(unit));
  }

  private static QTensor combined(OperatorContext c, QTensor data, QTensor updates, int[] sources) {
    Lowering l = c.lowering();
    String name = c.name();
    if (reduction(c).equals("add")) {
      QTensor more = AxisMap.of(l, name + ".more", updates, 0, sources);
      return Arithmetic.sum(l, name, List.of(data, more), List.of(1L, 1L));
    }
    int[] touched = new int[sources.length];
    int[] writers = new int[sources.length];
    int[] back = sources.clone();
    int count = 0;
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] >= 0) {
        touched[count] = i;
        writers[count] = sources[i];
        back[i] = count++;
      }
    }
    QTensor old = AxisMap.of(l, name + ".old", data, 0, Arrays.copyOf(touched, count));
    QTensor own = AxisMap.of(l, name + ".own", updates, 0, Arrays.copyOf(writers, count));
    return overwritten(l, name, data, reduced(c, old, own), back);
  }

  private static QTensor reduced(OperatorContext c, QTensor a, QTensor b) {
    Lowering l = c.lowering();
    String name = c.name() + ".reduced";
    String reduction = reduction(c);
    if (reduction.equals("mul")) {
      QTensor x = Commit.factor(l, a);
      return Elementwise.multiply(l, name, x, Commit.factor(l, b), a.dims());
    }
    if (!reduction.equals("max") && !reduction.equals("min")) {
      throw c.unsupported("reduction '" + reduction + "' is unknown");
    }
    long sign = reduction.equals("max") ? 1 : -1;
    Scale unit = a.scale().common(b.scale());
    QTensor u = aligned(l, a, unit, sign);
    QTensor v = aligned(l, b, unit, sign);
    return Arithmetic.times(l, name, Maximum.of(l, name, u, v), sign);
  }

  private static QTensor aligned(Lowering l, QTensor t, Scale unit, long sign) {
    QTensor linear = t.isLinear() ? t : Commit.cells(l, t);
    long factor = sign * linear.scale().multipleOf(unit);
    return Arithmetic.times(l, t.name() + ".aligned", linear, factor).at(unit);
  }

  // ---------------------------------------------------------------- indices from the input

  private static QTensor byFlags(OperatorContext c, Writes w, QTensor index) {
    boolean fixed = w.updates().isFixed();
    QTensor flags = OneHot.of(c.lowering(), c.name(), index, w.places(), fixed);
    int[] labels = {2, 1};
    int[] flagLabels = {2, 0};
    return written(c, w.data(), w.updates(), labels, flags, flagLabels);
  }

  // data (1 - n) + sum of flags * updates; labels 0 .. rank - 1 are the data's axes.
  private static QTensor written(
      OperatorContext c,
      QTensor data,
      QTensor updates,
      int[] labels,
      QTensor flags,
      int[] flagLabels) {
    Lowering l = c.lowering();
    String name = c.name();
    int[] dims = data.dims();
    int[] out = Labels.range(dims.length);
    QTensor u = updates.isFixed() ? updates : Commit.exactFactor(l, updates);
    boolean add = reduction(c).equals("add");
    QTensor sums = Indexing.picked(l, name + ".put", u, labels, flags, flagLabels, dims, out);
    int writers = flags.dim(Labels.find(flagLabels, dims.length));
    Interval range = u.range().union(new Interval(0, 0)).times(add ? writers : 1);
    QTensor put =
        new QTensor(sums.name(), dims, sums.scale(), range, sums.addends(), sums.buffer());
    if (add || data.addends().isEmpty()) {
      if (!add) {
        hits(l, name, flags, flagLabels, dims);
      }
      return Arithmetic.sum(l, name, List.of(data, put), List.of(1L, 1L));
    }
    QTensor hits = hits(l, name, flags, flagLabels, dims);
    QTensor x = data.isFixed() ? data : Commit.exactFactor(l, data);
    QTensor gone = Elementwise.multiply(l, name + ".gone", hits, x, dims);
    QTensor sum = Arithmetic.sum(l, name, List.of(x, gone, put), List.of(1L, -1L, 1L));
    Interval reach = units(x, sum.scale()).union(units(put, sum.scale()));
    return new QTensor(name, sum.dims(), sum.scale(), reach, sum.addends(), sum.buffer());
  }

  // How often every place is written, in cells of 0 or 1: they multiply the data, which may be
  // fixed, so they are cells A.
  private static QTensor hits(
      Lowering l, String name, QTensor flags, int[] flagLabels, int[] dims) {
    List<AxisExpression> from = new ArrayList<>();
    int[] narrow = dims.clone();
    Arrays.fill(narrow, 1);
    for (int k = 0; k < flagLabels.length; k++) {
      int label = flagLabels[k];
      if (label < dims.length) {
        narrow[label] = dims[label];
        from.add(AxisExpression.axis(label, dims[label]));
      } else {
        from.add(AxisExpression.constant(0).plusSummed(1, 0, flags.dim(k)));
      }
    }
    QTensor count = Arithmetic.view(l, name + ".hits", flags, from, narrow);
    return Commit.bits(l, name + ".hits", count);
  }
}
