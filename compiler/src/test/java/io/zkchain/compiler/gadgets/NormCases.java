package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** NORM and what is made of it, at small widths. */
final class NormCases {
  /** Of relations and tables of NORM's limbs. */
  static final String LOW =
      "r is a multiple of 2^(t-1): its low limbs are 0, and those of P - 1 - r all ones";

  private static final String TWICE = "a second table holds the same exponent";
  private static final String NEGATIVE =
      "powers are positive, so the highest limb of their rounded product is not negative";
  private static final String SMALL =
      "reciprocals of whole numbers are few: none at 2^-4 needs the highest limb; RSQRT has them";
  private static final String TURNS = "more turns accept larger numbers, each in one way";
  private static final String COPY = "a copy equals its value, whatever its table";
  private static final String FEWER_TERMS = "terms of LNORM, and the same cells";
  private static final String ROUNDED =
      "with any positive weight of f, only the least exponent has the value 0";
  private static final int BITS = 4;
  private static final long[] REJECT = new long[0];

  private NormCases() {}

  static List<GadgetCase> all() {
    return List.of(
        GadgetCase.of("NORM, mantissa of 3 bits", 3, 2)
            .given("x", 0, 15)
            .lowered((l, in) -> {
              PowerNorm.Parts parts = PowerNorm.of(l, in.getFirst(), "plus 7", m -> m + 7);
              return Arithmetic.sum(
                  l, "y", List.of(parts.exponent(), parts.value()), List.of(100L, 1L));
            })
            .means(
                x -> x[0] == 0 ? REJECT : new long[] {100 * height(x[0]) + mantissa(x[0], 3) + 7})
            .idle("coefficient 1 - 1 of x.below", "r is a multiple of 4, its low limb 0")
            .idle("widen above x.r1", GadgetCases.TOP)
            .idle("widen above x.gap1", GadgetCases.TOP),
        GadgetCase.of("ISQRT", 4, 3)
            .given("x", -2, 40)
            .lowered((l, in) -> SquareRoot.of(l, "y", in.getFirst()))
            .means(x -> x[0] < 0 ? REJECT : new long[] {(long) Math.sqrt(x[0])})
            .idle("widen below y.root", "2 q - r in limbs excludes a negative root")
            .idle("widen above y.root", GadgetCases.TOP)
            .idle("widen above y.rest1", GadgetCases.TOP)
            .idle("widen above y.gap1", GadgetCases.TOP),
        GadgetCase.of("LOG", 3, 2)
            .given("x", 0, 15)
            .lowered((l, in) -> Logarithm.of(l, "y", in.getFirst()).at(Scale.ONE))
            .means(x -> x[0] == 0 ? REJECT : new long[] {logarithm(x[0])})
            .idle("coefficient 1 - 1 of x.below", LOW)
            .idle("widen above x.r1", GadgetCases.TOP)
            .idle("widen above x.gap1", GadgetCases.TOP),
        GadgetCase.of("EXPW", 4, 4)
            .given("x", -150, 12)
            .lowered((l, in) ->
                Exponential.of(l, "y", in.getFirst().at(Scale.powerOfTwo(-1)), 60).at(Scale.ONE))
            .means(x -> exponential(x[0]))
            .idle("coefficient 3 + 1 of y.raised", ROUNDED)
            .idle("coefficient 4 - 1 of y.raised", ROUNDED)
            .idle("coefficient 4 + 1 of y.raised", ROUNDED)
            .idle("coefficient 5 - 1 of y.raised", ROUNDED)
            .idle("coefficient 5 + 1 of y.raised", ROUNDED)
            .idle("widen above y.excess2", GadgetCases.TOP),
        GadgetCase.of("PHASE", 4, 4)
            .given("x", -40, 40)
            .lowered((l, in) ->
                Phase.of(
                        l,
                        "y",
                        in.getFirst().at(Scale.powerOfTwo(-1)),
                        "sin",
                        StrictMath::sin,
                        Scale.powerOfTwo(-3))
                    .at(Scale.ONE))
            .means(x -> new long[] {sine(x[0])})
            .idle("widen below y.turns", TURNS)
            .idle("widen above y.turns", TURNS),
        power("RSQRT", 0.5, 7)
            .idle("widen above x.gap0", LOW)
            .idle("widen above x.gap1", LOW)
            .idle("widen below x.power3", NEGATIVE)
            .idle("widen above x.power3", GadgetCases.TOP),
        power("RECIP", 1, 4)
            .idle("coefficient 4 - 1 of x.power", SMALL)
            .idle("coefficient 4 + 1 of x.power", SMALL)
            .idle("coefficient 2 - 1 of public result", SMALL)
            .idle("coefficient 2 + 1 of public result", SMALL)
            .idle("widen above x.power1", SMALL)
            .idle("widen below x.power2", NEGATIVE)
            .idle("widen above x.power2", GadgetCases.TOP),
        norm("LNORM of eight", GroupNorm.Kind.CENTRED, 8, 0.5)
            .idle("coefficient 1 + 1 of y.v.below", LOW)
            .idle("widen above y.v.gap0", LOW)
            .idle("widen above y.v.gap1", LOW)
            .idle("widen below y.v.r0", LOW)
            .idle("widen below y.v.r1", LOW)
            .idle("widen below in.copy", COPY)
            .idle("widen above in.copy", COPY)
            .idle("free in.copy", COPY)
            .idle("widen below y.v.power3", NEGATIVE)
            .idle("widen above y.v.power3", GadgetCases.TOP),
        norm("RMS norm of two", GroupNorm.Kind.ROOT_MEAN_SQUARE, 2, 0),
        norm("L2 norm of two", GroupNorm.Kind.EUCLIDEAN, 2, 0));
  }

