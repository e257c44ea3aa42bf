package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * TOPK: the K largest of n values along an axis in falling order, the first of equal ones first,
 * with their positions.
 *
 * <p>Cells: one-hot rows P_j, {@code sum_i P_ji = 1}. With y_j = sum P_ji x_i and the keys K_j = n
 * y_j + n - 1 - sum i P_ji and k_i = n x_i + n - 1 - i: {@code K_j - K_(j+1) - 1} in limbs; and for
 * every i, {@code K_last - 1 - k_i + W sum_j P_ji} in limbs, W above every difference of keys.
 *
 * <p><b>Unique</b> for all field elements x: the keys of the rows fall strictly, by differences
 * that are small integers, so the rows select different positions, in falling order of their keys.
 * A position i that none selects has K_last > k_i by a small integer. Two different selections of K
 * positions would each hold one that the other lacks, with keys that are above each other. One
 * selection has one falling order.
 *
 * <p>Linear in P but for y.
 */
public final class TopK {

  /**
   * @param values virtual (products)
   * @param indices of the values along the axis
   */
  public record Result(QTensor values, QTensor indices) {}

  private final Lowering l;
  private final String name;
  private final QTensor x;
  private final int axis;
  private final int n;
  private final int count;
  private final int inner;
  private final long above; // W
  private final int[] wide; // the axis is replaced by (row, position)

  private TopK(Lowering l, String name, QTensor x, int axis, int count) {
    this.l = l;
    this.name = name;
    this.x = x;
    this.axis = axis;
    this.n = x.dim(axis);
    this.count = count;
    this.inner = Flags.inner(x.dims(), axis);
    long span = x.range().hi() - x.range().lo();
    this.above = Math.multiplyExact(n, span + 1);
    this.wide = new int[x.rank() + 1];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = k == axis ? count : x.dim(k < axis ? k : k - 1);
    }
  }

  /** The largest values along an axis. */
  public static Result of(Lowering l, String name, QTensor values, int axis, int count) {
    return new TopK(l, name, Commit.exactFactor(l, values), axis, count).build();
  }

  private Result build() {
    int buffer = l.compute(Arithmetic.volume(wide), permutation());
    Committed cells = l.single(name + ".rows", wide, l.range(2), buffer);
    Interval bit = new Interval(0, 1);
    QTensor rows = l.read(cells, Cell.C, name + ".rows", wide, Scale.ONE, bit);
    Flags.requireOne(l, name, rows, axis + 1);
    QTensor values = values(rows);
    int[] dims = values.dims();
    QTensor position = Flags.position(l, name + ".at", rows, axis + 1);
    QTensor indices = Arithmetic.reshape(l, name + ".indices", position, dims);
    QTensor keys = keys(name + ".keys", values, indices);
    if (count > 1) {
      falling(keys, dims);
    }
    if (count < n) {
      othersBelow(keys, rows);
    }
    return new Result(values, indices);
  }

  private Kernel permutation() {
    return (execution, out) -> {
      long[] in = execution.of(x);
      for (int row = 0; row < in.length / n; row++) {
        int outer = row / inner;
        int base = outer * inner * n + row % inner;
        int[] order =
            IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -in[base + i * inner]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int j = 0; j < count; j++) {
          out[((outer * count + j) * n + order[j]) * inner + row % inner] = 1;
        }
      }
    };
  }

  // y_j = sum over i of P_ji x_i
  private QTensor values(QTensor rows) {
    int summed = wide.length;
    int[] rowLabels = new int[wide.length];
    Arrays.setAll(rowLabels, k -> k == axis + 1 ? summed : k);
    int[] labels = new int[x.rank()];
    int[] outLabels = new int[x.rank()];
    int[] dims = x.dims();
    dims[axis] = count;
    for (int k = 0; k < labels.length; k++) {
      outLabels[k] = k <= axis ? k : k + 1;
      labels[k] = k == axis ? summed : outLabels[k];
    }
    EinsumKernel kernel = new EinsumKernel(x, labels, rows, rowLabels, dims, outLabels);
    return Arithmetic.contract(
        l, name, x, labels, rows, rowLabels, dims, outLabels, x.range(), kernel);
  }

  // n value + n - 1 - position
  private QTensor keys(String own, QTensor values, QTensor positions) {
    QTensor sum =
        Arithmetic.sum(l, own, List.of(values.at(Scale.ONE), positions), List.of((long) n, -1L));
    return Arithmetic.plus(l, own, sum, n - 1);
  }

  private void falling(QTensor keys, int[] dims) {
    int[] shorter = dims.clone();
    shorter[axis] = count - 1;
    QTensor upper = part(keys, shorter, 0);
    QTensor lower = part(keys, shorter, 1);
    QTensor gap =
        Arithmetic.plus(
            l,
            name + ".falls",
            Arithmetic.sum(l, name, List.of(upper, lower), List.of(1L, -1L)),
            -1);
    inLimbs(name + ".falls", gap, shorter);
  }

  private QTensor part(QTensor keys, int[] dims, int offset) {
    List<AxisExpression> from = Arithmetic.same(dims);
    from.set(axis, AxisExpression.axis(axis, dims[axis]).plus(offset));
    return Arithmetic.view(l, name + ".part", keys, from, dims);
  }

  private void othersBelow(QTensor keys, QTensor rows) {
    int[] one = x.dims();
    one[axis] = 1;
    QTensor last = part(keys, one, count - 1);
    QTensor own = keys(name + ".own", x, Flags.ramp(l, name + ".ramp", x.dims(), axis));
    QTensor selected = selections(rows);
    QTensor gap =
        Arithmetic.plus(
            l,
            name + ".below",
            Arithmetic.sum(l, name, List.of(last, own, selected), List.of(1L, -1L, above)),
            -1);
    inLimbs(name + ".below", gap, x.dims());
  }

  // sum over the rows of P_ji
  private QTensor selections(QTensor rows) {
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < wide.length; k++) {
      int at = k <= axis ? k : k - 1;
      from.add(
          k == axis
              ? AxisExpression.constant(0).plusSummed(1, 0, count)
              : AxisExpression.axis(at, x.dim(at)));
    }
    return Arithmetic.view(l, name + ".selected", rows, from, x.dims());
  }

  private void inLimbs(String own, QTensor gap, int[] dims) {
    QTensor limbs = Limbs.of(l, own, dims, gap.buffer(), above - 1);
    List<Addend> terms = new ArrayList<>(gap.addends());
    limbs.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(own, dims, terms);
  }
}
