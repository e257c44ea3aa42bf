package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/** Comparisons, logic and division at small widths. */
final class LogicGadgetCases {
  private static final long[] REJECT = new long[0];
  private static final String COPY = "a copy equals its value, whatever its table";
  private static final String DIVISOR = "remainder and gap accept larger divisors, each in one way";
  private static final String QUOTIENT =
      "remainder and relation fix the quotient; a larger table accepts larger ones, each in one"
          + " way";

  private LogicGadgetCases() {}

  static List<GadgetCase> all() {
    List<GadgetCase> all = new ArrayList<>();
    all.addAll(comparisons());
    all.addAll(logic());
    all.addAll(split());
    all.addAll(divisions());
    all.addAll(clamps());
    all.addAll(halfEven());
    all.addAll(signed());
    all.addAll(bits());
    return all;
  }

  private static long flag(boolean b) {
    return b ? 1 : 0;
  }

  // ---------------------------------------------------------------- CMP, EQ

  private static GadgetCase bounded(GadgetCase gadget, String... rows) {
    for (String row : rows) {
      gadget
          .idle("widen below " + row, GadgetCases.DIFFERENCE)
          .idle("widen above " + row, GadgetCases.DIFFERENCE);
    }
    return gadget;
  }

  private static List<GadgetCase> comparisons() {
    return List.of(
        bounded(
            GadgetCase.of("CMP in one row", 4, 5)
                .given("x", -5, 6)
                .given("y", -7, 7)
                .lowered((l, in) -> Compare.atLeast(l, "b", in.get(0), in.get(1)))
                .means(x -> new long[] {flag(x[0] >= x[1])})
                .idle("free b", GadgetCases.DIFFERENCE),
            "b"),
        bounded(
            GadgetCase.of("CMP, one low digit", 4, 2)
                .given("x", -9, 6)
                .given("y", -7, 9)
                .lowered((l, in) -> Compare.atLeast(l, "b", in.get(0), in.get(1)))
                .means(x -> new long[] {flag(x[0] >= x[1])}),
            "b"),
        bounded(
            GadgetCase.of("CMP, two low digits", 3, 2)
                .given("x", -40, 39)
                .lowered((l, in) -> Compare.notNegative(l, "b", in.getFirst()))
                .meansOfEach(x -> flag(x >= 0)),
            "b"),
        bounded(
            GadgetCase.of("CMP, less, other scales", 4, 2)
                .given("x", -3, 3)
                .given("y", -7, 7)
                .lowered(
                    (l, in) -> Compare.less(l, "b", in.get(0), in.get(1).at(Scale.powerOfTwo(-1))))
                .means(x -> new long[] {flag(2 * x[0] < x[1])}),
            "b"),
        bounded(
            GadgetCase.of("EQ in one row", 4, 4)
                .given("x", -3, 4)
                .given("y", -3, 3)
                .lowered((l, in) -> Compare.equal(l, "b", in.get(0), in.get(1)))
                .means(x -> new long[] {flag(x[0] == x[1])})
                .idle("free b", GadgetCases.DIFFERENCE),
            "b"),
        bounded(
            GadgetCase.of("EQ by two CMP", 4, 2)
                .given("x", -9, 6)
                .given("y", -7, 9)
                .lowered((l, in) -> Compare.equal(l, "b", in.get(0), in.get(1)))
                .means(x -> new long[] {flag(x[0] == x[1])}),
            "b.atleast",
            "b.above"));
  }

  // ---------------------------------------------------------------- BOOL, SELECT

  private static GadgetCase committed(GadgetCase gadget, String... cells) {
    for (String cell : cells) {
      gadget
          .idle("widen below " + cell + ".copy", COPY)
          .idle("widen above " + cell + ".copy", COPY)
          .idle("free " + cell + ".copy", COPY);
    }
    return gadget;
  }

