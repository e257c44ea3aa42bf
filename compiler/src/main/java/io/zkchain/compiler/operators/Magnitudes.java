package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Compare;
import io.zkchain.compiler.gadgets.Maximum;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * Abs and Sign, exact: abs(x) = 2 relu(x) - x ({@link Maximum}), sign(x) = [x > 0] - [x < 0]
 * ({@link Compare}).
 */
final class Magnitudes implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Abs", 6, "twice the positive part less x", "float, integer", "1 + 1", "0"),
        new OperatorEntry("Sign", 9, "two comparisons with 0", "float, integer", "2 + 2", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    if (c.node().is("Abs")) {
      QTensor relu = Maximum.positivePart(l, x.named(c.name() + ".x"));
      QTensor abs = Arithmetic.sum(l, c.name(), List.of(relu, x), List.of(2L, -1L));
      Interval range = new Interval(0, x.range().magnitude());
      QTensor bounded =
          new QTensor(c.name(), abs.dims(), abs.scale(), range, abs.addends(), abs.buffer());
      c.output(IntegerTypes.wrapped(c, bounded));
      return;
    }
    QTensor less = Arithmetic.plus(l, c.name() + ".less", x, -1);
    QTensor opposite = Arithmetic.times(l, c.name() + ".opposite", x, -1);
    QTensor positive = Compare.notNegative(l, c.name() + ".positive", less);
    QTensor negative =
        Compare.notNegative(
            l, c.name() + ".negative", Arithmetic.plus(l, c.name() + ".below", opposite, -1));
    QTensor sign = Arithmetic.sum(l, c.name(), List.of(positive, negative), List.of(1L, -1L));
    c.output(
        new QTensor(
            c.name(), x.dims(), Scale.ONE, new Interval(-1, 1), sign.addends(), sign.buffer()));
  }
}
