package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** TAIL at small widths: bends, curves, slopes of both signs, and values that fit the table. */
final class TailCases {

  private static final String INSIDE = "the value's bound keeps it inside the table";

  private TailCases() {}

  static List<GadgetCase> all() {
    return List.of(
        beyond("TAIL relu", 3, 2, 2, -48, 47, v -> Math.max(v, 0), 0, 1),
        beyond("TAIL leaky relu", 3, 2, 1, -32, 31, v -> v < 0 ? v : 4 * v, 1, 4),
        beyond("TAIL falling, remainder in two limbs", 3, 1, 2, -40, 39, v -> 5 - v * v, 3, -3),
        beyond("TAIL without rounding", 3, 2, 0, -20, 19, v -> 2 * Math.abs(v), -2, 2),
        GadgetCase.of("TAIL of two elements", 3, 1)
            .given("x", -16, 15, 2)
            .lowered(tail(1, v -> Math.max(v, 0), 0, 1))
            .meansOfEach(x -> Math.max(Math.floorDiv(x + 1, 2), 0))
            .idle("widen below x.excess", GadgetCases.BOUND)
            .idle("widen above x.excess", GadgetCases.BOUND),
        GadgetCase.of("TAIL of values inside the table", 4, 2)
            .given("x", -28, 27)
            .lowered(tail(2, v -> v * v, -14, 14))
            .meansOfEach(x -> {
              long v = Math.floorDiv(x + 2, 4);
              return v * v;
            })
            .idle("widen below x.q", INSIDE)
            .idle("widen above x.q", INSIDE));
  }

  // Beyond the table -3..3 the function goes on from its value at the end.
  private static GadgetCase beyond(
      String name,
      int bits,
      int limb,
      int shift,
      long lo,
      long hi,
      LongUnaryOperator f,
      long below,
      long above) {
    return GadgetCase.of(name, bits, limb)
        .given("x", lo, hi)
        .lowered(tail(shift, f, below, above))
        .meansOfEach(x -> {
          long q = shift == 0 ? x : Math.floorDiv(x + (1L << (shift - 1)), 1L << shift);
          long v = Math.clamp(q, -3, 3);
          return f.applyAsLong(v) + (q - v) * (q < v ? below : above);
        })
        .idle("widen below x.excess", GadgetCases.BOUND)
        .idle("widen above x.excess", GadgetCases.BOUND);
  }

  // x at the scale 2^-shift, the table's inputs and outputs at scale 1.
  private static GadgetCase.Builder tail(int shift, LongUnaryOperator f, long below, long above) {
    return (l, in) -> {
      QTensor fine = in.getFirst().at(Scale.powerOfTwo(-shift));
      LookupTable table = l.function("f", l.domain(), f);
      return Tail.of(l, fine, Scale.ONE, table, Scale.ONE, new Tail.Slopes(below, above));
    };
  }
}
