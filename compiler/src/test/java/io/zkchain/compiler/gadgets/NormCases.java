package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** NORM and what is made of it, at small widths. */
final class NormCases {
  private static final String FEW =
      "its many limbs hold few values here; NORM, LIMB and RQ have the mutations";
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
            .means(x -> x[0] == 0 ? REJECT : new long[] {100 * height(x[0]) + mantissa(x[0]) + 7})
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
        GadgetCase.of("LOG", 3, 3)
            .given("x", 0, 9)
            .lowered((l, in) -> Logarithm.of(l, "y", in.getFirst()).at(Scale.ONE))
            .means(x -> x[0] == 0 ? REJECT : new long[] {logarithm(x[0])})
            .unchanged("it adds no cell to NORM"),
        GadgetCase.of("EXPW", 4, 4)
            .given("x", -45, 12)
            .lowered((l, in) ->
                Exponential.of(l, "y", in.getFirst().at(Scale.powerOfTwo(-1)), 60).at(Scale.ONE))
            .means(x -> exponential(x[0]))
            .unchanged(FEW),
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
            .unchanged(FEW),
        GadgetCase.of("RSQRT", 3, 3)
            .given("x", 0, 15)
            .lowered((l, in) -> PowerOfNorm.of(l, in.getFirst(), 0.5, 6))
            .means(x -> x[0] == 0 ? REJECT : new long[] {power(x[0], 0.5, 6)})
            .unchanged(FEW),
        GadgetCase.of("RECIP", 3, 3)
            .given("x", 1, 15)
            .lowered((l, in) -> PowerOfNorm.of(l, in.getFirst(), 1, 5))
            .means(x -> new long[] {power(x[0], 1, 5)})
            .unchanged(FEW),
        norm("LNORM of two", GroupNorm.Kind.CENTRED, 2, 0.5),
        norm("RMS norm of two", GroupNorm.Kind.ROOT_MEAN_SQUARE, 2, 0),
        norm("L2 norm of two", GroupNorm.Kind.EUCLIDEAN, 2, 0));
  }

  private static GadgetCase norm(String title, GroupNorm.Kind kind, int count, double epsilon) {
    return GadgetCase.of(title, 3, 3)
        .given("in", -3, 3, count)
        .lowered((l, in) -> {
          QTensor x = Commit.exact(l, in.getFirst());
          return GroupNorm.of(l, "y", x, Set.of(0), kind, epsilon).value().at(Scale.ONE);
        })
        .means(x -> normalised(x, kind, epsilon))
        .unchanged(FEW);
  }

  private static long height(long v) {
    return 63L - Long.numberOfLeadingZeros(v);
  }

  private static long mantissa(long v) {
    return (v << 2) >> height(v);
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
    long mantissa = (long) Math.floor(8 * Math.log((mantissa(v) + 0.5) / 4) + 0.5);
    return mantissa + height(v) * (long) Math.floor(8 * Math.log(2) + 0.5);
  }

  // By the definition in the gadget's documentation, with tables of 3 bits.
  private static long power(long v, double exponent, int scale) {
    long f = (long) Math.floor(32 * StrictMath.pow((mantissa(v) + 0.5) / 4, -exponent) + 0.5);
    double wide = StrictMath.pow(2, scale + 6 - exponent * height(v));
    long g = (long) Math.floor(wide + 0.5);
    return (f * g + (1L << 10)) >> 11;
  }

  private static long[] normalised(long[] x, GroupNorm.Kind kind, double epsilon) {
    long n = kind == GroupNorm.Kind.EUCLIDEAN ? 1 : x.length;
    long sum = kind == GroupNorm.Kind.CENTRED ? Arrays.stream(x).sum() : 0;
    long squares = Arrays.stream(x).map(v -> v * v).sum();
    long e = Math.max(1, (long) Math.floor(epsilon * n * n + 0.5));
    long v = n * squares - sum * sum + e;
    int width = (int) height(n * 9 * x.length + e) + 1;
    long r = power(v, 0.5, 3 + (width + 1) / 2);
    return Arrays.stream(x).map(q -> r * (n * q - sum)).toArray();
  }
}
