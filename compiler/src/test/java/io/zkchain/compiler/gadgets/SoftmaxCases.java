package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** SOFTMAX at small widths. */
final class SoftmaxCases {

  private static final String ONE = "one score: its row is a constant";
  private static final String MASK =
      "a mask adds a term to one relation and no cell; SOFTMAX of two and three have the others";
  private static final String MAXIMUM =
      "the counted zeros force M to be the largest score, whatever its limbs allow";
  private static final String NEGATIVE =
      "no rest or quotient of positive numbers is negative, so the highest limb is not";
  private static final String INSIDE = "rounding alone keeps inside the table";
  private static final String EVEN = "the value is doubled, so the remainder is even";
  private static final String FIXED =
      "the relation fixes the cell; a larger table accepts larger ones, each in one way";
  private static final String NORM = "NORM has the mutations of its cells";
  private static final String UNUSED =
      "without a mask the excess stays below its bound: its highest limb is 0";
  private static final String NEAR = "next to no excess here; SOFTMAX of two has the mutations";

  private SoftmaxCases() {}

  static List<GadgetCase> all() {
    boolean[] fixed = {false, true, false};
    boolean[] causal = {false, true, false, false};
    Small reciprocal = new Small(Softmax.Form.RECIPROCAL, 4, 2, -3);
    Small logarithm = new Small(Softmax.Form.LOGARITHM, 4, 2, -3);
    Small narrow = new Small(Softmax.Form.RECIPROCAL, 3, 3, 0);
    Small narrowLog = new Small(Softmax.Form.LOGARITHM, 3, 3, 0);
    return List.of(
        wideByReciprocal(reciprocal.of("two", -64, 63, new boolean[2], 2)),
        flatByReciprocal(reciprocal.of("three", -20, 20, new boolean[3], 3)),
        wideByLogarithm(logarithm.of("two", -64, 63, new boolean[2], 2)),
        flatByLogarithm(logarithm.of("three", -20, 20, new boolean[3], 3)),
        narrow.of("one", -3, 3, new boolean[1], 1).unchanged(ONE),
        narrowLog.of("one", -3, 3, new boolean[1], 1).unchanged(ONE),
        narrow.of("three, fixed mask", -3, 3, fixed, 3).dropsOnly(MASK),
        narrow.of("two, causal mask", -3, 3, causal, 2, 2).dropsOnly(MASK));
  }

  private static GadgetCase both(GadgetCase gadget, String maxTop, String restTop) {
    return gadget
        .idle("widen below p." + maxTop, MAXIMUM)
        .idle("widen above p." + maxTop, MAXIMUM)
        .idle("widen below p." + restTop, NEGATIVE)
        .idle("widen above p." + restTop, GadgetCases.TOP);
  }

  private static GadgetCase byReciprocal(GadgetCase gadget, String maxTop) {
    return both(gadget, maxTop, "rest3")
        .idle("widen below p.inverse2", NEGATIVE)
        .idle("widen above p.inverse2", GadgetCases.TOP)
        .idle("widen above p.inverse.rem4", GadgetCases.TOP)
        .idle("widen above p.inverse.gap4", GadgetCases.TOP)
        .idle("widen below p.q", INSIDE)
        .idle("widen above p.q", INSIDE)
        .idle("widen below p.rem0", EVEN);
  }

  private static GadgetCase byLogarithm(GadgetCase gadget, String maxTop) {
    both(gadget, maxTop, "rest4")
        .idle("coefficient 1 - 1 of p.sum.below", NormCases.LOW)
        .idle("coefficient 1 + 1 of p.sum.below", NormCases.LOW)
        .idle("widen below p.rem0", EVEN)
        .idle("widen below p.log.q", FIXED)
        .idle("widen above p.log.q", FIXED)
        .idle("free p.log.q", FIXED)
        .idle("widen below p.p", FIXED)
        .idle("widen above p.p", FIXED)
        .idle("free p.p", FIXED);
    for (String cells :
        List.of("below h", "below mantissa", "below r0", "below r1", "below r2", "above r5")) {
      gadget.idle("widen " + cells.replace(" ", " p.sum."), NORM);
    }
    for (int limb : new int[] {0, 1, 2, 5}) {
      gadget.idle("widen above p.sum.gap" + limb, NORM);
    }
    return gadget;
  }