  private static List<GadgetCase> logic() {
    return List.of(
        committed(
            GadgetCase.of("BOOL: and, or, xor, not", 3, 2)
                .given("x", 0, 1)
                .given("y", 0, 1)
                .given("z", 0, 1)
                .lowered((l, in) -> {
                  QTensor either = Booleans.or(l, "or", in.get(0), in.get(1));
                  QTensor one = Booleans.xor(l, "xor", either, Booleans.not(l, "n", in.get(2)));
                  return Booleans.and(l, "and", one, in.get(0));
                })
                .means(x -> new long[] {((x[0] | x[1]) ^ (1 - x[2])) & x[0]}),
            "or",
            "xor"),
        GadgetCase.of("SELECT, other scales", 4, 2)
            .given("c", 0, 1)
            .given("x", -7, 7)
            .given("y", -3, 3)
            .lowered((l, in) ->
                Booleans.select(l, "z", in.get(0), in.get(1).at(Scale.powerOfTwo(-1)), in.get(2)))
            .means(x -> new long[] {x[0] == 1 ? x[1] : 2 * x[2]}));
  }

  // ---------------------------------------------------------------- SPLIT

  private static List<GadgetCase> split() {
    return List.of(
        GadgetCases.bySplit(
            GadgetCase.of("SPLIT, absolute value", 4, 3)
                .given("x", -7, 7)
                .lowered((l, in) -> Split.of(l, in.getFirst()).magnitude(l, "abs"))
                .meansOfEach(Math::abs),
            "x"),
        bounded(
            GadgetCase.of("MAX2 by the sign of a wide difference", 2, 2)
                .given("u", -7, 8)
                .given("v", -9, 9)
                .lowered((l, in) -> Maximum.of(l, "max", in.get(0), in.get(1)))
                .means(x -> new long[] {Math.max(x[0], x[1])}),
            "max.d.sign"),
        GadgetCase.of("product with a bilinear maximum, wider than a table", 2, 2)
            .given("u", -7, 8)
            .given("v", -9, 9)
            .given("w", -1, 1)
            .lowered((l, in) -> {
              QTensor max = Maximum.of(l, "max", in.get(0), in.get(1)).at(Scale.powerOfTwo(-2));
              return product(l, max, in.get(2));
            })
            .means(x -> new long[] {Math.max(x[0], x[1]) * x[2]})
            .unchanged("MAX2 and COMMIT have the mutations"));
  }

  private static QTensor product(Lowering l, QTensor x, QTensor w) {
    int[] labels = Arithmetic.labels(1);
    int[] dims = x.dims();
    EinsumKernel kernel = new EinsumKernel(x, labels, w, labels, dims, labels);
    return Arithmetic.contract(
        l, "product", x, labels, w, labels, dims, labels, x.range().times(w.range()), kernel);
  }

  // ---------------------------------------------------------------- DIV, DIVC

  private static GadgetCase quotient(GadgetCase gadget, String rows) {
    return gadget.idle("widen below " + rows, QUOTIENT).idle("widen above " + rows, QUOTIENT);
  }

  private static QTensor both(Lowering l, Divide.Parts parts, long weight) {
    return Arithmetic.sum(
        l, "both", List.of(parts.quotient(), parts.remainder()), List.of(weight, 1L));
  }

