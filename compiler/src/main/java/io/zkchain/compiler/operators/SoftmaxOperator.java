package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Softmax;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.QTensor;
import java.util.List;

/**
 * Softmax; {@link Softmax} has semantics, relations and the argument for uniqueness.
 *
 * <p>Error: the scores' rounding u/2 moves every exponential by at most a factor e^(u/2), so p by u
 * at most; plus 2^-s for p's own rounding.
 */
final class SoftmaxOperator implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Softmax",
            1,
            "exponentials by table, the maximum attained, reciprocal of the sum",
            "axis; before opset 13 flattened to two dimensions at the axis",
            "3 + 3 (and about 12 cells per row)",
            "u + 2^-s"));
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    if (c.node().opset() >= 13) {
      int axis = Axes.attribute(c.node(), -1, x.rank());
      c.output(Softmax.of(c.lowering(), c.name(), x, axis));
      return;
    }
    int axis = Axes.attribute(c.node(), 1, x.rank());
    int rows = 1;
    for (int k = 0; k < axis; k++) {
      rows *= x.dim(k);
    }
    QTensor flat = Arithmetic.reshape(c.lowering(), x.name(), x, new int[] {rows, x.size() / rows});
    QTensor result = Softmax.of(c.lowering(), c.name(), flat, 1);
    c.output(Arithmetic.reshape(c.lowering(), c.name(), result, x.dims()));
  }
}
