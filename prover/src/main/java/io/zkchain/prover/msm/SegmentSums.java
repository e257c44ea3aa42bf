package io.zkchain.prover.msm;

import io.zkchain.prover.field.Kernels;

/**
 * Sums of many lists of points ("segments"). All additions are complete. One instance per thread.
 */
interface SegmentSums {
  /**
   * Writes the sum of segment s, which holds the points {@code refs[starts[s]] ..
   * refs[starts[s+1]-1]}, to the eight limbs of {@code out} at 8 s; infinity where it is empty. A
   * ref is 2 * number, plus 1 for the point's negative. {@code points} and {@code out} must not
   * share memory.
   */
  void sum(Points points, int[] refs, int[] starts, int segments, long[] out);

  /** The fastest that works here at this moment. */
  static SegmentSums create() {
    return Kernels.vectorReady() ? VectorSegmentSums.create() : new ScalarSegmentSums();
  }
}
