package io.zkchain.compiler.operators;

import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;

/**
 * One gate: rounded weights for input and state, and the rounding before its table. The simulation
 * uses it element by element, the relations as a whole.
 *
 * @param w [hidden, inputs], in units that make w x integers of the accumulator's unit
 * @param r [hidden, hidden], likewise with the state
 * @param b [hidden], in the accumulator's unit
 * @param shift from the accumulator's unit to the table's
 */
record RecurrentGate(
    long[] w, long[] r, long[] b, Scale unit, int shift, LookupTable table, Scale out) {

  /** Accumulated products of one row of weights, without the bias. */
  static long dot(long[] weights, int row, long[] values, int from, int count) {
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += weights[row * count + k] * values[from + k];
    }
    return sum;
  }

  /** The rounded, clamped input of the table. */
  long rounded(long acc) {
    return round(acc, shift, table.domain());
  }

  static long round(long acc, int shift, Interval domain) {
    return Math.clamp(unclamped(acc, shift), domain.lo(), domain.hi());
  }

  static long unclamped(long acc, int shift) {
    return shift > 0 ? (acc + (1L << (shift - 1))) >> shift : acc << -shift;
  }

  /** Exact bound of every accumulated value. */
  static Interval range(long[] weights, int columns, Interval values) {
    long lo = 0;
    long hi = 0;
    for (int row = 0; row < weights.length / columns; row++) {
      long low = 0;
      long high = 0;
      for (int k = 0; k < columns; k++) {
        Interval product = values.times(weights[row * columns + k]);
        low = Math.addExact(low, product.lo());
        high = Math.addExact(high, product.hi());
      }
      lo = Math.min(lo, low);
      hi = Math.max(hi, high);
    }
    return new Interval(lo, hi);
  }
}