  // Scores far apart: large excesses, few sums.
  private static GadgetCase wide(GadgetCase gadget, int highest) {
    return gadget
        .idle("widen above p.excess" + (highest - 1), UNUSED)
        .idle("widen above p.excess" + highest, UNUSED);
  }

  private static GadgetCase wideByReciprocal(GadgetCase gadget) {
    coefficients(gadget, "p.round", UNUSED, 12);
    coefficients(gadget, "p.clamp", UNUSED, 3, 7);
    return wide(byReciprocal(gadget, "max2"), 3)
        .noticedBy(
            "SOFTMAX of three by RECIPROCAL",
            "widen above p.inverse1",
            "widen below p.inverse.rem2",
            "widen above p.inverse.rem3");
  }

  private static GadgetCase wideByLogarithm(GadgetCase gadget) {
    coefficients(gadget, "p.round", UNUSED, 12);
    coefficients(gadget, "p.clamp", UNUSED, 2, 5);
    coefficients(gadget, "p.sum.norm", NORM, 7);
    coefficients(gadget, "p.sum.below", NORM, 6);
    return wide(byLogarithm(gadget, "max2"), 2)
        .idle("widen above p.sum.r3", NORM)
        .idle("widen above p.sum.r4", NORM)
        .idle("widen above p.sum.gap3", NORM)
        .idle("widen above p.sum.gap4", NORM)
        .noticedBy(
            "SOFTMAX of three by LOGARITHM",
            "widen below p.rest2",
            "widen below p.rest3",
            "widen below p.log.rem0",
            "widen below p.log.rem2",
            "widen above p.log.rem3");
  }

  private static void coefficients(GadgetCase gadget, String relation, String why, int... terms) {
    for (int term : terms) {
      gadget
          .idle("coefficient " + term + " - 1 of " + relation, why)
          .idle("coefficient " + term + " + 1 of " + relation, why);
    }
  }

  // Scores close together: many sums, next to no excess.
  private static GadgetCase flatByReciprocal(GadgetCase gadget) {
    coefficients(gadget, "p.round", NEAR, 8, 9, 10);
    coefficients(gadget, "p.clamp", NEAR, 1, 2, 4, 5);
    return byReciprocal(gadget, "max1")
        .idle("coefficient 0 + 1 of p.clamp", NEAR)
        .idle("coefficient 3 + 1 of p.clamp", NEAR)
        .idle("widen above p.excess1", NEAR)
        .idle("widen above p.excess2", NEAR)
        .noticedBy("SOFTMAX of two by RECIPROCAL", "widen above p.u", "widen above p.excess0");
  }

  private static GadgetCase flatByLogarithm(GadgetCase gadget) {
    coefficients(gadget, "p.round", NEAR, 9, 10, 11);
    coefficients(gadget, "p.clamp", NEAR, 0, 1, 2, 3, 4, 5);
    return byLogarithm(gadget, "max1")
        .idle("widen above p.excess1", NEAR)
        .idle("widen above p.excess2", NEAR)
        .noticedBy(
            "SOFTMAX of two by LOGARITHM",
            "widen above p.u",
            "widen below p.excess0",
            "widen above p.excess0",
            "free p.excess0");
  }

  /**
   * By the definition in the gadget's documentation.
   *
   * @param bits B
   * @param shift s
   * @param exponent of the scores' scale, a power of two
   */
  private record Small(Softmax.Form form, int bits, int shift, int exponent) {

