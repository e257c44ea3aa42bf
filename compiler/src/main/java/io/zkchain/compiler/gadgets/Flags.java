package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Affine;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums over an axis of 0/1 cells: how many are set, and where. Linear, so no cell is added. */
public final class Flags {

  private Flags() {}

  /** Requires exactly one flag to be set along the axis. */
  static void requireOne(Lowering l, String name, QTensor flags, int axis) {
    int[] dims = flags.dims();
    dims[axis] = 1;
    List<AxisExpression> from = Arithmetic.same(dims);
    from.set(axis, AxisExpression.constant(0).plusSummed(1, 0, flags.dim(axis)));
    List<Addend> terms = new ArrayList<>(IndexAlgebra.view(flags, from, dims).orElseThrow());
    terms.add(l.constantAddend(-1, dims));
    l.vanish(name + ".one", dims, terms);
  }

  /**
   * The sum of k * flag_k along the axis: the position of the one that is set.
   *
   * @param axis has size 1 in the result
   */
  static QTensor position(Lowering l, String name, QTensor flags, int axis) {
    return quotient(l, name, flags, axis, 1);
  }

  /**
   * The sum of floor(k / divisor) * flag_k along the axis.
   *
   * <p>No tensor of positions is needed: k = divisor (t + u + 1) + v with v below the divisor has
   * floor(k / divisor) solutions in t, u >= 0, so a term with free variables counts flag_k so
   * often.
   *
   * @param axis has size 1 in the result
   */
  public static QTensor quotient(Lowering l, String name, QTensor flags, int axis, int divisor) {
    int n = flags.dim(axis);
    int[] dims = flags.dims();
    dims[axis] = 1;
    int most = Math.max(1, (n - 1) / divisor);
    List<AxisExpression> from = Arithmetic.same(dims);
    from.set(
        axis,
        AxisExpression.constant(divisor)
            .plusSummed(divisor, 0, most)
            .plusSummed(divisor, 1, most)
            .plusSummed(1, 2, divisor));
    List<Addend> addends = IndexAlgebra.view(flags, from, dims).orElseThrow();
    int inner = inner(flags.dims(), axis);
    int buffer =
        l.compute(
            Arithmetic.volume(dims),
            (execution, out) -> {
              long[] in = execution.of(flags);
              for (int i = 0; i < in.length; i++) {
                out[i / (inner * n) * inner + i % inner] += in[i] * (i / inner % n / divisor);
              }
            });
    Interval range = new Interval(0, (n - 1) / divisor);
    return new QTensor(name, dims, Scale.ONE, range, addends, buffer);
  }

  /** The index along an axis, everywhere in a shape; by the same count, without a tensor. */
  public static QTensor ramp(Lowering l, String name, int[] dims, int axis) {
    int n = dims[axis];
    int inner = inner(dims, axis);
    long[] values = new long[Arithmetic.volume(dims)];
    Arrays.setAll(values, i -> i / inner % n);
    List<IndexRelation> relations = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      IndexVariable y = new IndexVariable(Side.Y, k, dims[k]);
      if (k != axis && dims[k] > 1) {
        relations.add(new Equal(List.of(y)));
      } else if (k == axis && n == 2) {
        relations.add(new Affine(List.of(y), List.of(1L), 1));
      } else if (k == axis) {
        IndexVariable t = new IndexVariable(Side.FREE, 0, n - 1);
        IndexVariable u = new IndexVariable(Side.FREE, 1, n - 1);
        relations.add(new Affine(List.of(y, t, u), List.of(1L, -1L, -1L), 1));
      }
    }
    List<Addend> addends = n == 1 ? List.of() : List.of(new Addend(1, null, null, relations));
    Interval range = new Interval(0, n - 1);
    return new QTensor(name, dims, Scale.ONE, range, addends, l.constant(values));
  }

  /** Number of elements behind one position of an axis. */
  static int inner(int[] dims, int axis) {
    int inner = 1;
    for (int k = axis + 1; k < dims.length; k++) {
      inner *= dims[k];
    }
    return inner;
  }
}
