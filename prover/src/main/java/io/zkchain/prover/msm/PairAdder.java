package io.zkchain.prover.msm;

import io.zkchain.prover.field.Kernels;

/**
 * Adds many independent pairs of affine points at once, sharing one inversion; one instance per
 * thread. Points are eight canonical limbs, x then y, in Montgomery form, all zeros for infinity.
 */
interface PairAdder {
  /** The most pairs that one call takes. */
  int capacity();

  /**
   * Sets the first point of pair i to the one at {@code points[from]}, negated where {@code sign}
   * is -1 and not where it is 1.
   */
  void setLeft(int i, long[] points, int from, int sign);

  /** Sets the second point of pair i. */
  void setRight(int i, long[] points, int from, int sign);

  /** Adds the first n pairs; complete (equal points, opposite points, infinity). */
  void add(int n);

  /** Copies the sum of pair i; before the next pair is set. */
  void getSum(int i, long[] points, int to);

  /** The fastest that works here at this moment. */
  static PairAdder create() {
    return Kernels.vectorReady() ? VectorPairAdder.create() : new ScalarPairAdder();
  }
}
