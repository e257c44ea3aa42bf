package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.ScatterSum;
import io.zkchain.compiler.gadgets.TransposedKernel;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.ColumnsGeometry;
import io.zkchain.compiler.graph.shape.TransposedGeometry;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Contraction;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.IndexAlgebra.AxisSum;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ConvTranspose in one to three dimensions, and Col2Im.
 *
 * <p>Semantics: y[m, s x + d k - p] is the sum of w[c, m, k] v[c, x] over all that meet there, in
 * exact integers; what falls outside is dropped. Col2Im adds columns up in the same way, without
 * weights. One term with the index relation {@code s x + d k - y = p} on each axis; the bound of y
 * is the crop. Virtual, so no cell that could be ambiguous.
 *
 * <p>Error: half a unit of the weights' scale times the L1 norm of what meets; Col2Im: none.
 */
final class TransposedConvolutions implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "virtual sum over an affine index relation";
    return List.of(
        new OperatorEntry(
            "ConvTranspose",
            1,
            how,
            "1-3 D, strides, dilations, group, pads, auto_pad, output_padding, output_shape, bias,"
                + " weights from the input",
            "0",
            "weight rounding"),
        new OperatorEntry("Col2Im", 18, how, "strides, dilations, pads; any rank", "0", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(c.node().is("Col2Im") ? columnsToImage(c) : convolution(c));
  }

  // ---------------------------------------------------------------- ConvTranspose

  private static QTensor convolution(OperatorContext c) {
    Lowering l = c.lowering();
    Node node = c.node();
    int groups = (int) node.intAttribute("group", 1);
    int[] weights = c.inputDims(1);
    TransposedGeometry g =
        TransposedGeometry.of(node, TensorShape.of(c.inputDims(0)), TensorShape.of(weights));
    QTensor input = Commit.factor(l, c.tensor(0));
    int[] wDims = Labels.split(weights, 0, new int[] {groups, weights[0] / groups});
    QTensor w;
    Interval range;
    if (c.isConstant(1)) {
      LinearLayer layer =
          new LinearLayer(
              c,
              input,
              c.constant(1).toDoubles(),
              wDims,
              new int[] {0, 2},
              new double[0],
              true,
              true);
      w = layer.quantised(c.name() + ".weights");
      range = layer.range(w);
    } else {
      QTensor filters = Commit.factor(l, c.tensor(1));
      w = Arithmetic.reshape(l, c.name() + ".weights", filters, wDims);
      int depth = Arithmetic.volume(wDims) / wDims[0] / wDims[2];
      range = input.range().union(new Interval(0, 0)).times(w.range()).times(depth);
    }
    int[] split = Labels.split(input.dims(), 1, new int[] {groups, input.dim(1) / groups});
    QTensor x = Arithmetic.reshape(l, c.name() + ".groups", input, split);
    int[] dims = Labels.split(c.dims(0), 1, new int[] {groups, wDims[2]});
    List<Addend> addends =
        meeting(x, w, g, dims)
            .or(() -> meeting(Commit.exact(l, x), w, g, dims))
            .or(() -> meeting(Commit.exact(l, x), Commit.exact(l, w), g, dims))
            .orElseThrow(() -> c.unsupported("its index relation cannot be said"));
    int buffer = l.compute(Arithmetic.volume(dims), new TransposedKernel(x, w, sums(g), dims));
    QTensor acc = new QTensor(c.name(), dims, x.scale().times(w.scale()), range, addends, buffer);
    QTensor result = Arithmetic.reshape(l, c.name(), acc, c.dims(0));
    return node.hasInput(2) ? plusBias(c, result) : result;
  }

  private static QTensor plusBias(OperatorContext c, QTensor acc) {
    Lowering l = c.lowering();
    QTensor bias = c.tensor(2, acc.scale());
    int[] dims = new int[acc.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = acc.dim(1);
    QTensor wide = Arithmetic.reshape(l, c.name() + ".bias", bias, dims);
    return Arithmetic.sum(l, c.name(), List.of(acc, wide), List.of(1L, 1L));
  }

  // All products, with axes batch, group, filter, input.., kernel.., then added up where they meet.
  private static Optional<List<Addend>> meeting(
      QTensor x, QTensor w, TransposedGeometry g, int[] dims) {
    int rank = g.input().size();
    int[] xLabels = new int[3 + rank];
    int[] wLabels = new int[3 + rank];
    int channel = 3 + 2 * rank;
    System.arraycopy(new int[] {0, 1, channel}, 0, xLabels, 0, 3);
    System.arraycopy(new int[] {1, channel, 2}, 0, wLabels, 0, 3);
    int[] products = new int[3 + 2 * rank];
    System.arraycopy(dims, 0, products, 0, 3);
    for (int k = 0; k < rank; k++) {
      xLabels[3 + k] = 3 + k;
      wLabels[3 + k] = 3 + rank + k;
      products[3 + k] = g.input().get(k);
      products[3 + rank + k] = g.kernel().get(k);
    }
    return Contraction.of(x, xLabels, w, wLabels, Labels.range(3 + 2 * rank))
        .flatMap(addends -> {
          QTensor all = new QTensor(x.name(), products, x.scale(), new Interval(0, 0), addends, -1);
          return IndexAlgebra.scatter(all, sums(g), dims);
        });
  }

  private static List<AxisSum> sums(TransposedGeometry g) {
    List<AxisSum> sums = new ArrayList<>();
    IntStream.range(0, 3).forEach(axis -> sums.add(ScatterSum.same(axis)));
    int rank = g.input().size();
    for (int k = 0; k < rank; k++) {
      sums.add(
          ScatterSum.pair(
              3 + k, g.strides().get(k), 3 + rank + k, g.dilations().get(k), -g.padBegin().get(k)));
    }
    return sums;
  }

  // ---------------------------------------------------------------- Col2Im

  private static QTensor columnsToImage(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    ColumnsGeometry g =
        ColumnsGeometry.of(
            c.node(),
            TensorShape.of(c.inputDims(0)),
            c.constant(1).toLongs(),
            c.constant(2).toLongs());
    int rank = g.rank();
    int[] apart = new int[2 + 2 * rank];
    apart[0] = dims[0];
    apart[1] = dims[1];
    List<AxisSum> sums = new ArrayList<>(List.of(ScatterSum.same(0), ScatterSum.same(1)));
    for (int k = 0; k < rank; k++) {
      apart[2 + k] = g.block().get(k);
      apart[2 + rank + k] = g.blocks().get(k);
      sums.add(
          ScatterSum.pair(
              2 + k, g.dilations().get(k), 2 + rank + k, g.strides().get(k), -g.padBegin().get(k)));
    }
    QTensor split = Arithmetic.reshape(l, c.name() + ".columns", x, apart);
    return ScatterSum.of(l, c.name(), split, sums, dims);
  }
}