  // Of numbers of 12 bits, with mantissas of 4 and limbs of 2.
  private static GadgetCase power(String title, double exponent, int scale) {
    GadgetCase gadget =
        GadgetCase.of(title, BITS, 2)
            .given("x", 0, 4095)
            .lowered((l, in) -> PowerOfNorm.of(l, in.getFirst(), exponent, scale))
            .means(x -> x[0] == 0 ? REJECT : new long[] {power(x[0], exponent, scale)});
    return ofNorm(gadget, "x");
  }

  private static GadgetCase ofNorm(GadgetCase gadget, String x) {
    for (String rows : List.of(".h", ".root")) {
      gadget
          .idle("widen below " + x + rows, TWICE)
          .idle("widen above " + x + rows, TWICE)
          .idle("free " + x + rows, TWICE);
    }
    return gadget
        .idle("coefficient 1 - 1 of " + x + ".below", LOW)
        .idle("widen above " + x + ".r5", GadgetCases.TOP)
        .idle("widen above " + x + ".gap5", GadgetCases.TOP);
  }

  private static GadgetCase norm(String title, GroupNorm.Kind kind, int count, double epsilon) {
    GadgetCase gadget =
        GadgetCase.of(title, BITS, 2)
            .given("in", -7, 7, count)
            .lowered((l, in) -> {
              QTensor x = Commit.exact(l, in.getFirst());
              return GroupNorm.of(l, "y", x, Set.of(0), kind, epsilon).value().at(Scale.ONE);
            })
            .means(x -> normalised(x, kind, epsilon));
    return kind == GroupNorm.Kind.CENTRED
        ? ofNorm(gadget, "y.v")
        : gadget
            .dropsOnly(FEWER_TERMS)
            .idle("free in.copy", COPY)
            .idle("free y.v.h", TWICE)
            .idle("free y.v.root", TWICE);
  }

  private static long height(long v) {
    return 63L - Long.numberOfLeadingZeros(v);
  }

  private static long mantissa(long v, int bits) {
    return (v << (bits - 1)) >> height(v);
  }

  // Of x / 2 in units of 2^-28, the powers of two from 2^-26 to 2^6.
  private static long[] exponential(long x) {
    long whole = Math.max(4 * -26, Math.round(4 * x / 2.0 / Math.log(2)));
    long i = Math.floorDiv(whole, 4);
    long f = Math.floorMod(whole, 4);
    return i > 6 ? REJECT : new long[] {(1L << (i + 26)) * Math.round(4 * Math.pow(2, f / 4.0))};
  }

  // Of x / 2 to eighths of a turn.
  private static long sine(long x) {
    long phase = Math.floorMod(Math.round(8 * x / 2.0 / (2 * Math.PI)), 8);
    return (long) Math.floor(8 * StrictMath.sin(phase * Math.PI / 4) + 0.5);
  }

  private static long logarithm(long v) {
    long mantissa = (long) Math.floor(8 * Math.log((mantissa(v, 3) + 0.5) / 4) + 0.5);
    return mantissa + height(v) * (long) Math.floor(8 * Math.log(2) + 0.5);
  }

  // By the definition in the gadget's documentation.
  private static long power(long v, double exponent, int scale) {
    int fraction = BITS + 2;
    double middle = (mantissa(v, BITS) + 0.5) / (1 << (BITS - 1));
    long f = Math.round(Math.scalb(StrictMath.pow(middle, -exponent), fraction));
    long g = Math.round(StrictMath.pow(2, scale + 6 - exponent * height(v)));
    return (f * g + (1L << (fraction + 5))) >> (fraction + 6);
  }

  private static long[] normalised(long[] x, GroupNorm.Kind kind, double epsilon) {
    long n = kind == GroupNorm.Kind.EUCLIDEAN ? 1 : x.length;
    long sum = kind == GroupNorm.Kind.CENTRED ? Arrays.stream(x).sum() : 0;
    long squares = Arrays.stream(x).map(v -> v * v).sum();
    long e = Math.max(1, (long) Math.floor(epsilon * n * n + 0.5));
    long v = n * squares - sum * sum + e;
    int width = (int) height(n * 49 * x.length + e) + 1;
    long r = power(v, 0.5, BITS + (width + 1) / 2);
    return Arrays.stream(x).map(q -> r * (n * q - sum)).toArray();
  }
}
