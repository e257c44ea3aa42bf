package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Booleans;
import io.zkchain.compiler.gadgets.Compare;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/**
 * Equal, Less, LessOrEqual, Greater and GreaterOrEqual.
 *
 * <p>Semantics: both operands are aligned to the finer of their scales, then their integers are
 * compared exactly. A constant is compared as it is, not rounded to a scale: x >= c is N >= ceil(c
 * / unit), and x = c holds nowhere if c is no multiple of the unit. Bools are equal where not one
 * of them is 1. {@link Compare} has the relations and the argument for uniqueness.
 */
final class Comparisons implements OperatorFamily {
  private static final Set<String> REVERSED = Set.of("Less", "LessOrEqual");
  private static final Set<String> STRICT = Set.of("Less", "Greater");

  @Override
  public List<OperatorEntry> entries() {
    String how = "sign of the exact difference";
    String types = "broadcast; float, integer";
    return List.of(
        new OperatorEntry(
            "Equal",
            7,
            "difference looked up, or two comparisons; bools: product",
            types + " and bool",
            "2 + 2 (1 + 0 for few bits, 0 for bool)",
            "0"),
        new OperatorEntry("Less", 7, how, types, "1 + 1", "0"),
        new OperatorEntry("LessOrEqual", 12, how, types, "1 + 1", "0"),
        new OperatorEntry("Greater", 7, how, types, "1 + 1", "0"),
        new OperatorEntry("GreaterOrEqual", 12, how, types, "1 + 1", "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    String operator = c.node().opType();
    if (operator.equals("Equal")) {
      c.output(equal(c));
      return;
    }
    boolean strict = STRICT.contains(operator);
    int left = REVERSED.contains(operator) ? 1 : 0;
    QTensor x = bound(c, left, strict ? RoundingMode.CEILING : RoundingMode.FLOOR);
    QTensor y = bound(c, 1 - left, strict ? RoundingMode.FLOOR : RoundingMode.CEILING);
    c.output(strict ? Compare.greater(l, c.name(), x, y) : Compare.atLeast(l, c.name(), x, y));
  }

  // A constant becomes the least or the largest integer for which the comparison says the same.
  private static QTensor bound(OperatorContext c, int input, RoundingMode mode) {
    if (!c.isConstant(input)) {
      return c.tensor(input);
    }
    QTensor other = c.tensor(1 - input);
    TensorData data = c.constant(input);
    long[] units = new long[data.size()];
    for (int i = 0; i < units.length; i++) {
      units[i] = inside(other, Weights.units(data, i, other.scale(), mode));
    }
    return c.lowering().fixed(c.node().input(input), data.shape().toArray(), units, other.scale());
  }

  // Beyond the range of what it is compared with, one integer is as good as another.
  private static long inside(QTensor other, long units) {
    return Math.clamp(units, other.range().lo() - 2, other.range().hi() + 2);
  }

  private static QTensor equal(OperatorContext c) {
    Lowering l = c.lowering();
    if (c.inputs().type(0).dtype() == DataType.BOOL) {
      QTensor x = c.tensor(0, Scale.ONE);
      QTensor y = c.tensor(1, Scale.ONE);
      return Booleans.not(l, c.name(), Booleans.xor(l, c.name() + ".xor", x, y));
    }
    return Compare.equal(l, c.name(), multiple(c, 0), multiple(c, 1));
  }

  // A constant in half units: odd where it is no multiple of the unit.
  private static QTensor multiple(OperatorContext c, int input) {
    if (!c.isConstant(input)) {
      return c.tensor(input);
    }
    QTensor other = c.tensor(1 - input);
    TensorData data = c.constant(input);
    long[] halves = new long[data.size()];
    boolean odd = false;
    for (int i = 0; i < halves.length; i++) {
      long down = inside(other, Weights.units(data, i, other.scale(), RoundingMode.FLOOR));
      long up = inside(other, Weights.units(data, i, other.scale(), RoundingMode.CEILING));
      halves[i] = down + up;
      odd |= down != up;
    }
    if (!odd) {
      for (int i = 0; i < halves.length; i++) {
        halves[i] /= 2;
      }
    }
    Scale unit = odd ? other.scale().shifted(-1) : other.scale();
    return c.lowering().fixed(c.node().input(input), data.shape().toArray(), halves, unit);
  }
}
