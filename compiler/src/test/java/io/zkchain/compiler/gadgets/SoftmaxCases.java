package io.zkchain.compiler.gadgets;

import java.util.Arrays;
import java.util.List;

/** SOFTMAX at small widths. */
final class SoftmaxCases {
  private static final String MAXIMUM =
      "u >= 0 and the count of zeros make it the maximum, whatever its table";

  private SoftmaxCases() {}

  static List<GadgetCase> all() {
    return List.of(
        softmax(1).unchanged("its one input reaches few limbs; the case of three reaches all"),
        softmax(2).unchanged("its inputs reach few limbs; the case of three reaches all"),
        softmax(3)
            .idle("widen below x.copy", "a copy equals its value, whatever its table")
            .idle("widen above x.copy", "a copy equals its value, whatever its table")
            .idle("free x.copy", "a copy equals its value, whatever its table")
            .idle("widen below p.max", MAXIMUM)
            .idle("widen above p.max", MAXIMUM)
            .idle("free p.max", MAXIMUM)
            .idle("widen above p.u", GadgetCases.DIFFERENCE)
            .idle("widen below p.rest3", GadgetCases.TOP)
            .idle("widen above p.rest3", GadgetCases.TOP)
            .idle("widen below p.inverse2", GadgetCases.TOP)
            .idle("widen above p.inverse2", GadgetCases.TOP)
            .idle("widen above p.inverse.rem4", GadgetCases.TOP)
            .idle("widen above p.inverse.gap4", GadgetCases.TOP)
            .idle("widen below p.q", "no product of a term and the reciprocal rounds to it")
            .idle("widen above p.q", "no product of a term and the reciprocal rounds to it")
            .idle("widen below p.rem0", "the product is doubled, so the remainder is even"));
  }

  private static GadgetCase softmax(int length) {
    return GadgetCase.of("SOFTMAX of " + length, 3, 2)
        .given("x", -3, 3, length)
        .lowered((l, in) -> Softmax.of(l, "p", in.getFirst(), 0))
        .means(x -> softmax(x, 2));
  }

  // By the definition in the gadget's documentation, with a remainder table of the given bits.
  private static long[] softmax(long[] x, int shift) {
    int logLength = 64 - Long.numberOfLeadingZeros(x.length);
    int precision = shift - 1;
    int fraction = precision + logLength + 2;
    int flags = logLength + 1;
    int power = fraction + flags + logLength + precision + 3;
    long max = Arrays.stream(x).max().getAsLong();
    long[] terms =
        Arrays.stream(x)
            .map(v ->
                ((long) Math.floor(Math.scalb(StrictMath.exp(v - max), fraction) + 0.5) << flags)
                    + (v == max ? 1 : 0))
            .toArray();
    long inverse = (1L << power) / Arrays.stream(terms).sum();
    int down = power - precision;
    return Arrays.stream(terms)
        .map(e -> Math.floorDiv(e * inverse + (1L << (down - 1)), 1L << down))
        .toArray();
  }
}
