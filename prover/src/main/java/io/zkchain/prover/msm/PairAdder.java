package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;

/**
 * Adds many independent pairs of affine points at once, sharing one inversion; one instance per
 * thread.
 *
 * <p>A pair is 16 words in {@link #words}: word k of pair i lies at {@code offset(i) + k *
 * stride()}. Words 0 to 7 are P and 8 to 15 are Q, x then y, in Montgomery form, canonical, all
 * zeros for infinity.
 */
interface PairAdder {
  /** The most pairs that one call takes. */
  int capacity();

  /** The pairs, which the caller fills and from which it takes the sums. */
  long[] words();

  /** Where pair i begins. */
  int offset(int i);

  /** The distance between a pair's words. */
  int stride();

  /**
   * Replaces P by P + Q in the first n pairs, and leaves Q undefined; complete (equal points,
   * opposite points, infinity).
   */
  void add(int n);

  /** The fastest that works here at this moment. */
  static PairAdder create() {
    return VectorWarmUp.isDone() ? VectorPairAdder.create() : new ScalarPairAdder();
  }

  /** Copies a point's eight words from one layout to another. */
  static void copy(long[] from, int fo, int fromStride, long[] to, int offset, int toStride) {
    for (int k = 0; k < G1.LIMBS; k++) {
      to[offset + k * toStride] = from[fo + k * fromStride];
    }
  }
}
