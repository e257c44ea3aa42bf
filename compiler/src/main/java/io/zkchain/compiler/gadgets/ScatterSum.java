package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.IndexAlgebra.AxisSum;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import java.util.List;
import java.util.Optional;

/**
 * Overlapping sums: every element of a tensor is added to the result at an affine index, as columns
 * are to an image.
 *
 * <p>One index relation {@code sum of coefficient * x - y = -constant} for each axis; virtual and
 * exact, unless the tensor must be copied to cells first ({@link Commit}).
 */
public final class ScatterSum {

  private ScatterSum() {}

  /**
   * The sum at every place of the result; elements whose index leaves it are dropped.
   *
   * @param sums by axis of the result; every axis of the tensor is in exactly one
   */
  public static QTensor of(Lowering l, String name, QTensor t, List<AxisSum> sums, int[] dims) {
    Optional<List<Addend>> addends = IndexAlgebra.scatter(t, sums, dims);
    if (addends.isEmpty()) {
      return of(l, name, Commit.copy(l, t), sums, dims);
    }
    int[] targets = targets(t.dims(), sums, dims);
    int[] counts = new int[Arithmetic.volume(dims)];
    int most = 0;
    for (int target : targets) {
      if (target >= 0) {
        most = Math.max(most, ++counts[target]);
      }
    }
    Interval range = t.range().times(Math.max(1, most)).union(new Interval(0, 0));
    int buffer =
        l.compute(
            counts.length,
            (execution, out) -> {
              long[] in = execution.of(t);
              for (int i = 0; i < in.length; i++) {
                if (targets[i] >= 0) {
                  out[targets[i]] += in[i];
                }
              }
            });
    return new QTensor(name, dims, t.scale(), range, addends.get(), buffer);
  }

  /** For every element of a tensor of the old shape its place in the result, or -1. */
  static int[] targets(int[] old, List<AxisSum> sums, int[] dims) {
    int[] targets = new int[Arithmetic.volume(old)];
    int[] index = new int[old.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = target(index, sums, dims);
      for (int k = old.length - 1; k >= 0 && ++index[k] == old[k]; k--) {
        index[k] = 0;
      }
    }
    return targets;
  }

  private static int target(int[] index, List<AxisSum> sums, int[] dims) {
    int flat = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      AxisSum sum = sums.get(axis);
      long at = sum.constant();
      for (int k = 0; k < sum.axes().size(); k++) {
        at += sum.coefficients().get(k) * index[sum.axes().get(k)];
      }
      if (at < 0 || at >= dims[axis]) {
        return -1;
      }
      flat = flat * dims[axis] + (int) at;
    }
    return flat;
  }

  /** An axis of the tensor as it is. */
  public static AxisSum same(int axis) {
    return new AxisSum(List.of(axis), List.of(1L), 0);
  }

  /** Two axes: first * a + second * b + constant. */
  public static AxisSum pair(int first, long a, int second, long b, long constant) {
    return new AxisSum(List.of(first, second), List.of(a, b), constant);
  }
}
