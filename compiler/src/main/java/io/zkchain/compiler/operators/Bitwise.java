package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Bits;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Divide;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * BitwiseAnd, BitwiseOr, BitwiseXor, BitwiseNot and BitShift, exactly.
 *
 * <p>Logic on two's complement by {@link Bits}; not x = -1 - x, or 2^w - 1 - x of an unsigned type.
 * A shift multiplies by 2^h and drops what leaves the type ({@link
 * io.zkchain.compiler.gadgets.Wrap}), or divides by it ({@link Divide}); where h comes from the
 * input, row (h, 2^h).
 */
final class Bitwise implements OperatorFamily {
  private static final int MOST_POWER = 40;

  @Override
  public List<OperatorEntry> entries() {
    String digits = "digits of 4 bits, a table of their pairs";
    String rows = "w/4 + w/2";
    return List.of(
        new OperatorEntry("BitwiseAnd", 18, digits, "broadcast; integers", rows, "0"),
        new OperatorEntry("BitwiseOr", 18, digits, "broadcast; integers", rows, "0"),
        new OperatorEntry("BitwiseXor", 18, digits, "broadcast; integers", rows, "0"),
        new OperatorEntry("BitwiseNot", 18, "virtual", "integers", "0", "0"),
        new OperatorEntry(
            "BitShift",
            11,
            "multiplied and wrapped, or divided; powers by table",
            "direction; broadcast; shifts of 64-bit types up to 40",
            "1 + 2 (2 + 2 for a shift from the input)",
            "0"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    String name = c.name();
    c.output(
        switch (c.node().opType()) {
          case "BitwiseAnd" -> Bits.and(l, name, whole(c, 0), whole(c, 1));
          case "BitwiseOr" -> Bits.or(l, name, whole(c, 0), whole(c, 1));
          case "BitwiseXor" -> Bits.xor(l, name, whole(c, 0), whole(c, 1));
          case "BitwiseNot" -> not(c);
          default -> shift(c);
        });
  }

  private static QTensor whole(OperatorContext c, int input) {
    return c.tensor(input, Scale.ONE);
  }

  private static QTensor not(OperatorContext c) {
    Lowering l = c.lowering();
    DataType type = c.outputType().dtype();
    if (type.isUnsigned() && type.bytes() == 8) {
      throw c.unsupported(Limit.COMPLEMENT);
    }
    long most = type.isUnsigned() ? IntegerTypes.values(type).hi() : -1;
    QTensor opposite = Arithmetic.times(l, c.name() + ".minus", c.tensor(0), -1);
    return Arithmetic.plus(l, c.name(), opposite, most);
  }

  private static QTensor shift(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = whole(c, 0);
    QTensor power = power(c);
    if (c.node().stringAttribute("direction", "").equals("RIGHT")) {
      return Divide.floor(l, c.name(), x, power);
    }
    QTensor factor = power.isFactor() ? power : Commit.factor(l, x);
    QTensor other = power.isFactor() ? linear(l, x) : power;
    return IntegerTypes.wrapped(c, Elementwise.multiply(l, c.name(), factor, other, c.dims(0)));
  }

  private static QTensor linear(Lowering l, QTensor x) {
    return x.isLinear() ? x : Commit.exact(l, x);
  }

  // 2^h of every element.
  private static QTensor power(OperatorContext c) {
    Lowering l = c.lowering();
    int most = Math.min(8 * c.outputType().dtype().bytes() - 1, MOST_POWER);
    String name = c.name() + ".power";
    if (c.isConstant(1)) {
      long[] shifts = c.constant(1).toLongs();
      for (int i = 0; i < shifts.length; i++) {
        if (shifts[i] < 0 || shifts[i] > most) {
          throw c.unsupported(Limit.SHIFTS, shifts[i], most);
        }
        shifts[i] = 1L << shifts[i];
      }
      return l.fixed(name, c.inputDims(1), shifts, Scale.ONE);
    }
    QTensor h = c.tensor(1);
    LookupTable table = l.function("2^0 to 2^" + most, new Interval(0, most), v -> 1L << v);
    l.rejectsOutside(table.domain(), h.range());
    Committed rows = l.pair(name, h.dims(), table, h.buffer());
    Interval range = new Interval(0, most);
    QTensor cells = l.read(rows, Cell.A, name, h.dims(), Scale.ONE, range);
    l.vanish(name, List.of(h, Arithmetic.times(l, name, cells, -1)));
    return l.read(rows, Cell.B, name, h.dims(), Scale.ONE, new Interval(1, 1L << most));
  }
}
