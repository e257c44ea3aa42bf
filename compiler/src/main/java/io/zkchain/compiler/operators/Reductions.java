package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * ReduceSum and ReduceMean: the sum is a term with summed indices, the mean's divisor goes into the
 * scale. Virtual and exact, so nothing could be ambiguous.
 */
final class Reductions implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String axes = "axes attribute or input, keepdims, noop_with_empty_axes, all axes";
    return List.of(
        new OperatorEntry("ReduceSum", 1, "virtual sum", axes, "0", "0"),
        new OperatorEntry("ReduceMean", 1, "virtual sum, divisor in the scale", axes, "0", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    if (c.node().is("ReduceMean") && !c.outputType().dtype().isFloat()) {
      throw c.unsupported(Limit.INTEGER_MEAN);
    }
    List<Integer> reduced = Axes.reduced(c.node(), c.inputs());
    int[] dims = x.dims();
    long count = 1;
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      if (reduced.contains(axis)) {
        from.add(AxisExpression.constant(0).plusSummed(1, axis, dims[axis]));
        count *= dims[axis];
        dims[axis] = 1;
      } else {
        from.add(AxisExpression.axis(axis, dims[axis]));
      }
    }
    QTensor sum = Arithmetic.view(c.lowering(), c.name(), x, from, dims);
    QTensor result = Arithmetic.reshape(c.lowering(), c.name(), sum, c.dims(0));
    c.output(
        c.node().is("ReduceMean")
            ? result.at(result.scale().over(count))
            : IntegerTypes.wrapped(c, result));
  }
}
