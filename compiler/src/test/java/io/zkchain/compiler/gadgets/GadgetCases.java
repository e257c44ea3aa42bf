package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All gadgets at small widths; a new gadget adds its cases here. */
final class GadgetCases {
  static final String BOUND =
      "a wider sign table accepts accumulators beyond their bound, each in one way";
  static final String TOP = "a wider highest limb accepts values beyond the bound, each in one way";

  static final String DIFFERENCE =
      "the relation fixes the difference; a larger table accepts larger ones, each in one way";

  private GadgetCases() {}

  static List<GadgetCase> all() {
    List<GadgetCase> all = new ArrayList<>();
    all.addAll(requantise());
    all.addAll(clamp());
    all.addAll(TailCases.all());
    all.addAll(commit());
    all.addAll(limbs());
    all.addAll(maximum());
    all.addAll(SoftmaxCases.all());
    all.addAll(IndexGadgetCases.all());
    all.addAll(ModelCases.all());
    all.addAll(FunctionModelCases.all());
    all.addAll(LogicGadgetCases.all());
    all.addAll(NormCases.all());
    all.addAll(TreeGadgetCases.all());
    all.addAll(RecurrentCases.all());
    return all;
  }

  private static final long[] REJECT = new long[0];

  private static long relu(long v) {
    return Math.max(v, 0);
  }

  private static long halfUp(long v, int shift) {
    return shift == 0 ? v : Math.floorDiv(v + (1L << (shift - 1)), 1L << shift);
  }

  private static LookupTable relu(Lowering l) {
    return l.function("relu", l.domain(), GadgetCases::relu);
  }

  // acc at the scale 2^-shift to the scale 1.
  private static GadgetCase.Builder rounded(int shift, boolean activated) {
    return (l, in) -> {
      Target target = new Target(Scale.ONE, Verdict.REJECT);
      QTensor fine = in.getFirst().at(Scale.powerOfTwo(-shift));
      LookupTable table = activated ? relu(l) : l.identity();
      Requantise.Rounded rounded = Requantise.of(l, fine, target, table, Scale.ONE);
      return activated ? rounded.output() : rounded.input();
    };
  }

  private static long[] inside(long v, long limit) {
    return Math.abs(v) > limit ? REJECT : new long[] {v};
  }

  // ---------------------------------------------------------------- RQ, CLAMP

  private static List<GadgetCase> requantise() {
    return List.of(
        GadgetCase.of("RQ relu", 4, 2)
            .given("x", -40, 39)
            .lowered(rounded(2, true))
            .means(x -> relu(inside(halfUp(x[0], 2), 7))),
        GadgetCase.of("RQ without activation", 4, 2)
            .given("x", -40, 39)
            .lowered(rounded(2, false))
            .means(x -> inside(halfUp(x[0], 2), 7)),
        GadgetCase.of("RQ of two elements", 3, 1)
            .given("x", -9, 9, 2)
            .lowered(rounded(1, true))
            .means(x -> relu(inside(halfUp(x[0], 1), halfUp(x[1], 1), 3))),
        GadgetCase.of("RQ, remainder in two limbs", 3, 2)
            .given("x", -70, 69)
            .lowered(rounded(4, true))
            .means(x -> relu(inside(halfUp(x[0], 4), 3))),
        GadgetCase.of("RQ, three limbs, multiplied up by two", 3, 1)
            .given("x", -20, 19)
            .lowered(rounded(2, true))
            .means(x -> relu(inside(halfUp(x[0], 2), 3))),
        GadgetCase.of("RQ, shift no multiple of the limb", 3, 2)
            .given("x", -40, 39)
            .lowered(rounded(3, true))
            .means(x -> relu(inside(halfUp(x[0], 3), 3))),
        GadgetCase.of("RQ to a finer scale", 4, 2)
            .given("x", -5, 5)
            .lowered(rounded(-1, true))
            .means(x -> relu(inside(2 * x[0], 7))));
  }

  private static long[] relu(long[] x) {
    return Arrays.stream(x).map(GadgetCases::relu).toArray();
  }

  private static long[] inside(long u, long v, long limit) {
    return Math.abs(u) > limit || Math.abs(v) > limit ? REJECT : new long[] {u, v};
  }

  private static List<GadgetCase> clamp() {
    return List.of(
        GadgetCase.of("CLAMP relu", 3, 2)
            .saturating()
            .given("x", -48, 47)
            .lowered(rounded(2, true))
            .meansOfEach(x -> relu(Math.clamp(halfUp(x, 2), -3, 3)))
            .idle("widen below x.excess", BOUND)
            .idle("widen above x.excess", BOUND),
        GadgetCase.of("CLAMP without activation, wide sign table", 3, 2)
            .saturating()
            .given("x", -64, 63)
            .lowered(rounded(2, false))
            .meansOfEach(x -> Math.clamp(halfUp(x, 2), -3, 3))
            .idle("widen below x.excess", BOUND)
            .idle("widen above x.excess", BOUND),
        GadgetCase.of("CLAMP, remainder in two limbs", 3, 1)
            .saturating()
            .given("x", -64, 63)
            .lowered(rounded(2, true))
            .meansOfEach(x -> relu(Math.clamp(halfUp(x, 2), -3, 3)))
            .idle("widen below x.excess", BOUND)
            .idle("widen above x.excess", BOUND),
        GadgetCase.of("CLAMP without rounding", 3, 2)
            .saturating()
            .given("x", -20, 19)
            .lowered(rounded(0, true))
            .meansOfEach(x -> relu(Math.clamp(x, -3, 3)))
            .idle("widen below x.excess", BOUND)
            .idle("widen above x.excess", BOUND));
  }

