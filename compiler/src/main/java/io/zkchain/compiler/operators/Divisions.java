package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.SignedDivide;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * Div and Mod.
 *
 * <p>Semantics: a real quotient is rounded half up to its own scale, exactly from the operands'
 * integers (where a Round follows, to a whole number, ties to even); a constant divisor changes the
 * scale or is a constant factor. Integers are divided towards zero, without rounding. Mod is exact:
 * the remainder has the divisor's sign, or with fmod the dividend's; reals are aligned to the finer
 * scale first. A divisor of 0 has no proof. {@link SignedDivide} has the relations and the argument
 * for uniqueness.
 */
final class Divisions implements OperatorFamily {
  private static final int EXACT_BITS = 12;
  private static final double MARGIN = 1.25;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Div",
            7,
            "constant divisor: scale or factor; else division with remainder",
            "broadcast; float; integers towards zero; 0 is rejected",
            "0; 1 + 2 w/s (and 2 + 2 for a divisor of either sign)",
            "v/2 (2^-14 of a constant divisor)"),
        new OperatorEntry(
            "Mod",
            10,
            "division with remainder",
            "broadcast; fmod 0 and 1; float, integer; 0 is rejected",
            "1 + 2 w/s (and 1 + 1 for each operand of either sign)",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    refuseZero(c);
    boolean real = c.outputType().dtype().isFloat();
    if (c.node().is("Mod")) {
      c.output(remainder(c));
    } else {
      c.output(real ? quotient(c) : truncated(c));
    }
  }

  private static void refuseZero(OperatorContext c) {
    if (c.isConstant(1)) {
      for (double value : c.constant(1).toDoubles()) {
        if (value == 0) {
          throw c.unsupported(Limit.ZERO_DIVISOR);
        }
      }
    }
  }

  private static QTensor truncated(OperatorContext c) {
    QTensor n = c.tensor(0, Scale.ONE);
    QTensor d = c.tensor(1, Scale.ONE);
    QTensor q = SignedDivide.truncating(c.lowering(), c.name(), n, d).quotient();
    return IntegerTypes.wrapped(c, q);
  }

  private static QTensor remainder(OperatorContext c) {
    Lowering l = c.lowering();
    Scale unit = Operands.witnessScale(c);
    QTensor n = operand(c, 0, unit);
    QTensor d = operand(c, 1, unit);
    Scale fine = n.scale().common(d.scale());
    QTensor top = aligned(l, n, fine);
    QTensor by = aligned(l, d, fine);
    boolean dividend = c.node().intAttribute("fmod", 0) != 0;
    return (dividend
            ? SignedDivide.truncating(l, c.name(), top, by)
            : SignedDivide.flooring(l, c.name(), top, by))
        .remainder()
        .at(fine);
  }

  // The error of a constant divisor is multiplied by the quotient, so it has 15 bits of its own.
  private static QTensor operand(OperatorContext c, int input, Scale unit) {
    if (!c.isConstant(input) || Operands.areMultiples(c.constant(input), unit)) {
      return c.tensor(input, unit);
    }
    Scale own = Weights.unitOf(Weights.magnitude(c.constant(input).toDoubles()));
    return c.fixed(input, own.toDouble() < unit.toDouble() ? own : unit);
  }

  private static QTensor aligned(Lowering l, QTensor x, Scale unit) {
    return Arithmetic.times(l, x.name(), x, x.scale().multipleOf(unit));
  }

  private static QTensor quotient(OperatorContext c) {
    return c.isConstant(1) ? byConstant(c, c.constant(1)) : byWitness(c);
  }

  private static QTensor byConstant(OperatorContext c, TensorData divisor) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    double[] values = divisor.toDoubles();
    if (values.length > 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] = 1 / values[i];
      }
      return Elementwise.timesTensor(c, x, values, divisor.shape().toArray());
    }
    Scale exact = Scale.exactly(Math.abs(values[0]));
    QTensor result;
    if (exact.oddPart().numerator().bitLength() <= EXACT_BITS) {
      QTensor signed = values[0] < 0 ? Arithmetic.times(l, c.name(), x, -1) : x;
      result = signed.at(x.scale().over(exact));
    } else {
      result = Elementwise.timesReal(l, c.name(), x, 1 / values[0]);
    }
    return Arithmetic.reshape(l, c.name(), result, c.dims(0));
  }

  private static QTensor byWitness(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor d = c.tensor(1);
    QTensor n =
        c.isConstant(0)
            ? c.fixed(0, Weights.unitOf(Weights.magnitude(c.constant(0).toDoubles())))
            : c.tensor(0);
    if (isRoundedAlone(c)) {
      return divided(c, n, d, Scale.ONE, SignedDivide::halfEven);
    }
    RealRange seen =
        l.scales().seen(c.name()).orElse(new RealRange(-1, 1)); // bounds alone say nothing
    double largest = Math.max(seen.magnitude(), 0x1p-20);
    Scale out = Scale.powerOfTwo(-l.chooser().finest(largest, Scale.ONE, MARGIN));
    return divided(c, n, d, out, SignedDivide::halfUp);
  }

  /** How a quotient is rounded. */
  private interface Rounding {
    QTensor of(Lowering l, String name, QTensor n, QTensor d);
  }

  private static QTensor divided(
      OperatorContext c, QTensor n, QTensor d, Scale out, Rounding rounding) {
    Lowering l = c.lowering();
    Scale ratio = n.scale().over(d.scale().times(out));
    QTensor top = Arithmetic.times(l, c.name() + ".top", n, ratio.numerator().longValueExact());
    QTensor by = Arithmetic.times(l, c.name() + ".by", d, ratio.denominator().longValueExact());
    return rounding.of(l, c.name(), top, by).at(out);
  }

  // A quotient that only a Round reads is rounded once, as that Round does.
  private static boolean isRoundedAlone(OperatorContext c) {
    List<Node> readers = c.graph().consumers().getOrDefault(c.name(), List.of());
    boolean output = c.graph().outputs().stream().anyMatch(o -> o.name().equals(c.name()));
    return !output && !readers.isEmpty() && readers.stream().allMatch(n -> n.is("Round"));
  }
}
