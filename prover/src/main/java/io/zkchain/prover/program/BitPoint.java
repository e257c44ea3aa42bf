package io.zkchain.prover.program;

/**
 * The point at which an index variable is evaluated: one graph node per bit, lowest first. Bits of
 * a cut block's base are constant nodes. A free variable has no point: both values of a bit count.
 *
 * @param bits nodes; empty for a variable of one value
 * @param free whether the variable is summed over instead
 * @param bound the variable's values are 0 .. bound - 1
 */
record BitPoint(int[] bits, boolean free, int bound) {
  int length() {
    return bits.length;
  }

  /** Whether the number of bits alone keeps the variable below its bound. */
  boolean bounded() {
    return bound >= 1L << bits.length;
  }
}
