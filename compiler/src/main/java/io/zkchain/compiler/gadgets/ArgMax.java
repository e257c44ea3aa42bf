package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ARGMAX: the position of the largest of n values along an axis, the first (or last) of equal ones,
 * with its flags and the value.
 *
 * <p>Cells: flags s_i of 0 or 1, {@code sum s_i = 1}; {@code e_i = M - x_i - sum_(j>i) s_j} in a
 * range table, with M = sum s_i x_i virtual. For the last maximum: {@code sum_(j<i) s_j}.
 *
 * <p><b>Unique</b> for all field elements x: one flag is set, at k say. e_i >= 0 says that x_k >=
 * x_i for all i, and x_k > x_i for i < k (the sum is 1 there). Were k < k' both possible, then x_k
 * - x_k' would be in the range, and x_k' - x_k - 1 too: their sum -1 would be a sum of two small
 * non-negative numbers. e_i is determined by the relation.
 *
 * <p>Costs one row (or its limbs) and one single cell per element, and no function table.
 */
public final class ArgMax {

  /**
   * @param flags one-hot, in cells C
   * @param index along the axis, which has size 1
   * @param value the largest, virtual (a product); the axis has size 1
   */
  public record Result(QTensor flags, QTensor index, QTensor value) {}

  private ArgMax() {}

  /**
   * The largest value along an axis.
   *
   * @param last whether the last of equal values counts
   */
  public static Result of(Lowering l, String name, QTensor values, int axis, boolean last) {
    QTensor x = Commit.exactFactor(l, values);
    int n = x.dim(axis);
    int inner = Flags.inner(x.dims(), axis);
    int buffer = l.compute(x.size(), chosen(x, n, inner, last));
    Committed cells = l.single(name + ".chosen", x.dims(), l.range(2), buffer);
    Interval bit = new Interval(0, 1);
    QTensor flags = l.read(cells, Cell.C, name + ".chosen", x.dims(), Scale.ONE, bit);
    Flags.requireOne(l, name, flags, axis);
    QTensor most = selected(l, name + ".most", x, flags, axis);
    bracket(l, name, x, most, flags, axis, last);
    return new Result(flags, Flags.position(l, name + ".index", flags, axis), most);
  }

  private static Kernel chosen(QTensor x, int n, int inner, boolean last) {
    return (execution, out) -> {
      long[] in = execution.of(x);
      for (int row = 0; row < in.length / n; row++) {
        int base = row / inner * inner * n + row % inner;
        int best = 0;
        for (int i = 1; i < n; i++) {
          long more = in[base + i * inner] - in[base + best * inner];
          best = more > 0 || (more == 0 && last) ? i : best;
        }
        out[base + best * inner] = 1;
      }
    };
  }

  // sum over the axis of s_i x_i
  private static QTensor selected(Lowering l, String name, QTensor x, QTensor flags, int axis) {
    int[] labels = new int[x.rank()];
    Arrays.setAll(labels, k -> k);
    int[] kept = new int[x.rank() - 1];
    int[] dims = new int[x.rank() - 1];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = k < axis ? k : k + 1;
      dims[k] = x.dim(kept[k]);
    }
    EinsumKernel kernel = new EinsumKernel(x, labels, flags, labels, dims, kept);
    QTensor sum =
        Arithmetic.contract(l, name, x, labels, flags, labels, dims, kept, x.range(), kernel);
    int[] wide = x.dims();
    wide[axis] = 1;
    return Arithmetic.reshape(l, name, sum, wide);
  }

  private static void bracket(
      Lowering l, String name, QTensor x, QTensor most, QTensor flags, int axis, boolean last) {
    int n = x.dim(axis);
    int inner = Flags.inner(x.dims(), axis);
    List<AxisExpression> from = Arithmetic.same(x.dims());
    int sign = last ? -1 : 1;
    from.set(axis, AxisExpression.axis(axis, n).plus(sign).plusSummed(sign, 0, Math.max(1, n - 1)));
    List<Addend> later = IndexAlgebra.view(flags, from, x.dims()).orElseThrow();
    int gaps =
        l.compute(
            x.size(),
            (execution, out) -> {
              long[] in = execution.of(x);
              long[] top = execution.of(most);
              long[] set = execution.of(flags);
              for (int row = 0; row < top.length; row++) {
                int base = row / inner * inner * n + row % inner;
                boolean strict = !last;
                for (int i = 0; i < n; i++) {
                  int at = base + i * inner;
                  strict = set[at] == 1 ? last : strict;
                  boolean own = set[at] == 0 && strict;
                  out[at] = top[row] - in[at] - (own ? 1 : 0);
                }
              }
            });
    long span = x.range().hi() - x.range().lo();
    List<Addend> terms = new ArrayList<>(Arithmetic.broadcastAddends(most, x.dims()));
    x.addends().forEach(a -> terms.add(a.scaled(-1)));
    later.forEach(a -> terms.add(a.scaled(-1)));
    gap(l, name + ".gap", x.dims(), gaps, span).addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".gap", x.dims(), terms);
  }

  // A number in 0..span: one row of the signed range table, shifted, or limbs.
  private static QTensor gap(Lowering l, String name, int[] dims, int buffer, long span) {
    long limit = l.domain().hi();
    if (span > 2 * limit) {
      return Limbs.of(l, name, dims, buffer, span);
    }
    int shifted =
        l.compute(
            Arithmetic.volume(dims),
            (execution, out) -> {
              long[] in = execution.buffer(buffer);
              Arrays.setAll(out, i -> in[i] - limit);
            });
    Committed rows = l.pair(name, dims, l.identity(), shifted);
    Interval reach = new Interval(-limit, span - limit);
    QTensor cells = l.read(rows, Cell.A, name, dims, Scale.ONE, reach);
    return Arithmetic.plus(l, name, cells, limit);
  }
}
