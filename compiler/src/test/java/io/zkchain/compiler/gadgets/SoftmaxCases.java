package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** SOFTMAX at small widths. */
final class SoftmaxCases {
  private static final String FEW =
      "its many limbs hold few values here; NORM, LIMB and RQ have the mutations";
  private static final int BITS = 3;
  private static final int SHIFT = 3;

  private SoftmaxCases() {}

  static List<GadgetCase> all() {
    return List.of(
        softmax(Softmax.Form.RECIPROCAL, 1, -3, 3).unchanged(FEW),
        softmax(Softmax.Form.RECIPROCAL, 2, -12, 12).unchanged(FEW),
        softmax(Softmax.Form.LOGARITHM, 1, -3, 3).unchanged(FEW),
        softmax(Softmax.Form.LOGARITHM, 2, -12, 12).unchanged(FEW),
        masked("fixed mask", new boolean[] {false, true}, 2, new int[] {2}).unchanged(FEW),
        masked("causal mask", new boolean[] {false, true, false, false}, 2, new int[] {2, 2})
            .unchanged(FEW));
  }

  private static GadgetCase softmax(Softmax.Form form, int length, long lo, long hi) {
    return GadgetCase.of("SOFTMAX of %d by %s".formatted(length, form), BITS, SHIFT)
        .given("x", lo, hi, length)
        .lowered(
            (l, in) -> Softmax.of(l, "p", in.getFirst(), 0, null, new int[0], form).at(Scale.ONE))
        .means(x -> softmax(x, new boolean[length], form));
  }

  private static GadgetCase masked(String title, boolean[] masked, int length, int[] dims) {
    int rows = masked.length / length;
    return GadgetCase.of("SOFTMAX, " + title, BITS, SHIFT)
        .given("x", -3, 3, dims)
        .lowered((l, in) ->
            Softmax.of(
                    l, "p", in.getFirst(), dims.length - 1, masked, dims, Softmax.Form.RECIPROCAL)
                .at(Scale.ONE))
        .means(x ->
            IntStream.range(0, rows)
                .mapToObj(row ->
                    softmax(
                        Arrays.copyOfRange(x, row * length, (row + 1) * length),
                        Arrays.copyOfRange(masked, row * length, (row + 1) * length),
                        Softmax.Form.RECIPROCAL))
                .flatMapToLong(Arrays::stream)
                .toArray());
  }

  // By the definition in the gadget's documentation. Scores have the unit 1, distances u.
  private static long[] softmax(long[] x, boolean[] masked, Softmax.Form form) {
    int length = x.length;
    int logLength = 64 - Long.numberOfLeadingZeros(length);
    int precision = form == Softmax.Form.LOGARITHM ? BITS - 1 : SHIFT - 1;
    int fraction = precision + logLength + 2;
    int flags = logLength + 1;
    double needed = (fraction + 1) * Math.log(2) + Math.log(2.0 * length);
    int unit = 1;
    while (unit * 4 < needed) {
      unit *= 2;
    }
    long above = (long) Math.ceil(Math.log(length + 1.0) / unit) + 1;
    long top = 6 - above;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      max = masked[i] ? max : Math.max(max, -Math.floorDiv(unit / 2 - x[i], unit));
    }
    long[] u = new long[length];
    long[] terms = new long[length];
    for (int i = 0; i < length; i++) {
      u[i] = masked[i] ? top : Math.min(top, max + Math.floorDiv(unit / 2 - x[i], unit));
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
    double middle = ((sum >> (height - BITS + 1)) + 0.5) / (1 << (BITS - 1));
    double step = unit / 256.0;
    long ln2 = (long) Math.floor(Math.log(2) / step + 0.5);
    long log = (long) Math.floor(Math.log(middle) / step + 0.5) + (height - fraction - flags) * ln2;
    long rounded = Math.floorDiv(log + 128, 256);
    int each = unit;
    return Arrays.stream(u)
        .map(d ->
            d + rounded >= top
                ? 0
                : Math.round(Math.scalb(StrictMath.exp(-(d + rounded) * each), precision)))
        .toArray();
  }
}
