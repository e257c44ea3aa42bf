package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** ONEHOT, ARGMAX and TOPK at small widths. */
final class IndexGadgetCases {
  private static final long[] REJECT = new long[0];
  private static final long[] ELEMENTS = {5, -2, 7, 0};
  private static final String SUM = "none is negative and their sum is 1, so none is above 1";
  private static final String PAIR = "with two flags, the other would be 2, which no table has";
  private static final String ROW = "an index outside needs a whole row of keys";
  private static final String ONE = "one flag is its sum";

  private IndexGadgetCases() {}

  static List<GadgetCase> all() {
    return List.of(
        oneHot("ONEHOT of 3", 3, false).idle("widen above h.flags", SUM),
        oneHot("ONEHOT of 4 in factors", 4, true).idle("widen above h.flags", SUM),
        oneHot("ONEHOT of 1", 1, false).unchanged(ONE),
        GadgetCase.of("wrapped index", 4, 2)
            .given("x", -5, 4)
            .lowered((l, in) -> OneHot.wrapped(l, "w", in.getFirst(), 3))
            .means(x -> x[0] < -3 || x[0] > 2 ? REJECT : new long[] {Math.floorMod(x[0], 3)}),
        GadgetCase.of("elements of a constant matrix", 4, 2)
            .given("x", -1, 2)
            .lowered((l, in) -> TableRead.of(l, "e", in.getFirst(), 2, ELEMENTS, Scale.ONE))
            .means(x ->
                x[0] < 0 || x[0] > 1
                    ? REJECT
                    : new long[] {ELEMENTS[(int) (2 * x[0])], ELEMENTS[(int) (2 * x[0] + 1)]})
            .idle("widen below e.key", ROW)
            .idle("widen above e.key", ROW),
        GadgetCase.of("COMMIT of a bit", 4, 2)
            .given("x", -2, 2)
            .lowered((l, in) -> Commit.bits(l, "bit", in.getFirst()))
            .means(x -> x[0] < 0 || x[0] > 1 ? REJECT : x),
        GadgetCase.of("place of a flag in a row of 2 x 3", 4, 2)
            .given("x", 0, 5)
            .lowered((l, in) -> {
              QTensor flags = OneHot.of(l, "h", in.getFirst(), 6, false);
              return both(
                  l,
                  Arithmetic.reshape(l, "q", Flags.quotient(l, "q", flags, 1, 3), new int[] {1}),
                  Arithmetic.reshape(l, "p", Flags.position(l, "p", flags, 1), new int[] {1}));
            })
            .means(x -> new long[] {x[0] / 3, x[0]})
            .idle("widen above h.flags", SUM),
        argMax("ARGMAX, first of 3", 3, 3, false)
            .idle("widen above m.chosen", SUM)
            .idle("widen above m.gap", GadgetCases.DIFFERENCE),
        argMax("ARGMAX, last of 3", 3, 3, true)
            .idle("widen above m.chosen", SUM)
            .idle("widen above m.gap", GadgetCases.DIFFERENCE),
        argMax("ARGMAX of 2 in limbs", 2, 2, false)
            .idle("widen above m.chosen", SUM)
            .idle("widen below m.chosen", PAIR)
            .idle("widen above m.gap1", GadgetCases.TOP),
        argMax("ARGMAX of 1", 3, 1, false).unchanged(ONE),
        topK("TOPK, 1 of 3", 3, 1)
            .idle("widen above t.rows", SUM)
            .idle("widen above t.below2", GadgetCases.TOP),
        topK("TOPK, 2 of 3", 3, 2)
            .idle("widen above t.rows", SUM)
            .idle("widen above t.falls2", GadgetCases.TOP)
            .idle("widen above t.below2", GadgetCases.TOP),
        topK("TOPK, all of 3", 3, 3)
            .idle("widen above t.rows", SUM)
            .idle("widen above t.falls2", GadgetCases.TOP));
  }

  private static GadgetCase oneHot(String name, int n, boolean factor) {
    return GadgetCase.of(name, 4, 2)
        .given("x", -1, n)
        .lowered((l, in) -> OneHot.of(l, "h", in.getFirst(), n, factor))
        .means(x -> {
          if (x[0] < 0 || x[0] >= n) {
            return REJECT;
          }
          return LongStream.range(0, n).map(k -> k == x[0] ? 1 : 0).toArray();
        });
  }

  // Index, then value.
  private static GadgetCase argMax(String name, int bits, int n, boolean last) {
    return GadgetCase.of(name, bits, 2)
        .given("x", -3, 3, n)
        .lowered((l, in) -> {
          ArgMax.Result most = ArgMax.of(l, "m", in.getFirst(), 0, last);
          return both(l, most.index(), most.value());
        })
        .means(x -> {
          int best = 0;
          for (int i = 1; i < x.length; i++) {
            best = x[i] > x[best] || (last && x[i] == x[best]) ? i : best;
          }
          return new long[] {best, x[best]};
        });
  }

  private static QTensor both(Lowering l, QTensor first, QTensor second) {
    int n = first.size();
    int[] placed = IntStream.range(0, 2 * n).map(i -> i < n ? i : -1).toArray();
    int[] behind = IntStream.range(0, 2 * n).map(i -> i < n ? -1 : i - n).toArray();
    QTensor a = AxisMap.of(l, "first", first, 0, placed);
    QTensor b = AxisMap.of(l, "second", second, 0, behind);
    return Arithmetic.sum(l, "both", List.of(a, b), List.of(1L, 1L));
  }

  // Values, then indices.
  private static GadgetCase topK(String name, int n, int count) {
    return GadgetCase.of(name, 3, 2)
        .given("x", -3, 3, n)
        .lowered((l, in) -> {
          TopK.Result top = TopK.of(l, "t", in.getFirst(), 0, count);
          return both(l, top.values(), top.indices());
        })
        .means(x -> {
          long[] order =
              IntStream.range(0, n)
                  .boxed()
                  .sorted(Comparator.comparingLong((Integer i) -> -x[i]))
                  .limit(count)
                  .mapToLong(Integer::longValue)
                  .toArray();
          return LongStream.concat(Arrays.stream(order).map(i -> x[(int) i]), Arrays.stream(order))
              .toArray();
        });
  }
}
