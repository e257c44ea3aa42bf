package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Booleans;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * And, Or, Xor, Not and Where.
 *
 * <p>Semantics: logic on 0 and 1; Where is y + condition (x - y), scales aligned upwards, with a
 * constant condition a sum of two fixed masks. Virtual: {@link Booleans} has the terms. A value
 * that is a product is committed (rounded, where it is a real choice) before it is chosen from.
 */
final class Logic implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "virtual product";
    String rows = "0 (1 + 0 for a factor that is a product)";
    return List.of(
        new OperatorEntry("And", 7, how, "broadcast", rows, "0"),
        new OperatorEntry("Or", 7, how, "broadcast", rows, "0"),
        new OperatorEntry("Xor", 7, how, "broadcast", rows, "0"),
        new OperatorEntry("Not", 1, "virtual", "", "0", "0"),
        new OperatorEntry(
            "Where",
            9,
            "virtual product",
            "broadcast; constant condition, constant branches",
            "0 (1 + 1 for a branch that is a product)",
            "constant rounding"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    String name = c.name();
    c.output(
        switch (c.node().opType()) {
          case "And" -> Booleans.and(l, name, flag(c, 0), flag(c, 1));
          case "Or" -> Booleans.or(l, name, flag(c, 0), flag(c, 1));
          case "Xor" -> Booleans.xor(l, name, flag(c, 0), flag(c, 1));
          case "Not" -> Booleans.not(l, name, flag(c, 0));
          default -> choice(c);
        });
  }

  private static QTensor flag(OperatorContext c, int input) {
    return c.tensor(input, Scale.ONE);
  }

  private static QTensor choice(OperatorContext c) {
    Lowering l = c.lowering();
    Scale unit = c.outputType().dtype().isFloat() ? realUnit(c) : Scale.ONE;
    if (c.isConstant(0)) {
      return masked(c, unit);
    }
    QTensor chosen =
        Booleans.select(l, c.name(), c.tensor(0), branch(c, 1, unit), branch(c, 2, unit));
    return Arithmetic.broadcastTo(l, chosen, c.dims(0));
  }

  // condition x + (1 - condition) y with fixed conditions: the terms never overlap.
  private static QTensor masked(OperatorContext c, Scale unit) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    TensorData condition = c.constant(0);
    int[] offsets = Arithmetic.broadcastOffsets(condition.shape().toArray(), dims);
    List<QTensor> parts = new ArrayList<>();
    for (int input = 1; input <= 2; input++) {
      long[] mask = new long[offsets.length];
      for (int i = 0; i < mask.length; i++) {
        boolean first = condition.longAt(offsets[i]) != 0;
        mask[i] = first == (input == 1) ? 1 : 0;
      }
      if (Arrays.stream(mask).anyMatch(m -> m != 0)) {
        parts.add(part(c, input, mask, unit));
      }
    }
    QTensor sum = Arithmetic.sum(l, c.name(), parts, Collections.nCopies(parts.size(), 1L));
    Interval range = new Interval(0, 0);
    for (QTensor part : parts) {
      range = range.union(part.range().times(part.scale().multipleOf(sum.scale())));
    }
    return new QTensor(c.name(), dims, sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static QTensor part(OperatorContext c, int input, long[] mask, Scale unit) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    String name = c.name() + ".part" + input;
    if (c.isConstant(input)) {
      TensorData data = c.constant(input);
      Scale scale = Elementwise.constantScale(c, data, unit, true);
      long[] values = Weights.round(data.toDoubles(), scale);
      int[] offsets = Arithmetic.broadcastOffsets(data.shape().toArray(), dims);
      for (int i = 0; i < mask.length; i++) {
        mask[i] *= values[offsets[i]];
      }
      return l.fixed(name, dims, mask, scale);
    }
    QTensor x = c.tensor(input);
    if (Arrays.stream(mask).allMatch(m -> m == 1)) {
      return Arithmetic.broadcastTo(l, x, dims);
    }
    QTensor fixed = l.fixed(name + ".mask", dims, mask, Scale.ONE);
    return Elementwise.multiply(l, name, Commit.factor(l, x), fixed, dims);
  }

  // The unit of constant branches.
  private static Scale realUnit(OperatorContext c) {
    if (c.isConstant(1) && c.isConstant(2)) {
      double largest =
          Math.max(
              Weights.magnitude(c.constant(1).toDoubles()),
              Weights.magnitude(c.constant(2).toDoubles()));
      return Weights.unitOf(largest);
    }
    return c.isConstant(1) ? c.tensor(2).scale() : c.tensor(1).scale();
  }

  private static QTensor branch(OperatorContext c, int input, Scale unit) {
    if (!c.isConstant(input)) {
      return c.tensor(input);
    }
    TensorData data = c.constant(input);
    return c.fixed(input, Elementwise.constantScale(c, data, unit, true));
  }
}