  private static List<GadgetCase> divisions() {
    return List.of(
        quotient(
            GadgetCase.of("DIVC, floor by 5", 4, 3)
                .given("x", -30, 33)
                .lowered((l, in) -> Divide.floor(l, "q", in.getFirst(), 5))
                .meansOfEach(x -> Math.floorDiv(x, 5)),
            "q"),
        quotient(
            GadgetCase.of("DIVC, half up by 6", 4, 3)
                .given("x", -37, 39)
                .lowered((l, in) -> Divide.halfUp(l, "q", in.getFirst(), 6))
                .meansOfEach(x -> Math.floorDiv(2 * x + 6, 12)),
            "q"),
        quotient(
            GadgetCase.of("DIVC by a wide constant", 4, 2)
                .given("x", -40, 41)
                .lowered((l, in) -> both(l, Divide.euclidean(l, "q", in.getFirst(), 11), 100))
                .meansOfEach(x -> 100 * Math.floorDiv(x, 11) + Math.floorMod(x, 11))
                .idle("widen above q.rem1", GadgetCases.TOP)
                .idle("widen above q.gap1", GadgetCases.TOP),
            "q"),
        GadgetCase.of("DIV, floor", 5, 2)
            .given("n", -9, 11)
            .given("d", -2, 7)
            .lowered((l, in) -> Divide.floor(l, "q", in.get(0), in.get(1)))
            .means(x -> x[1] < 1 ? REJECT : new long[] {Math.floorDiv(x[0], x[1])})
            .idle("widen below q", QUOTIENT),
        quotient(
            GadgetCase.of("DIV, half up", 5, 3)
                .given("n", -7, 7)
                .given("d", -1, 3)
                .lowered((l, in) -> Divide.halfUp(l, "q", in.get(0), in.get(1)))
                .means(
                    x -> x[1] < 1 ? REJECT : new long[] {Math.floorDiv(2 * x[0] + x[1], 2 * x[1])})
                .idle("widen above q.rem", DIVISOR)
                .idle("widen above q.gap", DIVISOR),
            "q.high"),
        quotient(
            GadgetCase.of("DIV, half even", 5, 3)
                .given("n", -7, 7)
                .given("d", -1, 4)
                .lowered((l, in) -> Divide.halfEven(l, "q", in.get(0), in.get(1)))
                .means(x -> x[1] < 1 ? REJECT : new long[] {(long) Math.rint((double) x[0] / x[1])})
                .idle("widen above q.rem", DIVISOR)
                .idle("widen above q.gap", DIVISOR)
                .idle("widen below q.rest", GadgetCases.DIFFERENCE)
                .idle("widen above q.rest", GadgetCases.DIFFERENCE)
                .idle("widen below q.halves", QUOTIENT)
                .idle("widen above q.halves", QUOTIENT),
            "q.high"),
        quotient(
                GadgetCase.of("DIV, wide quotient", 3, 2)
                    .given("n", -11, 12)
                    .given("d", 1, 3)
                    .lowered((l, in) -> both(l, Divide.euclidean(l, "q", in.get(0), in.get(1)), 10))
                    .means(x ->
                        new long[] {10 * Math.floorDiv(x[0], x[1]) + Math.floorMod(x[0], x[1])}),
                "q.high")
            .idle("widen above q.rem", DIVISOR)
            .idle("widen above q.gap", DIVISOR));
  }

  // ---------------------------------------------------------------- CLAMP, CLAMP1

  private static List<GadgetCase> clamps() {
    return List.of(
        GadgetCases.byTable(
            GadgetCase.of("CLAMP in one row", 4, 2)
                .given("x", -7, 7)
                .lowered((l, in) -> Clamp.of(l, "v", in.getFirst(), new Interval(-2, 4)))
                .meansOfEach(x -> Math.clamp(x, -2, 4)),
            "v"),
        bounded(
            GadgetCase.of("CLAMP with an excess", 3, 2)
                .given("x", -20, 22)
                .lowered((l, in) -> Clamp.of(l, "v", in.getFirst(), new Interval(-2, 4)))
                .meansOfEach(x -> Math.clamp(x, -2, 4)),
            "v.excess"),
        bounded(
            GadgetCase.of("CLAMP with an excess of three digits", 2, 1)
                .given("x", -12, 13)
                .lowered((l, in) -> Clamp.of(l, "v", in.getFirst(), new Interval(0, 3)))
                .meansOfEach(x -> Math.clamp(x, 0, 3)),
            "v.excess"),
        GadgetCase.of("CLAMP1", 3, 2)
            .given("x", -4, 20)
            .lowered((l, in) -> Clamp.atMost(l, "v", in.getFirst(), 5))
            .means(x -> x[0] < 0 ? REJECT : new long[] {Math.min(x[0], 5)})
            .idle("widen above v.over1", GadgetCases.TOP),
        bounded(
            GadgetCase.of("RQ clamped to bounds, in the table", 4, 2)
                .given("x", -25, 25)
                .lowered((l, in) -> clamped(l, in.getFirst()))
                .meansOfEach(x -> Math.clamp(Math.floorDiv(x + 2, 4), -1, 4)),
            "x.q"),
        bounded(
            GadgetCase.of("RQ clamped to bounds, with an excess", 3, 2)
                .given("x", -50, 51)
                .lowered((l, in) -> clamped(l, in.getFirst()))
                .meansOfEach(x -> Math.clamp(Math.floorDiv(x + 2, 4), -1, 4)),
            "x.excess"));
  }

  private static QTensor clamped(Lowering l, QTensor x) {
    QTensor fine = x.at(Scale.powerOfTwo(-2));
    return Requantise.clamped(l, fine, Scale.ONE, new Interval(-1, 4));
  }

  // ---------------------------------------------------------------- RHE

  private static long even(long n, long d) {
    return Math.round(Math.rint((double) n / d));
  }

