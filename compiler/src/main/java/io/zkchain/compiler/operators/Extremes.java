package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Maximum;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * Max, Min, ReduceMax and ReduceMin: v + relu(u - v), along a tree; a minimum is the negated
 * maximum of the negated values.
 *
 * <p>Semantics: exact on integers aligned to the finest scale, to which constants are rounded.
 * {@link Maximum} has the relations and the argument for uniqueness; partial results are virtual.
 */
final class Extremes implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "maximum by relu of differences";
    String inputs = "any number of inputs, broadcast, constants; float, integer";
    String axes =
        "axes attribute or input, keepdims, noop_with_empty_axes, all axes; float, integer";
    return List.of(
        new OperatorEntry("Max", 8, how, inputs, "k - 1 + k - 1", "u/2 of constants"),
        new OperatorEntry("Min", 8, how, inputs, "k - 1 + k - 1", "u/2 of constants"),
        new OperatorEntry("ReduceMax", 1, how, axes + ", bool", "k - 1 + k - 1", "0"),
        new OperatorEntry("ReduceMin", 1, how, axes + ", bool", "k - 1 + k - 1", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    long sign = c.node().opType().endsWith("Max") ? 1 : -1;
    boolean reduce = c.node().opType().startsWith("Reduce");
    QTensor most = reduce ? reduced(c, sign) : joined(c, sign);
    c.output(signed(c.lowering(), c.name(), most, sign));
  }

  private static QTensor signed(Lowering l, String name, QTensor t, long sign) {
    return sign == 1 ? t : Arithmetic.times(l, name, t, sign);
  }

  private static QTensor joined(OperatorContext c, long sign) {
    Scale unit = Operands.witnessScale(c);
    List<QTensor> inputs = new ArrayList<>();
    for (int k = 0; k < c.node().inputs().size(); k++) {
      inputs.add(Operands.tensor(c, k, unit));
    }
    return most(c, c.name(), inputs, sign);
  }

  // The largest of sign * tensor, scales aligned upwards.
  private static QTensor most(OperatorContext c, String name, List<QTensor> inputs, long sign) {
    Lowering l = c.lowering();
    Scale unit = inputs.getFirst().scale();
    for (QTensor input : inputs) {
      unit = unit.common(input.scale());
    }
    QTensor most = null;
    for (int k = 0; k < inputs.size(); k++) {
      QTensor x = Arithmetic.broadcastTo(l, inputs.get(k), c.dims(0));
      long units = Math.multiplyExact(sign, x.scale().multipleOf(unit));
      QTensor next = units == 1 ? x : Arithmetic.times(l, x.name(), x, units).at(unit);
      most = most == null ? next : Maximum.of(l, name + ".most" + k, next, most);
    }
    return most == null ? inputs.getFirst() : most;
  }

  /** min(max(x, low), high) with bounds from the input or constant, either absent. */
  static QTensor clip(OperatorContext c) {
    QTensor clipped = c.tensor(0);
    Scale unit = Operands.witnessScale(c);
    for (int input = 1; input <= 2; input++) {
      if (c.node().hasInput(input)) {
        long sign = input == 1 ? 1 : -1;
        QTensor bound = Operands.tensor(c, input, unit);
        String name = c.name() + (input == 1 ? ".low" : ".high");
        QTensor most = most(c, name, List.of(clipped, bound), sign);
        clipped = signed(c.lowering(), name, most, sign);
      }
    }
    return clipped;
  }

  private static QTensor reduced(OperatorContext c, long sign) {
    Lowering l = c.lowering();
    QTensor most = signed(l, c.name() + ".in", c.tensor(0), sign);
    for (int axis : Axes.reduced(c.node(), c.inputs())) {
      while (most.dim(axis) > 1) {
        most = halved(l, c.name() + ".axis" + axis, most, axis);
      }
    }
    return Arithmetic.reshape(l, c.name(), most, c.dims(0));
  }

  // The maximum of the two halves, which share the middle where the length is odd.
  private static QTensor halved(Lowering l, String name, QTensor x, int axis) {
    int[] dims = x.dims();
    int size = dims[axis];
    dims[axis] = (size + 1) / 2;
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(AxisExpression.axis(k, dims[k]));
    }
    QTensor low = Arithmetic.view(l, name + ".low", x, from, dims);
    from.set(axis, AxisExpression.axis(axis, dims[axis]).plus(size - dims[axis]));
    QTensor high = Arithmetic.view(l, name + ".high", x, from, dims);
    return Maximum.of(l, name, low, high);
  }
}
