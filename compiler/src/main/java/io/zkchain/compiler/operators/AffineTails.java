package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Tail;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/**
 * Where a function of one number is affine (to 2^-20 of its argument there), for inputs much wider
 * than outputs: a table over all calibrated inputs would be coarser than the output needs, so the
 * table covers the curved part in a unit as fine as the output's, and {@link Tail} continues it.
 * Nothing is clamped or rejected.
 *
 * @param low the function is affine below it
 * @param below its slope there
 * @param high the function is affine above it
 * @param above its slope there
 */
record AffineTails(double low, double below, double high, double above) {
  /** For the page of operators. */
  static final String HOW =
      "function table, fused with the rounding before it; inputs much wider than the outputs go on"
          + " by the tails' slopes";

  static final String ROWS = "1 + 1 (3 + 2 and a rounding with tails)";

  private static final double MARGIN = 1.25;

  /**
   * Bits by which the unit must become finer to be worth the excess's cells. So many bits below a
   * table's the calibrated outputs are next to nothing: then they are no measure of what matters.
   */
  private static final int GAIN = 3;

  /** Bits of the outputs below the inputs' unit: 2 round well, more hold a slope's fraction. */
  private static final int LEAST_FRACTION = 2;

  private static final int MOST_FRACTION = 20;

  private static final int MOST_SHIFT = 40;

  /** A function that bends at 0 only. */
  static AffineTails bent(double below, double above) {
    return new AffineTails(0, below, 0, above);
  }

  /**
   * The function of every element, if its tails are worth it.
   *
   * @param key of the table, parameters included
   * @param result the ONNX value that it makes
   */
  Optional<QTensor> lower(Lowering l, QTensor x, String key, DoubleUnaryOperator f, String result) {
    Scale odd = x.scale().oddPart();
    OptionalInt fine = exponent(l, x, odd, result);
    if (fine.isEmpty()) {
      return Optional.empty();
    }
    String name = "%s with tails%s".formatted(key, odd.equals(Scale.ONE) ? "" : " at " + odd);
    Scale in = odd.shifted(-l.scales().functionExponent(name, fine.getAsInt()));
    int fraction = fraction();
    Scale out = in.shifted(-fraction);
    long steepest = (long) Math.scalb(Math.max(1, Math.abs(below) + Math.abs(above)), fraction);
    if (!fits(x, in, steepest)) {
      return Optional.empty();
    }
    double unit = in.toDouble();
    double outUnit = out.toDouble();
    LookupTable table =
        l.function(name, l.domain(), q -> rounded(f.applyAsDouble(q * unit) / outUnit));
    Tail.Slopes slopes =
        new Tail.Slopes(rounded(Math.scalb(below, fraction)), rounded(Math.scalb(above, fraction)));
    return Optional.of(Tail.of(l, x, in, table, out, slopes).named(result));
  }

  // e, if the table's unit is 2^-e; nothing where a table over all inputs is nearly as fine.
  private OptionalInt exponent(Lowering l, QTensor x, Scale odd, String result) {
    Optional<RealRange> outputs = l.scales().seen(result);
    if (outputs.isEmpty() || l.domain().contains(x.range())) {
      return OptionalInt.empty();
    }
    double largest = outputs.get().magnitude();
    int curved = l.chooser().finest(Math.max(Math.abs(low), Math.abs(high)), odd, 1);
    int needed = l.chooser().finest(largest, odd, MARGIN);
    int present = -x.scale().over(odd).log2().getAsInt();
    int fine = Math.min(Math.min(curved, needed), present);
    int whole = l.chooser().finest(l.scales().seen(x).magnitude(), odd, MARGIN);
    int gain = fine - whole;
    return gain < GAIN || gain > l.settings().bits() - GAIN
        ? OptionalInt.empty()
        : OptionalInt.of(fine);
  }

  private int fraction() {
    int fraction = LEAST_FRACTION;
    while (fraction < MOST_FRACTION && !(isWhole(below, fraction) && isWhole(above, fraction))) {
      fraction++;
    }
    return fraction;
  }

  private static boolean isWhole(double slope, int fraction) {
    double scaled = Math.scalb(slope, fraction);
    return scaled == Math.rint(scaled);
  }

  private static boolean fits(QTensor x, Scale in, long steepest) {
    int shift = in.over(x.scale()).log2().orElse(MOST_SHIFT + 1);
    long widest = shift > MOST_SHIFT ? 0 : (x.range().magnitude() >> shift) + 1;
    return shift <= MOST_SHIFT
        && Math.multiplyHigh(4 * widest, steepest) == 0
        && 4 * widest * steepest > 0;
  }

  private static long rounded(double value) {
    return (long) Math.floor(value + 0.5);
  }
}