  // ---------------------------------------------------------------- COMMIT, LIMB

  private static List<GadgetCase> commit() {
    return List.of(
        GadgetCase.of("COMMIT in one row", 4, 2)
            .given("x", -7, 7)
            .lowered((l, in) -> Commit.exact(l, in.getFirst()))
            .meansOfEach(x -> x)
            .idle("widen below x.copy", "a copy equals its value, whatever its table")
            .idle("widen above x.copy", "a copy equals its value, whatever its table")
            .idle("free x.copy", "a copy equals its value, whatever its table"),
        GadgetCase.of("COMMIT in two limbs", 3, 2)
            .given("x", -12, 15)
            .lowered((l, in) -> Commit.exact(l, in.getFirst()))
            .meansOfEach(x -> x)
            .idle("widen below x.high", TOP)
            .idle("widen above x.high", TOP),
        GadgetCase.of("COMMIT exactly after a rounded copy", 3, 2)
            .given("x", -12, 15)
            .lowered((l, in) -> {
              Commit.cells(l, in.getFirst());
              return Commit.exact(l, in.getFirst());
            })
            .meansOfEach(x -> x)
            .idle("widen below x.high", TOP)
            .idle("widen above x.high", TOP)
            .idle("widen below x.q", "rounding alone keeps inside the table")
            .idle("widen above x.q", "rounding alone keeps inside the table")
            .idle("widen below x.rem0", "the value is doubled, so the remainder is even"));
  }

  private static List<GadgetCase> limbs() {
    return List.of(
        GadgetCase.of("LIMB, three limbs", 4, 2)
            .given("x", 0, 63)
            .lowered((l, in) -> {
              QTensor x = in.getFirst();
              QTensor limbs = Limbs.of(l, "v", x.dims(), x.buffer(), 63);
              l.vanish("v", List.of(x, Arithmetic.times(l, "v", limbs, -1)));
              return limbs;
            })
            .meansOfEach(x -> x)
            .idle("widen below v2", TOP)
            .idle("widen above v2", TOP));
  }

  // ---------------------------------------------------------------- SPLIT, MAX2, MAXK

  static GadgetCase bySplit(GadgetCase gadget, String... differences) {
    for (String d : differences) {
      gadget
          .idle("coefficient 0 + 1 of " + d + ".apart", "2 p m = 0 says the same as p m = 0")
          .idle("widen above " + d + ".plus", DIFFERENCE)
          .idle("widen above " + d + ".minus", DIFFERENCE);
    }
    return gadget;
  }

  static GadgetCase byTable(GadgetCase gadget, String difference) {
    return gadget
        .idle("widen below " + difference, DIFFERENCE)
        .idle("widen above " + difference, DIFFERENCE)
        .idle("free " + difference, DIFFERENCE);
  }

  private static List<GadgetCase> maximum() {
    return List.of(
        bySplit(
            GadgetCase.of("SPLIT in the remainders' table", 4, 3)
                .given("x", -7, 7)
                .lowered((l, in) -> Maximum.positivePart(l, in.getFirst()))
                .meansOfEach(GadgetCases::relu),
            "x"),
        bySplit(
            GadgetCase.of("SPLIT in a wide range", 3, 2)
                .given("x", -8, 6)
                .lowered((l, in) -> Maximum.positivePart(l, in.getFirst()))
                .meansOfEach(GadgetCases::relu),
            "x"),
        byTable(
            GadgetCase.of("positive part by the relu table", 4, 2)
                .given("in", -7, 7)
                .lowered((l, in) -> Maximum.positivePart(l, in.getFirst().named("x")))
                .meansOfEach(GadgetCases::relu),
            "x"),
        bySplit(
            GadgetCase.of("MAX2 by SPLIT", 4, 4)
                .given("u", -7, 7)
                .given("v", -7, 7)
                .lowered((l, in) -> Maximum.of(l, "max", in.get(0), in.get(1)))
                .means(x -> new long[] {Math.max(x[0], x[1])}),
            "max.d"),
        bySplit(
            GadgetCase.of("MAX3 by SPLIT", 3, 3)
                .given("u", -3, 3)
                .given("v", -3, 3)
                .given("w", -3, 3)
                .lowered((l, in) ->
                    Maximum.of(l, "most", in.get(2), Maximum.of(l, "max", in.get(0), in.get(1))))
                .means(x -> new long[] {Math.max(x[2], Math.max(x[0], x[1]))}),
            "max.d",
            "most.d"),
        byTable(
            GadgetCase.of("MAX2 by the relu table", 5, 2)
                .given("u", -7, 7)
                .given("v", -7, 7)
                .lowered((l, in) -> Maximum.of(l, "max", in.get(0), in.get(1)))
                .means(x -> new long[] {Math.max(x[0], x[1])}),
            "max.d"));
  }
}
