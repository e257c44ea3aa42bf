package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.ArgMax;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Flags;
import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MaxPool with its second output, the positions of the maxima in the input.
 *
 * <p>Semantics: {@link ArgMax} over the window in row-major order, so the first of equal values.
 * The values are raised to be positive first, so that the 0 outside the input is never selected.
 * The position s y + d k - p along each axis is linear in y and in the flags.
 */
final class MaxPoolIndices {

  private MaxPoolIndices() {}

  static void lower(OperatorContext c, WindowGeometry g) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    QTensor linear = x.isLinear() ? x : Commit.cells(l, x);
    long up = Pooling.leavesInput(g) ? 1 - linear.range().lo() : 0;
    QTensor raised = up == 0 ? linear : Arithmetic.plus(l, c.name() + ".up", linear, up);
    QTensor windows = Commit.exact(l, windows(l, c.name() + ".windows", raised, g));
    int rank = g.rank();
    int[] apart = windows.dims();
    int[] joined = Arrays.copyOf(apart, 3 + rank);
    joined[2 + rank] = Indexing.volume(apart, 2 + rank, apart.length);
    QTensor flat = Arithmetic.reshape(l, c.name() + ".flat", windows, joined);
    ArgMax.Result most = ArgMax.of(l, c.name(), flat, 2 + rank, false);
    QTensor value = Arithmetic.reshape(l, c.name() + ".value", most.value(), c.dims(0));
    c.output(0, Arithmetic.plus(l, c.name(), value, -up, raised.scale()));
    c.output(1, positions(c, g, most.flags()));
  }

  // [N, C, output.., kernel..]
  private static QTensor windows(Lowering l, String name, QTensor x, WindowGeometry g) {
    int rank = g.rank();
    int[] dims = new int[2 + 2 * rank];
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      dims[axis] = x.dim(axis);
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    for (int k = 0; k < rank; k++) {
      dims[2 + k] = g.output().get(k);
      dims[2 + rank + k] = g.kernel().get(k);
      from.add(
          AxisExpression.constant(-g.padBegin().get(k))
              .plus(g.strides().get(k), 2 + k, dims[2 + k])
              .plus(g.dilations().get(k), 2 + rank + k, dims[2 + rank + k]));
    }
    return Arithmetic.view(l, name, x, from, dims);
  }

  private static QTensor positions(OperatorContext c, WindowGeometry g, QTensor flags) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    long[] strides = strides(c.inputDims(0), c.node().intAttribute("storage_order", 0) != 0);
    List<QTensor> terms = new ArrayList<>();
    List<Long> factors = new ArrayList<>();
    long constant = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      terms.add(Flags.ramp(l, c.name() + ".at" + axis, dims, axis));
      if (axis < 2) {
        factors.add(strides[axis]);
        continue;
      }
      int k = axis - 2;
      factors.add(strides[axis] * g.strides().get(k));
      constant -= strides[axis] * g.padBegin().get(k);
      terms.add(offset(l, c.name() + ".offset" + k, flags, dims, g.kernel(), k));
      factors.add(strides[axis] * g.dilations().get(k));
    }
    QTensor sum = Arithmetic.sum(l, c.name() + ".index", terms, factors);
    return Arithmetic.plus(l, c.name() + ".index", sum, constant).at(Scale.ONE);
  }

  private static long[] strides(int[] input, boolean columnMajor) {
    long[] strides = new long[input.length];
    long spatial = 1;
    for (int k = 0; k < input.length - 2; k++) {
      int axis = columnMajor ? 2 + k : input.length - 1 - k;
      strides[axis] = spatial;
      spatial *= input[axis];
    }
    strides[1] = spatial;
    strides[0] = spatial * input[1];
    return strides;
  }

  // The selected kernel position along spatial axis k, from the row-major number q in the window:
  // floor(q / s) less a multiple of the same for the axis before.
  private static QTensor offset(
      Lowering l, String name, QTensor flags, int[] dims, List<Integer> kernel, int k) {
    int stride = 1;
    for (int axis = k + 1; axis < kernel.size(); axis++) {
      stride *= kernel.get(axis);
    }
    QTensor own = Flags.quotient(l, name, flags, dims.length, stride);
    QTensor position = own;
    if (k > 0) {
      QTensor before = Flags.quotient(l, name + ".row", flags, dims.length, stride * kernel.get(k));
      position = Arithmetic.sum(l, name, List.of(own, before), List.of(1L, -(long) kernel.get(k)));
    }
    QTensor inside = Arithmetic.reshape(l, name, position, dims);
    Interval range = new Interval(0, kernel.get(k) - 1);
    return new QTensor(name, dims, Scale.ONE, range, inside.addends(), inside.buffer());
  }
}
