package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * OneHot.
 *
 * <p>Semantics: a row (index, class) of a function table gives the class 0..n-1 of an index in
 * -n..n-1, and n for one outside; ONEHOT of n + 1 classes, whose last flag is dropped: so an index
 * outside has all values off, as in ONNX. y = off + h (on - off). <b>Unique:</b> the table has one
 * class for every index; {@link OneHot}.
 */
final class OneHotOperator implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "OneHot",
            9,
            "class by table, one-hot flags",
            "axis; constant depth; negative indices; outside: all off; float indices are truncated",
            "0 + 1 (and 1 + 1 per index)",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    int depth = Math.toIntExact(c.constant(1).longAt(0));
    QTensor index = c.tensor(0);
    boolean inside =
        index.scale().equals(Scale.ONE) && new Interval(0, depth - 1).contains(index.range());
    QTensor classes = inside ? index : classes(c, index, depth);
    QTensor all = OneHot.of(l, c.name(), classes, inside ? depth : depth + 1, false);
    int rank = index.rank();
    int axis = Axes.attribute(c.node(), -1, rank + 1);
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < rank; k++) {
      int at = k < axis ? k : k + 1;
      from.add(AxisExpression.axis(at, dims[at]));
    }
    from.add(AxisExpression.axis(axis, depth));
    c.output(valued(c, Arithmetic.view(l, c.name() + ".hot", all, from, dims)));
  }

  private static QTensor classes(OperatorContext c, QTensor index, int depth) {
    Lowering l = c.lowering();
    DataType type = c.inputs().type(0).dtype();
    if (type.isFloat()) {
      RealRange seen = new RealRange(-depth - 1.0, depth + 1.0);
      return Activations.integerValued(
          c, index, "class of " + depth, seen, v -> classOf((long) v, depth));
    }
    LookupTable table = l.function("index of " + depth, l.domain(), v -> classOf(v, depth));
    return Requantise.of(l, index, new Target(Scale.ONE, Verdict.REJECT), table, Scale.ONE)
        .output();
  }

  private static long classOf(long index, int depth) {
    return index < -depth || index >= depth ? depth : index < 0 ? index + depth : index;
  }

  private static QTensor valued(OperatorContext c, QTensor flags) {
    Lowering l = c.lowering();
    if (!c.isConstant(2)) {
      QTensor values = Commit.exactFactor(l, c.tensor(2));
      QTensor off = Arithmetic.view(l, c.name() + ".off", values, at(0), new int[] {1});
      QTensor on = Arithmetic.view(l, c.name() + ".on", values, at(1), new int[] {1});
      QTensor step = Arithmetic.sum(l, c.name() + ".step", List.of(on, off), List.of(1L, -1L));
      QTensor added = Elementwise.multiply(l, c.name() + ".set", step, flags, flags.dims());
      QTensor sum = Arithmetic.sum(l, c.name(), List.of(added, off), List.of(1L, 1L));
      Interval range = values.range();
      return new QTensor(c.name(), sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
    }
    TensorData values = c.constant(2);
    boolean whole = true;
    for (int k = 0; k < 2; k++) {
      whole &= values.doubleAt(k) == Math.rint(values.doubleAt(k));
    }
    Scale unit = whole ? Scale.ONE : Weights.unitOf(Weights.magnitude(values.toDoubles()));
    long[] units = Weights.round(values.toDoubles(), unit);
    QTensor scaled = Arithmetic.times(l, c.name() + ".set", flags, units[1] - units[0]).at(unit);
    return Arithmetic.plus(l, c.name(), scaled, units[0]);
  }

  private static List<AxisExpression> at(int position) {
    return List.of(AxisExpression.constant(position));
  }
}
