package io.zkchain.prover.msm;

/**
 * Adds many independent pairs of affine points at once, sharing one inversion; one instance per
 * thread.
 */
interface PairAdder {
  /** The most pairs that one call takes. */
  int capacity();

  /**
   * The pairs to add, which the caller fills: pair i has P in limbs 16 i .. 16 i + 7 and Q in the
   * eight limbs behind them, both as x then y, in Montgomery form, all zeros for infinity.
   */
  long[] pairs();

  /**
   * Replaces P by P + Q in the first n pairs; complete (equal points, opposite points, infinity).
   */
  void add(int n);
}
