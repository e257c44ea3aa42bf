package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.Optional;

/**
 * MatMul and Gemm.
 *
 * <p>Semantics: acc = sum over k of x[.., k] w[k, ..] in exact integers; Gemm's alpha and beta are
 * folded into the weights and the bias before they are rounded. Nothing is committed: acc is
 * virtual, and what reads it rounds it. <b>Unique</b> because it adds no cell.
 *
 * <p>Error: half a unit of the weights' scale times the L1 norm of the input; none if both factors
 * are witnesses.
 */
final class MatrixProducts implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "MatMul",
            1,
            "virtual sum of products",
            "1-D operands, batch broadcast, either or both operands from the input",
            "0",
            "weight rounding"),
        new OperatorEntry(
            "Gemm",
            7,
            "virtual sum of products",
            "transA, transB, alpha, beta, C absent or broadcast",
            "0",
            "weight rounding"));
  }

  @Override
  public void lower(OperatorContext context) {
    if (context.node().is("Gemm")) {
      gemm(context);
    } else {
      matMul(context);
    }
  }

  private static void gemm(OperatorContext c) {
    Node node = c.node();
    boolean transA = node.intAttribute("transA", 0) != 0;
    boolean transB = node.intAttribute("transB", 0) != 0;
    double alpha = node.floatAttribute("alpha", 1);
    double beta = node.floatAttribute("beta", 1);
    int[] a = transA ? new int[] {2, 0} : new int[] {0, 2};
    int[] b = transB ? new int[] {1, 2} : new int[] {2, 1};
    boolean constantBias =
        node.hasInput(2) && c.isConstant(2) && biasIsByColumn(c.constant(2), c.dims(0)[1]);
    double[] bias = new double[0];
    if (constantBias) {
      bias = byColumn(c.constant(2).toDoubles(), c.dims(0)[1], beta);
    }
    QTensor product = product(c, a, b, new int[] {0, 1}, alpha, bias);
    if (node.hasInput(2) && !constantBias) {
      product = addC(c, product, beta);
    }
    c.output(IntegerTypes.requireNoWrap(c, product));
  }

  private static QTensor addC(OperatorContext c, QTensor product, double beta) {
    Lowering l = c.lowering();
    QTensor third;
    if (c.isConstant(2)) {
      TensorData data = c.constant(2);
      double[] values = data.toDoubles();
      for (int i = 0; i < values.length; i++) {
        values[i] *= beta;
      }
      third =
          l.fixed(
              c.node().input(2),
              data.shape().toArray(),
              Weights.round(values, product.scale()),
              product.scale());
    } else {
      third = Elementwise.timesReal(l, c.name(), c.tensor(2), beta);
    }
    QTensor sum = Arithmetic.sum(l, c.name(), List.of(product, third), List.of(1L, 1L));
    return sum;
  }

  private static boolean biasIsByColumn(TensorData bias, int columns) {
    return bias.size() == 1 || (bias.size() == columns && lastIs(bias, columns));
  }

  private static boolean lastIs(TensorData bias, int columns) {
    int rank = bias.shape().rank();
    return rank > 0 && bias.shape().dim(rank - 1) == columns;
  }

  private static double[] byColumn(double[] bias, int columns, double beta) {
    double[] out = new double[columns];
    for (int i = 0; i < columns; i++) {
      out[i] = beta * bias[bias.length == 1 ? 0 : i];
    }
    return out;
  }

  private static void matMul(OperatorContext c) {
    int ra = c.inputDims(0).length;
    int rb = c.inputDims(1).length;
    int batch = Math.max(Math.max(ra, rb) - 2, 0);
    // Labels: batch axes 0 .. batch-1 from the left, then row, column, inner.
    int row = batch;
    int column = batch + 1;
    int inner = batch + 2;
    int[] a = labels(ra, batch, row, inner, inner);
    int[] b = labels(rb, batch, inner, column, inner);
    int[] out = new int[c.dims(0).length];
    for (int k = 0; k < batch; k++) {
      out[k] = k;
    }
    int next = batch;
    if (ra > 1) {
      out[next++] = row;
    }
    if (rb > 1) {
      out[next] = column;
    }
    c.output(IntegerTypes.requireNoWrap(c, product(c, a, b, out, 1, new double[0])));
  }

  private static int[] labels(int rank, int batch, int first, int second, int only) {
    int[] labels = new int[rank];
    if (rank == 1) {
      labels[0] = only;
      return labels;
    }
    for (int k = 0; k < rank - 2; k++) {
      labels[k] = batch - (rank - 2) + k;
    }
    labels[rank - 2] = first;
    labels[rank - 1] = second;
    return labels;
  }

  private static QTensor product(
      OperatorContext c, int[] a, int[] b, int[] out, double alpha, double[] bias) {
    Lowering l = c.lowering();
    if (!c.isConstant(0) && !c.isConstant(1)) {
      return witnesses(c, a, b, out, alpha, bias);
    }
    int w = c.isConstant(0) ? 0 : 1;
    double[] weights = c.constant(w).toDoubles();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= alpha;
    }
    int[] wDims = c.inputDims(w);
    int[] wLabels = w == 0 ? a : b;
    int[] xLabels = w == 0 ? b : a;
    Optional<WeightedProduct> apart =
        c.beforeReshape(1 - w)
            .flatMap(before ->
                WeightedProduct.beforeReshape(
                    l, before, c.inputDims(1 - w), xLabels, weights, wDims, wLabels, out));
    WeightedProduct product =
        apart.orElseGet(() ->
            new WeightedProduct(
                Commit.factor(l, c.tensor(1 - w)), xLabels, weights, wDims, wLabels));
    return product.takenApart(l, out).lower(c, out, bias);
  }

  private static QTensor witnesses(
      OperatorContext c, int[] a, int[] b, int[] out, double alpha, double[] bias) {
    Lowering l = c.lowering();
    QTensor x = Commit.factor(l, c.tensor(0));
    QTensor w = Commit.factor(l, c.tensor(1));
    int depth = 1;
    for (int axis = 0; axis < a.length; axis++) {
      depth *= Labels.find(out, a[axis]) >= 0 ? 1 : x.dim(axis);
    }
    Interval range = x.range().times(w.range()).times(depth);
    int[] dims = c.dims(0);
    QTensor acc =
        Arithmetic.contract(
            l, c.name(), x, a, w, b, dims, out, range, new EinsumKernel(x, a, w, b, dims, out));
    QTensor scaled = Elementwise.timesReal(l, c.name(), acc, alpha);
    if (bias.length == 0) {
      return scaled;
    }
    Scale scale = scaled.scale();
    QTensor fixed =
        l.fixed(c.name() + ".bias", new int[] {bias.length}, Weights.round(bias, scale), scale);
    return Arithmetic.sum(l, c.name(), List.of(scaled, fixed), List.of(1L, 1L));
  }
}
