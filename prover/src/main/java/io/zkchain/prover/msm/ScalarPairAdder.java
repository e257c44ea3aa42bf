package io.zkchain.prover.msm;

import io.zkchain.prover.field.PrimeField;

/**
 * Adds many independent pairs of affine points at once, sharing one inversion; one instance per
 * thread. Points are eight canonical limbs, x then y, in Montgomery form, all zeros for infinity.
 */
final class ScalarPairAdder {
  /** The most pairs of one call: an inversion spread thin, and still within a core's cache. */
  static final int CAPACITY = 2048;

  private static final PrimeField F = PrimeField.FQ;

  private static final byte CHORD = 0;
  private static final byte TANGENT = 1;
  private static final byte KEEP_P = 2;
  private static final byte TAKE_Q = 3;
  private static final byte INFINITY = 4;

  private final long[] pairs = new long[16 * CAPACITY];
  private final long[] slopeDenominators = new long[4 * CAPACITY];
  private final long[] before = new long[4 * CAPACITY]; // product of the denominators before i
  private final byte[] kinds = new byte[CAPACITY];
  private final long[] running = new long[4];
  private final long[] slope = new long[4];
  private final long[] t = new long[4];
  private final long[] x3 = new long[4];

  /** Sets the first point of pair i to the one at {@code points[from]}. */
  void setLeft(int i, long[] points, int from) {
    System.arraycopy(points, from, pairs, 16 * i, 8);
  }

  /** Sets the second point of pair i. */
  void setRight(int i, long[] points, int from) {
    System.arraycopy(points, from, pairs, 16 * i + 8, 8);
  }

  /** Copies the sum of pair i; before the next pair is set. */
  void getSum(int i, long[] points, int to) {
    System.arraycopy(pairs, 16 * i, points, to, 8);
  }

  /** Adds the first n pairs; complete (equal points, opposite points, infinity). */
  void add(int n) {
    F.setOne(running, 0);
    for (int i = 0; i < n; i++) {
      byte kind = prepare(16 * i, 4 * i);
      kinds[i] = kind;
      if (kind <= TANGENT) {
        System.arraycopy(running, 0, before, 4 * i, 4);
        F.mul(running, 0, slopeDenominators, 4 * i, running, 0);
      }
    }
    F.inverse(running, 0, running, 0);
    for (int i = n - 1; i >= 0; i--) {
      switch (kinds[i]) {
        case CHORD, TANGENT -> finish(i, kinds[i] == TANGENT);
        case TAKE_Q -> System.arraycopy(pairs, 16 * i + 8, pairs, 16 * i, 8);
        case INFINITY -> java.util.Arrays.fill(pairs, 16 * i, 16 * i + 8, 0);
        default -> {} // KEEP_P
      }
    }
  }

  /** Classifies the pair at p and stores its slope's denominator, never 0, at d. */
  private byte prepare(int p, int d) {
    if (isInfinity(p)) {
      return TAKE_Q;
    }
    if (isInfinity(p + 8)) {
      return KEEP_P;
    }
    F.sub(pairs, p + 8, pairs, p, slopeDenominators, d);
    if (!PrimeField.isZero(slopeDenominators, d)) {
      return CHORD;
    }
    if (!PrimeField.equal(pairs, p + 4, pairs, p + 12)) {
      return INFINITY;
    }
    F.twice(pairs, p + 4, slopeDenominators, d); // the order is odd: y = 0 on no point
    return TANGENT;
  }

  private boolean isInfinity(int p) {
    return PrimeField.isZero(pairs, p) && PrimeField.isZero(pairs, p + 4);
  }

  /**
   * The addition itself, from the last pair to the first: {@code running} is the inverse of all
   * denominators up to i.
   */
  private void finish(int i, boolean tangent) {
    int p = 16 * i;
    F.mul(running, 0, before, 4 * i, t, 0);
    F.mul(running, 0, slopeDenominators, 4 * i, running, 0);
    if (tangent) {
      F.square(pairs, p, slope, 0);
      F.twice(slope, 0, x3, 0);
      F.add(slope, 0, x3, 0, slope, 0);
    } else {
      F.sub(pairs, p + 12, pairs, p + 4, slope, 0);
    }
    F.mul(slope, 0, t, 0, slope, 0);
    F.square(slope, 0, x3, 0);
    F.sub(x3, 0, pairs, p, x3, 0);
    F.sub(x3, 0, pairs, p + 8, x3, 0);
    F.sub(pairs, p, x3, 0, t, 0);
    F.mul(slope, 0, t, 0, t, 0);
    F.sub(t, 0, pairs, p + 4, pairs, p + 4);
    System.arraycopy(x3, 0, pairs, p, 4);
  }
}
