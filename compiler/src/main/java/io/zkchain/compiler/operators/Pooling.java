package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Maximum;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * MaxPool, AveragePool and their global forms.
 *
 * <p>Maximum: along one axis after the other, max(u, v) = v + relu(u - v) for each further element
 * of the window; partial maxima are virtual. Positions outside are minus infinity: the values are
 * shifted to be non-negative first, so that the 0 of a padded view is neutral. Exact; {@link
 * Maximum} has the relations and the argument for uniqueness.
 *
 * <p>Average: the window's sum is one term with summed indices, and the divisor goes into the
 * scale, so nothing is rounded here. Where the divisor differs between windows (count_include_pad =
 * 0, ceil_mode) the sums are multiplied by its reciprocal, rounded to 15 bits: relative error
 * 2^-15.
 */
final class Pooling implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String windows = "1-3 D, strides, dilations, pads, auto_pad, ceil_mode";
    return List.of(
        new OperatorEntry(
            "MaxPool",
            1,
            "maximum by relu of differences; with Indices one-hot flags of every window",
            windows + ", storage_order, Indices",
            "k - 1 + 0 per axis; with Indices 2 + 1 per window element",
            "0"),
        new OperatorEntry(
            "GlobalMaxPool", 1, "maximum by relu of differences", "", "k - 1 + 0 per axis", "0"),
        new OperatorEntry(
            "AveragePool",
            1,
            "virtual sum, divisor in the scale",
            windows + ", count_include_pad",
            "0 (1 + 0 where divisors differ)",
            "0 (2^-15 where divisors differ)"),
        new OperatorEntry(
            "GlobalAveragePool", 1, "virtual sum, divisor in the scale", "", "0", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    TensorShape shape = TensorShape.of(c.inputDims(0));
    boolean global = c.node().opType().startsWith("Global");
    WindowGeometry g = global ? everything(shape) : WindowGeometry.ofPooling(c.node(), shape);
    if (c.node().is("MaxPool")) {
      requireElements(c, g, elements(g, false));
    }
    if (c.node().hasOutput(1)) {
      MaxPoolIndices.lower(c, g);
      return;
    }
    c.output(c.node().opType().endsWith("MaxPool") ? maximum(c, g) : average(c, g));
  }

  private static WindowGeometry everything(TensorShape shape) {
    List<Integer> spatial = shape.dims().subList(2, shape.rank());
    List<Integer> ones = Collections.nCopies(spatial.size(), 1);
    List<Integer> zeros = Collections.nCopies(spatial.size(), 0);
    return new WindowGeometry(spatial, spatial, ones, ones, zeros, zeros, ones);
  }

  private static QTensor maximum(OperatorContext c, WindowGeometry g) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    if (!x.isLinear()) {
      x = Commit.cells(l, x);
    }
    long low = leavesInput(g) && x.range().lo() < 0 ? x.range().lo() : 0;
    QTensor current = low == 0 ? x : Arithmetic.plus(l, x.name() + ".up", x, -low);
    for (int axis = g.rank() - 1; axis >= 0; axis--) {
      current = maximumAlong(l, c.name(), current, g, axis);
    }
    return low == 0 ? current : Arithmetic.plus(l, c.name(), current, low, x.scale());
  }

  private static QTensor maximumAlong(
      Lowering l, String name, QTensor x, WindowGeometry g, int spatial) {
    QTensor max = null;
    int axis = 2 + spatial;
    int[] dims = x.dims();
    dims[axis] = g.output().get(spatial);
    for (int k = 0; k < g.kernel().get(spatial); k++) {
      List<AxisExpression> from = new ArrayList<>();
      for (int other = 0; other < dims.length; other++) {
        from.add(AxisExpression.axis(other, dims[other]));
      }
      long first = (long) k * g.dilations().get(spatial) - g.padBegin().get(spatial);
      from.set(
          axis, AxisExpression.constant(first).plus(g.strides().get(spatial), axis, dims[axis]));
      QTensor next = Arithmetic.view(l, name + ".at" + k, x, from, dims);
      max = max == null ? next : Maximum.of(l, name + ".axis" + spatial, next, max);
    }
    if (max == null) {
      throw new IllegalArgumentException("a window has no element");
    }
    return max;
  }

  /** Whether some window reaches beyond the input. */
  static boolean leavesInput(WindowGeometry g) {
    for (int k = 0; k < g.rank(); k++) {
      if (g.padBegin().get(k) > 0 || last(g, k) >= g.input().get(k)) {
        return true;
      }
    }
    return false;
  }

  // The highest position that a window reads.
  private static int last(WindowGeometry g, int k) {
    return (g.output().get(k) - 1) * g.strides().get(k)
        + (g.kernel().get(k) - 1) * g.dilations().get(k)
        - g.padBegin().get(k);
  }

  private static QTensor average(OperatorContext c, WindowGeometry g) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    for (int k = 0; k < g.rank(); k++) {
      from.add(
          AxisExpression.constant(-g.padBegin().get(k))
              .plus(g.strides().get(k), 2 + k, dims[2 + k])
              .plusSummed(g.dilations().get(k), k, g.kernel().get(k)));
    }
    QTensor sum = Arithmetic.view(l, c.name() + ".sum", x, from, dims);
    boolean includePad = c.node().intAttribute("count_include_pad", 0) != 0;
    int[][] elements = elements(g, includePad);
    requireElements(c, g, elements);
    double[] counts = counts(elements);
    boolean uniform = true;
    for (double count : counts) {
      uniform &= count == counts[0];
    }
    if (uniform) {
      return sum.at(sum.scale().over((long) counts[0]));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = 1 / counts[i];
    }
    int[] spatial = Arrays.copyOfRange(dims, 2, dims.length);
    return Elementwise.timesTensor(c, sum, counts, spatial);
  }

  // Elements that each window counts, row-major over the output positions.
  private static double[] counts(int[][] elements) {
    double[] counts = {1};
    for (int[] along : elements) {
      double[] longer = new double[counts.length * along.length];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = counts[i / along.length] * along[i % along.length];
      }
      counts = longer;
    }
    return counts;
  }

  // The same along every spatial axis, by output position.
  private static int[][] elements(WindowGeometry g, boolean includePad) {
    int[][] elements = new int[g.rank()][];
    for (int k = 0; k < g.rank(); k++) {
      int first = includePad ? -g.padBegin().get(k) : 0;
      int end = g.input().get(k) + (includePad ? g.padEnd().get(k) : 0);
      elements[k] = new int[g.output().get(k)];
      for (int y = 0; y < elements[k].length; y++) {
        for (int t = 0; t < g.kernel().get(k); t++) {
          int at = y * g.strides().get(k) + t * g.dilations().get(k) - g.padBegin().get(k);
          elements[k][y] += at >= first && at < end ? 1 : 0;
        }
      }
    }
    return elements;
  }

  // Of no elements there is no maximum and no mean; runtimes give numbers without a meaning.
  private static void requireElements(OperatorContext c, WindowGeometry g, int[][] elements) {
    for (int k = 0; k < elements.length; k++) {
      for (int y = 0; y < elements[k].length; y++) {
        if (elements[k][y] == 0) {
          throw c.unsupported(
              Limit.EMPTY_WINDOW, y, k, g.input().get(k), g.padBegin().get(k), g.padEnd().get(k));
        }
      }
    }
  }
}
