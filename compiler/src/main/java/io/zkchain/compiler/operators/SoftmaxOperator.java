package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Softmax;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.List;

/**
 * Softmax and LogSoftmax; {@link Softmax} has semantics, relations and the argument for uniqueness.
 * LogSoftmax is x - ln(sum of e^x), virtual beyond the row's cells.
 *
 * <p>A second input, which only {@link Patterns} makes, is a constant mask: 1 where a score counts.
 *
 * <p>Error: u/2 of u, the unit of the exponentials' table (twice with the logarithm), plus half a
 * unit of p.
 */
final class SoftmaxOperator implements OperatorFamily {
  private static final int MOST_BITS = 48;

  @Override
  public List<OperatorEntry> entries() {
    String axis = "axis; before opset 13 flattened to two dimensions at the axis";
    return List.of(
        new OperatorEntry(
            "Softmax",
            1,
            "exponentials by table, the maximum attained, divided by logarithm (from 15 bits) or"
                + " reciprocal of the sum",
            axis + "; constant masks of -inf or below -1000 by Where or Add: exactly 0",
            "3 + 2 (by reciprocal 2 + 4), and about 15 cells per row",
            "2^(4-B) relative"),
        new OperatorEntry(
            "LogSoftmax",
            1,
            "x less the logarithm of the sum of exponentials",
            axis,
            "2 + 2, and about 15 cells per row",
            "2^(4-B)"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = narrow(l, c.tensor(0));
    int rank = x.rank();
    int axis = Axes.attribute(c.node(), c.node().opset() >= 13 ? -1 : 1, rank);
    if (c.node().opset() >= 13 || axis == rank - 1) {
      c.output(along(c, x, axis));
      return;
    }
    int rows = 1;
    for (int k = 0; k < axis; k++) {
      rows *= x.dim(k);
    }
    QTensor flat = Arithmetic.reshape(l, x.name(), x, new int[] {rows, x.size() / rows});
    c.output(Arithmetic.reshape(l, c.name(), along(c, flat, 1), x.dims()));
  }

  // Products of several factors are rounded first: the distances' relations have a mask's reach
  // too.
  private static QTensor narrow(Lowering l, QTensor x) {
    return Long.SIZE - Long.numberOfLeadingZeros(x.range().magnitude()) > MOST_BITS
        ? Commit.cells(l, x)
        : x;
  }

  private static QTensor along(OperatorContext c, QTensor x, int axis) {
    Lowering l = c.lowering();
    if (c.node().is("LogSoftmax")) {
      QTensor log = Softmax.logarithmOfSum(l, c.name() + ".sum", x, axis);
      return Arithmetic.sum(l, c.name(), List.of(x, log), List.of(1L, -1L));
    }
    if (!c.node().hasInput(1)) {
      return Softmax.of(l, c.name(), x, axis, null, new int[0]);
    }
    TensorData mask = c.constant(1);
    boolean[] masked = new boolean[mask.size()];
    for (int i = 0; i < masked.length; i++) {
      masked[i] = mask.doubleAt(i) == 0;
    }
    requireSome(c, masked, mask.shape().toArray(), x, axis);
    return Softmax.of(l, c.name(), x, axis, masked, mask.shape().toArray());
  }

  // A row without a score would be 0 / 0.
  private static void requireSome(
      OperatorContext c, boolean[] masked, int[] maskDims, QTensor x, int axis) {
    int[] flags = Arithmetic.broadcastOffsets(maskDims, x.dims());
    int inner = 1;
    for (int k = axis + 1; k < x.rank(); k++) {
      inner *= x.dim(k);
    }
    int length = x.dim(axis);
    boolean[] some = new boolean[flags.length / length];
    for (int i = 0; i < flags.length; i++) {
      some[i / (inner * length) * inner + i % inner] |= !masked[flags[i]];
    }
    for (boolean row : some) {
      if (!row) {
        throw c.unsupported(Limit.MASKED_ROW);
      }
    }
  }
}
