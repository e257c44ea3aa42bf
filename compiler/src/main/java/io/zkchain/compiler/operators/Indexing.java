package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.gadgets.TableRead;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gather, GatherElements and GatherND.
 *
 * <p>Semantics: y = x at the index; negative indices count from the end. A constant index is a
 * constant map ({@link AxisMap}), virtual and exact. An index from the input becomes one-hot flags
 * h ({@link OneHot}), y = sum over k of h_k x_k; or, where x is constant, a row (index, x) of a
 * function table ({@link TableRead}). Indices outside are refused if constant, else rejected: no
 * assignment exists.
 */
final class Indexing implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how =
        "constant index: index relation or fixed 0/1 matrix; else one-hot flags, or a"
            + " table where the data is constant";
    String rows = "0, or 0 + n, or 1 + 0";
    return List.of(
        new OperatorEntry(
            "Gather", 1, how, "axis; negative indices; outside: refused or rejected", rows, "0"),
        new OperatorEntry(
            "GatherElements", 11, how, "axis; negative indices; smaller indices", rows, "0"),
        new OperatorEntry("GatherND", 11, how, "batch_dims; negative indices", rows, "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(
        switch (c.node().opType()) {
          case "Gather" -> gather(c);
          case "GatherElements" -> gatherElements(c);
          default -> gatherNd(c);
        });
  }

  /** Constant indices counted from the front. */
  static int[] sources(OperatorContext c, long[] indices, int size) {
    int[] out = new int[indices.length];
    for (int i = 0; i < out.length; i++) {
      if (indices[i] < -size || indices[i] >= size) {
        throw c.unsupported(Limit.INDEX, indices[i], size);
      }
      out[i] = (int) (indices[i] < 0 ? indices[i] + size : indices[i]);
    }
    return out;
  }

  private static QTensor gather(OperatorContext c) {
    Lowering l = c.lowering();
    int[] data = c.inputDims(0);
    int axis = Axes.attribute(c.node(), 0, data.length);
    if (c.isConstant(1)) {
      int[] sources = sources(c, c.constant(1).toLongs(), data[axis]);
      QTensor picked = AxisMap.of(l, c.name(), c.tensor(0), axis, sources);
      return Arithmetic.reshape(l, c.name(), picked, c.dims(0));
    }
    QTensor index = OneHot.wrapped(l, c.name(), c.tensor(1), data[axis]);
    int lead = axis;
    int many = index.rank();
    if (c.isConstant(0)) {
      return gatherConstant(c, index, axis);
    }
    QTensor x = Commit.exactFactor(l, c.tensor(0));
    QTensor flags = OneHot.of(l, c.name(), index, data[axis], false);
    int summed = data.length + many;
    int[] xLabels = new int[data.length];
    Arrays.setAll(xLabels, k -> k < lead ? k : k == lead ? summed : k - 1 + many);
    int[] flagLabels = new int[many + 1];
    Arrays.setAll(flagLabels, k -> k < many ? lead + k : summed);
    return selected(c, x, xLabels, flags, flagLabels);
  }

  // y = sum over the last label of h x
  private static QTensor selected(
      OperatorContext c, QTensor x, int[] xLabels, QTensor flags, int[] flagLabels) {
    int[] dims = c.dims(0);
    int[] out = Labels.range(dims.length);
    return picked(c.lowering(), c.name(), x, xLabels, flags, flagLabels, dims, out);
  }

  /** The sum of flags * elements; flags are cells A where the elements are fixed. */
  static QTensor picked(
      Lowering l,
      String name,
      QTensor x,
      int[] xLabels,
      QTensor flags,
      int[] flagLabels,
      int[] dims,
      int[] out) {
    EinsumKernel kernel = new EinsumKernel(x, xLabels, flags, flagLabels, dims, out);
    return x.isFixed()
        ? Arithmetic.contract(l, name, flags, flagLabels, x, xLabels, dims, out, x.range(), kernel)
        : Arithmetic.contract(l, name, x, xLabels, flags, flagLabels, dims, out, x.range(), kernel);
  }

  // Rows (index * width + column, element) of a table that holds the data with the axis in front.
  private static QTensor gatherConstant(OperatorContext c, QTensor index, int axis) {
    TensorData data = c.constant(0);
    int[] dims = data.shape().toArray();
    Scale unit = tableScale(c, data);
    long[] values = Weights.round(data.toDoubles(), unit);
    Optional<QTensor> line = arithmetic(c, index, values, unit);
    if (line.isPresent()) {
      return line.get();
    }
    int before = volume(dims, 0, axis);
    int after = values.length / before / dims[axis];
    long[] turned = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / after % dims[axis];
      int column = i / (after * dims[axis]) * after + i % after;
      turned[row * before * after + column] = values[i];
    }
    Lowering l = c.lowering();
    int width = before * after;
    QTensor flat = Arithmetic.reshape(l, c.name() + ".keys", index, new int[] {index.size()});
    QTensor read = TableRead.of(l, c.name(), flat, width, turned, unit);
    QTensor apart =
        Arithmetic.reshape(l, c.name() + ".apart", read, new int[] {index.size(), before, after});
    QTensor placed = Movement.transpose(l, c.name() + ".placed", apart, new int[] {1, 0, 2});
    return Arithmetic.reshape(l, c.name(), placed, c.dims(0));
  }

  // Elements start + step * index of a vector need no table where the index cannot leave it.
  private static Optional<QTensor> arithmetic(
      OperatorContext c, QTensor index, long[] values, Scale unit) {
    long step = values.length > 1 ? values[1] - values[0] : 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[0] + step * i) {
        return Optional.empty();
      }
    }
    boolean inside = new Interval(0, values.length - 1).contains(index.range());
    if (!inside || c.inputDims(0).length != 1) {
      return Optional.empty();
    }
    Lowering l = c.lowering();
    QTensor scaled = Arithmetic.times(l, c.name() + ".steps", index, step).at(unit);
    return Optional.of(Arithmetic.plus(l, c.name(), scaled, values[0]));
  }

  // Whole numbers stay exact; others get the finest unit of 15 bits.
  private static Scale tableScale(OperatorContext c, TensorData data) {
    if (data.dtype().isInteger() || !data.dtype().isFloat()) {
      return Scale.ONE;
    }
    double largest = Math.max(Weights.magnitude(data.toDoubles()), 0x1p-30);
    return Scale.powerOfTwo(-c.lowering().chooser().finest(largest, Scale.ONE, 1));
  }

  private static QTensor gatherElements(OperatorContext c) {
    Lowering l = c.lowering();
    int[] data = c.inputDims(0);
    int axis = Axes.attribute(c.node(), 0, data.length);
    int[] dims = c.dims(0);
    if (c.isConstant(1)) {
      QTensor x = c.tensor(0);
      int[] picked = sources(c, c.constant(1).toLongs(), data[axis]);
      int[] map = flatSources(data, dims, axis, picked);
      QTensor flat = Arithmetic.reshape(l, c.name() + ".flat", x, new int[] {x.size()});
      return Arithmetic.reshape(
          l, c.name(), AxisMap.of(l, c.name() + ".picked", flat, 0, map), dims);
    }
    QTensor index = OneHot.wrapped(l, c.name(), c.tensor(1), data[axis]);
    boolean fixed = c.isConstant(0);
    QTensor flags = OneHot.of(l, c.name(), index, data[axis], fixed);
    int[] labels = Labels.range(dims.length);
    labels[axis] = dims.length;
    int[] flagLabels = Labels.range(dims.length + 1);
    if (fixed) {
      QTensor x = cut(l, c.fixed(0, tableScale(c, c.constant(0))), dims, axis);
      return selected(c, x, labels, flags, flagLabels);
    }
    QTensor x = cut(l, Commit.exactFactor(l, c.tensor(0)), dims, axis);
    return selected(c, x, labels, flags, flagLabels);
  }

  /** For every element of the indices, the flat position in the data that it names. */
  static int[] flatSources(int[] data, int[] dims, int axis, int[] picked) {
    int[] map = new int[picked.length];
    int[] at = new int[dims.length];
    for (int i = 0; i < map.length; i++) {
      for (int k = 0; k < dims.length; k++) {
        map[i] = map[i] * data[k] + (k == axis ? picked[i] : at[k]);
      }
      for (int k = dims.length - 1; k >= 0 && ++at[k] == dims[k]; k--) {
        at[k] = 0;
      }
    }
    return map;
  }

  // The part of the data that the indices reach: they may be smaller along other axes.
  private static QTensor cut(Lowering l, QTensor x, int[] dims, int axis) {
    int[] reached = dims.clone();
    reached[axis] = x.dim(axis);
    return Arrays.equals(reached, x.dims())
        ? x
        : Arithmetic.view(l, x.name() + ".part", x, Arithmetic.same(reached), reached);
  }

  private static QTensor gatherNd(OperatorContext c) {
    Lowering l = c.lowering();
    int[] data = c.inputDims(0);
    int[] given = c.inputDims(1);
    int batch = (int) c.node().intAttribute("batch_dims", 0);
    int depth = given[given.length - 1];
    int batches = volume(data, 0, batch);
    int space = volume(data, batch, batch + depth);
    int inner = volume(data, batch + depth, data.length);
    int each = volume(given, batch, given.length - 1);
    int[] sizes = Arrays.copyOfRange(data, batch, batch + depth);
    if (c.isConstant(1)) {
      int[] flat = flatIndices(c, c.constant(1).toLongs(), sizes);
      for (int i = 0; i < flat.length; i++) {
        flat[i] += i / each * space;
      }
      QTensor x = c.tensor(0);
      int[] two = {batches * space, inner};
      QTensor joined = Arithmetic.reshape(l, c.name() + ".flat", x, two);
      QTensor picked = AxisMap.of(l, c.name() + ".picked", joined, 0, flat);
      return Arithmetic.reshape(l, c.name(), picked, c.dims(0));
    }
    QTensor index = flatIndex(c, c.tensor(1), sizes, new int[] {batches, each});
    boolean fixed = c.isConstant(0);
    QTensor flags = OneHot.of(l, c.name(), index, space, fixed);
    QTensor x =
        fixed ? c.fixed(0, tableScale(c, c.constant(0))) : Commit.exactFactor(l, c.tensor(0));
    int[] three = {batches, space, inner};
    QTensor joined = Arithmetic.reshape(l, c.name() + ".flat", x, three);
    int[] labels = {0, 3, 2};
    int[] flagLabels = {0, 1, 3};
    int[] dims = {batches, each, inner};
    int[] out = {0, 1, 2};
    QTensor sum = picked(l, c.name(), joined, labels, flags, flagLabels, dims, out);
    return Arithmetic.reshape(l, c.name(), sum, c.dims(0));
  }

  static int volume(int[] dims, int from, int to) {
    return Arithmetic.volume(Arrays.copyOfRange(dims, from, to));
  }

  /** Row-major numbers of constant index tuples. */
  static int[] flatIndices(OperatorContext c, long[] tuples, int[] sizes) {
    int depth = sizes.length;
    int[] out = new int[tuples.length / depth];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < depth; k++) {
        int at = sources(c, new long[] {tuples[i * depth + k]}, sizes[k])[0];
        out[i] = out[i] * sizes[k] + at;
      }
    }
    return out;
  }

  /**
   * Row-major numbers of index tuples from the input, each part checked by itself: a part outside
   * its axis must not fall on an element of another row.
   *
   * @param tuples along the last axis
   * @param dims of the result, which has one element for each tuple
   */
  static QTensor flatIndex(OperatorContext c, QTensor tuples, int[] sizes, int[] dims) {
    Lowering l = c.lowering();
    int count = Arithmetic.volume(dims);
    int depth = sizes.length;
    QTensor rows = Arithmetic.reshape(l, c.name() + ".tuples", tuples, new int[] {count, depth});
    List<QTensor> parts = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int k = depth - 1; k >= 0; k--) {
      List<AxisExpression> from =
          List.of(AxisExpression.axis(0, count), AxisExpression.constant(k));
      QTensor part = Arithmetic.view(l, c.name() + ".part" + k, rows, from, new int[] {count});
      parts.add(
          depth == 1
              ? OneHot.wrapped(l, c.name(), part, sizes[k])
              : OneHot.within(l, c.name() + k, part, sizes[k]));
      strides.add(stride);
      stride *= sizes[k];
    }
    QTensor flat = Arithmetic.sum(l, c.name() + ".flat", parts, strides);
    return Arithmetic.reshape(l, c.name() + ".flat", flat, dims);
  }
}
