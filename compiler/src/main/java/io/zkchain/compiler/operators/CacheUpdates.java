package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.gadgets.ScatterSum;
import io.zkchain.compiler.gadgets.WindowKernel;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Contraction;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.IndexAlgebra.AxisSum;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * TensorScatter: a window of a cache is replaced, for each batch entry at its own place.
 *
 * <p>Semantics: y[b, w_b + s] = update[b, s], elsewhere the cache; circular windows continue at the
 * front, others must fit. One-hot flags h of the places (n single cells for each batch entry, not
 * one for each element): y = cache (1 - n) + sum over s + t = m of h_t u_s, a term with the index
 * relation {@code s + t - m = 0} (and {@code = length} for what wraps), and n_m = sum of h_(m-s) in
 * cells of 0 or 1. <b>Unique:</b> {@link OneHot}; n by its relation.
 */
final class CacheUpdates implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "TensorScatter",
            24,
            "one-hot flags of the window's place, an affine index relation",
            "axis, mode linear and circular; write_indices from the input, constant or absent",
            "0 (length + 1 per batch entry and place)",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int axis = Axes.attribute(c.node(), -2, dims.length);
    boolean circular = c.node().stringAttribute("mode", "linear").equals("circular");
    int length = dims[axis];
    int width = c.inputDims(1)[axis];
    QTensor cache = Commit.exactFactor(l, c.tensor(0));
    QTensor update = Commit.exactFactor(l, c.tensor(1));
    int places = circular ? length : length - width + 1;
    QTensor flags = OneHot.of(l, c.name(), places(c, dims[0]), places, false);
    QTensor put = placed(c, update, flags, axis, circular);
    QTensor hits = hits(c, flags, width, length, circular);
    int[] wide = new int[dims.length];
    Arrays.fill(wide, 1);
    wide[0] = dims[0];
    wide[axis] = length;
    QTensor written = Arithmetic.reshape(l, c.name() + ".written", hits, wide);
    QTensor gone = Elementwise.multiply(l, c.name() + ".gone", written, cache, dims);
    QTensor sum = Arithmetic.sum(l, c.name(), List.of(cache, gone, put), List.of(1L, -1L, 1L));
    Scale unit = sum.scale();
    Interval range =
        cache
            .range()
            .times(cache.scale().multipleOf(unit))
            .union(put.range().times(put.scale().multipleOf(unit)));
    c.output(new QTensor(c.name(), dims, unit, range, sum.addends(), sum.buffer()));
  }

  private static QTensor places(OperatorContext c, int batches) {
    if (c.node().hasInput(2) && !c.isConstant(2)) {
      return c.tensor(2);
    }
    long[] given = new long[batches];
    if (c.node().hasInput(2)) {
      System.arraycopy(c.constant(2).toLongs(), 0, given, 0, batches);
    }
    return c.lowering().fixed(c.name() + ".places", new int[] {batches}, given, Scale.ONE);
  }

  // Updates at s + t, and at s + t - length where that wraps.
  private static QTensor placed(
      OperatorContext c, QTensor update, QTensor flags, int axis, boolean circular) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    List<Addend> addends =
        added(update, flags, dims, axis, circular)
            .or(() -> added(Commit.exact(l, update), flags, dims, axis, circular))
            .orElseThrow(() -> c.unsupported("its index relation cannot be said"));
    int buffer = l.compute(Arithmetic.volume(dims), new WindowKernel(update, flags, dims, axis));
    Interval range = update.range().union(new Interval(0, 0));
    return new QTensor(c.name() + ".put", dims, update.scale(), range, addends, buffer);
  }

  // Empty if a view of other cells is in the way.
  private static Optional<List<Addend>> added(
      QTensor update, QTensor flags, int[] dims, int axis, boolean circular) {
    int rank = dims.length;
    int[] products = new int[rank + 1];
    System.arraycopy(update.dims(), 0, products, 0, rank);
    products[rank] = flags.dim(1);
    int[] flagLabels = {0, rank};
    int[] out = Labels.range(rank + 1);
    return Contraction.of(update, Labels.range(rank), flags, flagLabels, out)
        .flatMap(all -> {
          QTensor pairs =
              new QTensor(update.name(), products, update.scale(), new Interval(0, 0), all, -1);
          Optional<List<Addend>> first = turn(pairs, dims, axis, 0);
          return circular
              ? first.flatMap(a -> turn(pairs, dims, axis, dims[axis]).map(b -> joined(a, b)))
              : first;
        });
  }

  // Products at s + t - back.
  private static Optional<List<Addend>> turn(QTensor pairs, int[] dims, int axis, long back) {
    int rank = dims.length;
    List<AxisSum> sums = new ArrayList<>();
    for (int k = 0; k < rank; k++) {
      sums.add(k == axis ? ScatterSum.pair(k, 1, rank, 1, -back) : ScatterSum.same(k));
    }
    return IndexAlgebra.scatter(pairs, sums, dims);
  }

  private static List<Addend> joined(List<Addend> a, List<Addend> b) {
    List<Addend> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  // n_m = sum over s of h_(m - s)
  private static QTensor hits(
      OperatorContext c, QTensor flags, int width, int length, boolean circular) {
    Lowering l = c.lowering();
    int[] dims = {flags.dim(0), length};
    List<QTensor> terms = new ArrayList<>();
    List<Long> ones = new ArrayList<>();
    for (int turn = 0; turn < (circular ? 2 : 1); turn++) {
      List<AxisExpression> from =
          List.of(
              AxisExpression.axis(0, dims[0]),
              AxisExpression.axis(1, length).plus((long) turn * length).plusSummed(-1, 0, width));
      terms.add(Arithmetic.view(l, c.name() + ".hits" + turn, flags, from, dims));
      ones.add(1L);
    }
    QTensor count = Arithmetic.sum(l, c.name() + ".hits", terms, ones);
    return Commit.bits(l, c.name() + ".hits", count);
  }
}
