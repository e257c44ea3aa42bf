package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Reads tensors between their elements: one weight for every point and every position of an axis,
 * and a contraction along one spatial axis after the other.
 *
 * <p>Weights come from a kernel's function table at (coordinate - position): 1 - |d| for linear
 * interpolation, so positions outside the input have no weight and count as 0. Rounded between the
 * axes. Unique by {@link io.zkchain.compiler.gadgets.Requantise}.
 */
final class Sampling {

  private static final int ROUNDED_WEIGHTS = 8;

  /** A kernel, 0 beyond its radius. */
  record Kernel(String name, double radius, DoubleUnaryOperator at, double norm) {}

  static final Kernel LINEAR = new Kernel("linear kernel", 1, d -> Math.max(0, 1 - Math.abs(d)), 1);

  /** The cubic convolution kernel with a = -3/4. */
  static final Kernel CUBIC = new Kernel("cubic kernel", 2, Sampling::cubic, 1.5);

  private Sampling() {}

  private static double cubic(double v) {
    double a = -0.75;
    double d = Math.abs(v);
    return d <= 1
        ? ((a + 2) * d - (a + 3)) * d * d + 1
        : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  /**
   * A kernel's weights at the positions first .. first + count - 1, along a new last axis.
   *
   * @param at coordinates in units of elements
   */
  static QTensor weights(
      OperatorContext c, String name, QTensor at, Kernel kernel, int first, int count) {
    Lowering l = c.lowering();
    int[] dims = Arrays.copyOf(at.dims(), at.rank() + 1);
    dims[at.rank()] = count;
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < at.rank(); axis++) {
      from.add(AxisExpression.axis(axis, at.dim(axis)));
    }
    QTensor wide = Arithmetic.view(l, name + ".wide", at, from, dims);
    long[] positions = new long[count];
    Arrays.setAll(positions, i -> first + i);
    QTensor fixed = l.fixed(name + ".positions", new int[] {count}, positions, Scale.ONE);
    QTensor distance =
        Arithmetic.sum(l, name + ".distance", List.of(wide, fixed), List.of(1L, -1L));
    double reach = kernel.radius() * 1.1;
    return Activations.scalar(
        c, distance, kernel.name(), new RealRange(-reach, reach), kernel.at(), 1);
  }

  /**
   * The weighted sums at all points.
   *
   * @param x [N, C, spatial..]
   * @param weights [N, P, size] of every spatial axis
   * @param norm bound on the sum of absolute weights of a point along an axis
   * @return [N, C, P]
   */
  static QTensor sample(
      OperatorContext c, String name, QTensor x, List<QTensor> weights, double norm) {
    Lowering l = c.lowering();
    QTensor current = along(l, name + ".axis0", x, weights.getFirst(), false, norm);
    for (int axis = 1; axis < weights.size(); axis++) {
      current = along(l, name + ".axis" + axis, current, weights.get(axis), true, norm);
    }
    return current.named(name);
  }

  // x [N, C, (P,) size, rest..] to [N, C, P, rest..]
  private static QTensor along(
      Lowering l, String name, QTensor given, QTensor w, boolean pointed, double norm) {
    QTensor x = Commit.factor(l, given);
    int point = 2;
    int summed = 3;
    int lead = pointed ? 3 : 2;
    int rest = x.rank() - lead - 1;
    int[] labels = new int[x.rank()];
    int[] out = new int[3 + rest];
    int[] dims = new int[3 + rest];
    labels[0] = 0;
    labels[1] = 1;
    if (pointed) {
      labels[2] = point;
    }
    labels[lead] = summed;
    System.arraycopy(new int[] {0, 1, point}, 0, out, 0, 3);
    System.arraycopy(new int[] {x.dim(0), x.dim(1), w.dim(1)}, 0, dims, 0, 3);
    for (int k = 0; k < rest; k++) {
      labels[lead + 1 + k] = 4 + k;
      out[3 + k] = 4 + k;
      dims[3 + k] = x.dim(lead + 1 + k);
    }
    int[] wLabels = {0, point, summed};
    Interval range = range(x.range().union(new Interval(0, 0)), w.scale(), norm);
    EinsumKernel kernel = new EinsumKernel(x, labels, w, wLabels, dims, out);
    return Arithmetic.contract(l, name, x, labels, w, wLabels, dims, out, range, kernel);
  }

  // Weights of 0 and 1 select one element; others are rounded by half a unit each. Kernels with
  // negative weights may swap signs.
  static Interval range(Interval reach, Scale unit, double norm) {
    if (unit.equals(Scale.ONE)) {
      return reach;
    }
    long whole = (long) Math.ceil(norm / unit.toDouble()) + ROUNDED_WEIGHTS;
    return norm > 1
        ? new Interval(-reach.magnitude(), reach.magnitude()).times(whole)
        : reach.times(whole);
  }
}