  private static List<GadgetCase> halfEven() {
    return List.of(
        bounded(
            GadgetCase.of("RHE, narrow", 4, 2)
                .given("x", -21, 22)
                .lowered((l, in) -> HalfEven.of(l, "q", in.getFirst(), 4))
                .meansOfEach(x -> even(x, 4)),
            "q.half1"),
        bounded(
            GadgetCase.of("RHE, wide", 4, 2)
                .given("x", -50, 51)
                .lowered((l, in) -> HalfEven.of(l, "q", in.getFirst(), 10))
                .meansOfEach(x -> even(x, 10))
                .idle("widen above q.rem1", GadgetCases.TOP)
                .idle("widen above q.gap1", GadgetCases.TOP),
            "q.half1",
            "q.positive"),
        bounded(
            GadgetCase.of("RHE of a power of two, wide", 4, 2)
                .given("x", -40, 41)
                .lowered((l, in) -> HalfEven.of(l, "q", in.getFirst(), 16))
                .meansOfEach(x -> even(x, 16)),
            "q.half",
            "q.positive"),
        quotient(
            GadgetCase.of("RHE by an odd divisor", 4, 2)
                .given("x", -17, 19)
                .lowered((l, in) -> HalfEven.of(l, "q", in.getFirst(), 3))
                .meansOfEach(x -> even(x, 3)),
            "q"));
  }

  // ---------------------------------------------------------------- DIV of either sign

  private static List<GadgetCase> signed() {
    return List.of(
        GadgetCase.of("DIV, truncating", 4, 2)
            .given("n", -4, 5)
            .given("d", -2, 2)
            .lowered((l, in) -> both(l, SignedDivide.truncating(l, "q", in.get(0), in.get(1)), 10))
            .means(x -> x[1] == 0 ? REJECT : new long[] {10 * (x[0] / x[1]) + x[0] % x[1]})
            .unchanged("CMP, DIV, BOOL and COMMIT have the mutations"),
        GadgetCase.of("DIV, flooring", 4, 2)
            .given("n", -4, 5)
            .given("d", -2, 2)
            .lowered((l, in) -> both(l, SignedDivide.flooring(l, "q", in.get(0), in.get(1)), 10))
            .means(x ->
                x[1] == 0
                    ? REJECT
                    : new long[] {10 * Math.floorDiv(x[0], x[1]) + Math.floorMod(x[0], x[1])})
            .unchanged("CMP, DIV, BOOL and COMMIT have the mutations"));
  }

  // ---------------------------------------------------------------- BITS, WRAP

  private static List<GadgetCase> bits() {
    return List.of(
        GadgetCase.of("BITS: and, or, xor", 5, 4)
            .given("x", 0, 15)
            .given("y", 0, 15)
            .lowered((l, in) ->
                Arithmetic.sum(
                    l,
                    "all",
                    List.of(
                        Bits.or(l, "or", in.get(0), in.get(1)),
                        Bits.xor(l, "xor", in.get(0), in.get(1))),
                    List.of(100L, 1L)))
            .means(x -> new long[] {100 * (x[0] | x[1]) + (x[0] ^ x[1])})
            .unchanged("one digit each, so every larger table accepts larger operands"),
        GadgetCase.of("BITS: and, signed, two digits", 5, 4)
            .given("x", -20, 15)
            .given("y", -16, 20)
            .lowered((l, in) -> Bits.and(l, "and", in.get(0), in.get(1)))
            .means(x -> new long[] {x[0] & x[1]})
            .idle("widen below and.x0", "the table of the pairs bounds it too")
            .idle("widen above and.x0", "the table of the pairs bounds it too")
            .idle("widen below and.x1", GadgetCases.TOP)
            .idle("widen above and.x1", GadgetCases.TOP)
            .idle("widen below and.y1", GadgetCases.TOP)
            .idle("widen above and.y1", GadgetCases.TOP)
            .idle("widen below and.and0", COPY)
            .idle("widen above and.and0", COPY)
            .idle("free and.and0", COPY)
            .idle("widen below and.and1", COPY)
            .idle("widen above and.and1", COPY)
            .idle("free and.and1", COPY),
        quotient(
            GadgetCase.of("WRAP", 4, 3)
                .given("x", -20, 30)
                .lowered((l, in) -> Wrap.of(l, "w", in.getFirst(), new Interval(-4, 3)))
                .meansOfEach(x -> Math.floorMod(x + 4, 8) - 4),
            "w.high"));
  }
}
