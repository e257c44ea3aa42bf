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
    boolean constantBias =
        node.hasInput(2) && c.isConstant(2) && biasIsByColumn(c.constant(2), c.dims(0)[1]);
    double[] bias = new double[0];
    if (constantBias) {
      bias = byColumn(c.constant(2).toDoubles(), c.dims(0)[1], beta);
    }
    QTensor product = product(c, MatrixLabels.ofGemm(transA, transB), alpha, bias);
    if (node.hasInput(2) && !constantBias) {
      product = addC(c, product, beta);
    }
    c.output(IntegerTypes.wrapped(c, product));
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
    MatrixLabels labels = MatrixLabels.ofMatMul(c, 0, 1);
    c.output(IntegerTypes.wrapped(c, product(c, labels, 1, new double[0])));
  }

  private static QTensor product(
      OperatorContext c, MatrixLabels labels, double alpha, double[] bias) {
    Lowering l = c.lowering();
    if (!c.isConstant(0) && !c.isConstant(1)) {
      QTensor x = Commit.factor(l, c.tensor(0));
      QTensor w = Commit.factor(l, c.tensor(1));
      return biased(c, Elementwise.timesReal(l, c.name(), witnesses(c, x, w, labels), alpha), bias);
    }
    boolean first = c.isConstant(0);
    double[] weights = c.constant(first ? 0 : 1).toDoubles();
    for (int i = 0; alpha != 1 && i < weights.length; i++) {
      weights[i] *= alpha;
    }
    MatrixLabels ordered =
        first ? new MatrixLabels(labels.right(), labels.left(), labels.out()) : labels;
    return weighted(c, first ? 1 : 0, 0, ordered, weights, c.inputDims(first ? 0 : 1), bias);
  }

  /**
   * The product of (an input - an integer) with constants, plus a bias.
   *
   * @param labels the input's as the left operand's
   */
  static QTensor weighted(
      OperatorContext c,
      int input,
      long zero,
      MatrixLabels labels,
      double[] weights,
      int[] wDims,
      double[] bias) {
    Lowering l = c.lowering();
    int[] wLabels = labels.right();
    int[] out = labels.out();
    Optional<WeightedProduct> apart =
        c.beforeReshape(input)
            .flatMap(before ->
                WeightedProduct.beforeReshape(
                    l,
                    less(l, before, zero),
                    c.inputDims(input),
                    labels.left(),
                    weights,
                    wDims,
                    wLabels,
                    out));
    WeightedProduct product =
        apart.orElseGet(() ->
            new WeightedProduct(
                Commit.factor(l, less(l, c.tensor(input), zero)),
                labels.left(),
                weights,
                wDims,
                wLabels));
    return product.takenApart(l, out).lower(c, out, bias);
  }

  private static QTensor less(Lowering l, QTensor x, long zero) {
    return zero == 0 ? x : Arithmetic.plus(l, x.name(), x, -zero);
  }

  /** The product of two witnesses. */
  static QTensor witnesses(OperatorContext c, QTensor x, QTensor w, MatrixLabels labels) {
    int[] a = labels.left();
    int[] b = labels.right();
    int[] out = labels.out();
    int depth = 1;
    for (int axis = 0; axis < a.length; axis++) {
      depth *= Labels.find(out, a[axis]) >= 0 ? 1 : x.dim(axis);
    }
    Interval range = x.range().times(w.range()).times(depth);
    int[] dims = c.dims(0);
    EinsumKernel kernel = new EinsumKernel(x, a, w, b, dims, out);
    return Arithmetic.contract(c.lowering(), c.name(), x, a, w, b, dims, out, range, kernel);
  }

  private static QTensor biased(OperatorContext c, QTensor product, double[] bias) {
    if (bias.length == 0) {
      return product;
    }
    Scale scale = product.scale();
    QTensor fixed =
        c.lowering()
            .fixed(c.name() + ".bias", new int[] {bias.length}, Weights.round(bias, scale), scale);
    return Arithmetic.sum(c.lowering(), c.name(), List.of(product, fixed), List.of(1L, 1L));
  }
}
