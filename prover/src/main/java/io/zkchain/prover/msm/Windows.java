package io.zkchain.prover.msm;

/**
 * How scalars of {@code bits} bits are cut: {@code count} windows of {@code width} bits, each a
 * signed digit in [-2^(width-1), 2^(width-1)].
 *
 * @param bits the scalars' magnitudes are at most 2^bits
 * @param width bits per window, 2 to 16
 */
record Windows(int bits, int width) {
  /** Additions that the shared inversions and bookkeeping of one window cost, measured. */
  private static final int OVERHEAD = 400;

  /** Windows cost {@code points} additions for the buckets and about two more for each bucket. */
  static Windows best(int bits, int points) {
    Windows best = new Windows(bits, 2);
    for (int width = 3; width <= 16; width++) {
      Windows candidate = new Windows(bits, width);
      best = candidate.cost(points) < best.cost(points) ? candidate : best;
    }
    return best;
  }

  private long cost(int points) {
    return count() * ((long) points + (2L << (width - 1)) + OVERHEAD);
  }

  /** The top window has at least one bit to spare, for the carry. */
  int count() {
    return bits / width + 1;
  }

  /**
   * Half the range of a digit: what is added to every window but the top one to make its digit
   * non-negative.
   */
  int half() {
    return 1 << (width - 1);
  }

  /** {@code sum half() * 2^(width w)} over all windows w but the top one, in four limbs. */
  long[] offset() {
    long[] offset = new long[4];
    for (int w = 0; w < count() - 1; w++) {
      int bit = w * width + width - 1;
      offset[bit >>> 6] |= 1L << (bit & 63);
    }
    return offset;
  }
}
