package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Divide;
import io.zkchain.compiler.gadgets.HalfEven;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * Floor, Ceil and Round (ties to even), exactly: the value is n m / d for the scale m / d, and the
 * result the division of integers. {@link Divide} and {@link HalfEven} have the relations and the
 * arguments for uniqueness.
 */
final class Roundings implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String division = "exact division by the scale";
    return List.of(
        new OperatorEntry("Floor", 6, division, "", "1 + 1", "0"),
        new OperatorEntry("Ceil", 6, division, "", "1 + 1", "0"),
        new OperatorEntry(
            "Round", 11, division, "ties to even", "1 + 1 (1 + 4 for wide values)", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    Scale scale = x.scale();
    if (scale.numerator().bitLength() > 62 || scale.denominator().bitLength() > 62) {
      throw c.unsupported(Limit.FINE_SCALE, scale);
    }
    long sign = c.node().is("Ceil") ? -1 : 1;
    long factor = Math.multiplyExact(sign, scale.numerator().longValueExact());
    QTensor top = Arithmetic.times(l, c.name() + ".top", x, factor);
    long divisor = scale.denominator().longValueExact();
    QTensor whole =
        c.node().is("Round")
            ? HalfEven.of(l, c.name(), top, divisor)
            : Divide.floor(l, c.name(), top, divisor);
    c.output(Arithmetic.times(l, c.name(), whole.at(Scale.ONE), sign));
  }
}