    GadgetCase of(String title, long lo, long hi, boolean[] masked, int... dims) {
      int length = dims[dims.length - 1];
      boolean any = IntStream.range(0, masked.length).anyMatch(i -> masked[i]);
      return GadgetCase.of("SOFTMAX of %s by %s".formatted(title, form), bits, shift)
          .given("x", lo, hi, dims)
          .lowered((l, in) ->
              Softmax.of(
                      l,
                      "p",
                      in.getFirst().at(Scale.powerOfTwo(exponent)),
                      dims.length - 1,
                      any ? masked : null,
                      any ? dims : new int[0],
                      form)
                  .at(Scale.ONE))
          .means(x ->
              IntStream.range(0, x.length / length)
                  .map(row -> row * length)
                  .mapToObj(at ->
                      row(
                          Arrays.copyOfRange(x, at, at + length),
                          Arrays.copyOfRange(masked, at, at + length)))
                  .flatMapToLong(Arrays::stream)
                  .toArray());
    }

    private long[] row(long[] x, boolean[] masked) {
      int length = x.length;
      int logLength = 64 - Long.numberOfLeadingZeros(length);
      int precision = form == Softmax.Form.LOGARITHM ? bits - 1 : shift - 1;
      int fraction = precision + logLength + 2;
      int flags = logLength + 1;
      double needed = (fraction + 1) * Math.log(2) + Math.log(2.0 * length);
      int log = -20;
      while (Math.scalb((1 << bits) - 4.0, log) < needed) {
        log++;
      }
      double unit = Math.scalb(1, log);
      long above = (long) Math.ceil(Math.log(length + 1.0) / unit) + 1;
      long top = (1L << bits) - 2 - above;
      long[] u = distances(x, masked, log - exponent, top);
      long[] terms = new long[length];
      for (int i = 0; i < length; i++) {
        double term = u[i] == top ? 0 : Math.scalb(StrictMath.exp(-u[i] * unit), fraction);
        terms[i] = (Math.round(term) << flags) + (u[i] == 0 ? 1 : 0);
      }
      long sum = Arrays.stream(terms).sum();
      if (form == Softmax.Form.RECIPROCAL) {
        int power = fraction + flags + logLength + precision + 3;
        long inverse = (1L << power) / sum;
        int down = power - precision;
        return Arrays.stream(terms)
            .map(e -> Math.floorDiv(e * inverse + (1L << (down - 1)), 1L << down))
            .toArray();
      }
      int height = 63 - Long.numberOfLeadingZeros(sum);
      long mantissa = height < bits ? sum << (bits - 1 - height) : sum >> (height - bits + 1);
      double middle = (mantissa + 0.5) / (1 << (bits - 1));
      double step = unit / 256.0;
      long ln2 = (long) Math.floor(Math.log(2) / step + 0.5);
      long ln =
          (long) Math.floor(Math.log(middle) / step + 0.5) + (height - fraction - flags) * ln2;
      long rounded = Math.floorDiv(ln + 128, 256);
      return Arrays.stream(u)
          .map(d ->
              d + rounded >= top
                  ? 0
                  : Math.round(Math.scalb(StrictMath.exp(-(d + rounded) * unit), precision)))
          .toArray();
    }

    // min(M - x, D) in units of 2^down of the scores.
    private static long[] distances(long[] x, boolean[] masked, int down, long top) {
      long[] units =
          Arrays.stream(x)
              .map(v -> down > 0 ? -Math.floorDiv((1L << (down - 1)) - v, 1L << down) : v << -down)
              .toArray();
      long max =
          IntStream.range(0, x.length)
              .filter(i -> !masked[i])
              .mapToLong(i -> units[i])
              .max()
              .getAsLong();
      return IntStream.range(0, x.length)
          .mapToLong(i -> masked[i] ? top : Math.min(top, max - units[i]))
          .toArray();
    }
  }
}
