package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * LOG: ln x of positive numbers of any size, linear in the cells of {@link PowerNorm}: h ln 2 + ln
 * of the mantissa, the scale's logarithm a constant. Unique because these are. Error: 2^-B and one
 * unit.
 */
public final class Logarithm {

  private Logarithm() {}

  /** ln of x at its scale; values below 1 unit have no proof. */
  public static QTensor of(Lowering l, String name, QTensor x) {
    int bits = l.settings().bits();
    Scale unit = Scale.powerOfTwo(-bits);
    PowerNorm.Parts parts =
        PowerNorm.of(
            l,
            x,
            "ln of mantissa at " + unit,
            m -> units(StrictMath.log(PowerNorm.middle(m, bits)), bits));
    long ln2 = units(StrictMath.log(2), bits);
    QTensor sum =
        Arithmetic.sum(
            l, name, List.of(parts.value().at(unit), parts.exponent().at(unit)), List.of(1L, ln2));
    long shift = units(StrictMath.log(x.scale().toDouble()), bits);
    QTensor log = Arithmetic.plus(l, name, sum, shift);
    int width = 64 - Long.numberOfLeadingZeros(Math.max(1, x.range().hi()));
    Interval range = new Interval(shift, shift + width * (ln2 + 1));
    return new QTensor(name, log.dims(), unit, range, log.addends(), log.buffer());
  }

  private static long units(double value, int bits) {
    return (long) Math.floor(Math.scalb(value, bits) + 0.5);
  }
}
