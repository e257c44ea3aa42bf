package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.Logarithm;
import io.zkchain.compiler.gadgets.Softmax;
import io.zkchain.compiler.gadgets.Split;
import io.zkchain.compiler.gadgets.SquareRoot;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * ReduceL1, ReduceL2, ReduceSumSquare, ReduceLogSum, ReduceLogSumExp and ReduceProd, along the
 * reduced axes joined into one.
 *
 * <p>L1 sums absolute values ({@link Split}, exact); the sum of squares is virtual and exact, L2
 * its root ({@link SquareRoot}) at half the precision more; logarithms by {@link Logarithm} or
 * {@link Softmax}. A product multiplies element after element and rounds between.
 */
final class NormReductions implements OperatorFamily {
  private static final int ROOT_BITS = 4;
  private static final int MOST_MISSING = 12;
  private static final int MOST_FACTORS = 6;

  @Override
  public List<OperatorEntry> entries() {
    String axes = "axes attribute or input, keepdims, noop_with_empty_axes, all axes";
    return List.of(
        new OperatorEntry("ReduceL1", 1, "sum of absolute values", axes, "1 + 1 per input", "0"),
        new OperatorEntry("ReduceL2", 1, "root of the exact sum of squares", axes, "2 + 4", "u/16"),
        new OperatorEntry("ReduceSumSquare", 1, "virtual sum of squares", axes, "0", "0"),
        new OperatorEntry(
            "ReduceLogSum", 1, "logarithm by mantissa and exponent", axes, "2 + 4", "2^-B"),
        new OperatorEntry(
            "ReduceLogSumExp",
            1,
            "as the sum of a softmax",
            axes,
            "2 + 2 per input, and about 15 cells",
            "2^(4-B)"),
        new OperatorEntry(
            "ReduceProd",
            1,
            "product after product",
            axes + "; at most 6 reals",
            "1 + 1 per input",
            "grows with steps"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    List<Integer> reduced = Axes.reduced(c.node(), c.inputs());
    QTensor rows = rows(l, x, reduced);
    QTensor result =
        switch (c.node().opType()) {
          case "ReduceL1" -> total(l, c.name(), magnitudes(l, c.name() + ".abs", rows));
          case "ReduceSumSquare" -> squares(l, c.name(), Commit.factor(l, rows));
          case "ReduceL2" -> root(l, c.name(), Commit.factor(l, rows), seen(c));
          case "ReduceLogSum" -> Logarithm.of(l, c.name(), total(l, c.name() + ".sum", rows));
          case "ReduceLogSumExp" -> Softmax.logarithmOfSum(l, c.name(), rows, 1);
          default -> {
            if (c.outputType().dtype().isFloat() && rows.dim(1) > MOST_FACTORS) {
              throw c.unsupported(Limit.LONG_PRODUCT, rows.dim(1), MOST_FACTORS);
            }
            yield product(l, c.name(), Commit.factor(l, rows), seen(c));
          }
        };
    c.output(IntegerTypes.requireNoWrap(c, Arithmetic.reshape(l, c.name(), result, c.dims(0))));
  }

  // The largest element.
  private static double seen(OperatorContext c) {
    return c.lowering()
        .scales()
        .seen(c.node().input(0))
        .orElseGet(() -> c.lowering().scales().seen(c.tensor(0)))
        .magnitude();
  }

  // [kept, reduced]
  private static QTensor rows(Lowering l, QTensor x, List<Integer> reduced) {
    List<Integer> order = new ArrayList<>();
    int kept = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!reduced.contains(axis)) {
        order.add(axis);
        kept *= x.dim(axis);
      }
    }
    order.addAll(reduced);
    int[] dims = new int[order.size()];
    AxisExpression[] from = new AxisExpression[dims.length];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = x.dim(order.get(k));
      from[order.get(k)] = AxisExpression.axis(k, dims[k]);
    }
    QTensor turned = Arithmetic.view(l, x.name() + ".turned", x, List.of(from), dims);
    return Arithmetic.reshape(l, x.name() + ".rows", turned, new int[] {kept, x.size() / kept});
  }

  private static QTensor total(Lowering l, String name, QTensor rows) {
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, rows.dim(0)),
            AxisExpression.constant(0).plusSummed(1, 0, rows.dim(1)));
    return Arithmetic.view(l, name, rows, from, new int[] {rows.dim(0)});
  }

  private static QTensor magnitudes(Lowering l, String name, QTensor rows) {
    QTensor x = rows.isLinear() ? rows : Commit.cells(l, rows);
    return Split.of(l, x.named(name + ".parts")).magnitude(l, name);
  }

  private static QTensor squares(Lowering l, String name, QTensor x) {
    int[] both = {0, 1};
    int[] kept = {0};
    int[] dims = {x.dim(0)};
    long magnitude = x.range().magnitude();
    long most = Math.multiplyExact(Math.multiplyExact(magnitude, magnitude), (long) x.dim(1));
    EinsumKernel kernel = new EinsumKernel(x, both, x, both, dims, kept);
    return Arithmetic.contract(
        l, name, x, both, x, both, dims, kept, new Interval(0, most), kernel);
  }

  // sqrt(4^k sum of squares) = 2^k times the norm.
  private static QTensor root(Lowering l, String name, QTensor x, double seen) {
    int bits = ROOT_BITS + missingBits(l, seen / x.scale().toDouble());
    QTensor squares = squares(l, name + ".squares", x);
    QTensor fine = Arithmetic.times(l, name + ".fine", squares, 1L << (2 * bits));
    Interval range = squares.range().times(1L << (2 * bits));
    QTensor bounded =
        new QTensor(fine.name(), fine.dims(), fine.scale(), range, fine.addends(), fine.buffer());
    return SquareRoot.of(l, name, bounded).at(x.scale().shifted(-bits));
  }

  // Flags and small whole numbers have fewer units than other values; their roots need as many.
  private static int missingBits(Lowering l, double units) {
    int have = Math.max(0, Math.getExponent(Math.max(units, 1)) + ROOT_BITS);
    int most = Long.SIZE - 1 - Long.numberOfLeadingZeros(l.chooser().limit());
    return Math.clamp(most - have, 0, MOST_MISSING);
  }

  private static QTensor product(Lowering l, String name, QTensor x, double seen) {
    boolean whole = x.scale().equals(Scale.ONE);
    QTensor product = column(l, name, x, 0);
    for (int k = 1; k < x.dim(1); k++) {
      QTensor before = product.named(name + ".to" + k);
      // Calibration does not see it, but the elements.
      double largest = Math.pow(seen, k);
      double bound = before.range().magnitude() * before.scale().toDouble();
      l.scales()
          .target(before.name(), new RealRange(-largest, largest), bound, before.scale().oddPart());
      QTensor factor = whole ? Commit.exact(l, before) : Commit.factor(l, before);
      product = Elementwise.multiply(l, name, column(l, name, x, k), factor, product.dims());
    }
    return product;
  }

  private static QTensor column(Lowering l, String name, QTensor x, int k) {
    List<AxisExpression> from =
        List.of(AxisExpression.axis(0, x.dim(0)), AxisExpression.constant(k));
    return Arithmetic.view(l, name + ".column" + k, x, from, new int[] {x.dim(0)});
  }
}
