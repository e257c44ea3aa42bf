package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;

/**
 * {@code sum_i i * B_i} over buckets i < 2^k, as k points S_b with {@code sum_b 2^b S_b}, where S_b
 * is the sum of the buckets whose number has bit b.
 *
 * <p>Numbers are cut in a high and a low half. Sums over rows (equal high half) and over columns
 * (equal low half) are two smaller problems of the same kind, at two independent additions a
 * bucket; a running sum would need as many, one after the other. Many such problems of equal size,
 * "lists", are worked on together.
 */
final class BucketReduction {
  private static final int DIRECT_BITS = 3;

  private final SegmentSums sums;
  private long[] points = {};
  private int[] starts = {};
  private int[] refs = {};
  private int current;
  private int used;

  BucketReduction(SegmentSums sums) {
    this.sums = sums;
  }

  /** The bits of the lists that {@link #halve} makes of lists of so many bits. */
  static int halved(int bits) {
    return bits - bits / 2;
  }

  /** Whether {@link #halve} makes sense. */
  static boolean isLarge(int bits) {
    return bits > DIRECT_BITS;
  }

  /**
   * The rows and the columns of lists of 2^bits points: list l becomes lists 2 l, whose weight is
   * 2^(bits/2) times as large, and 2 l + 1. Buckets 0 of all lists are ignored.
   */
  long[] halve(long[] buckets, int lists, int bits) {
    int lowBits = bits / 2;
    int size = 1 << halved(bits);
    int columns = 1 << lowBits;
    begin(buckets, 2 * lists * size, lists << (bits + 1));
    for (int list = 0; list < lists; list++) {
      int first = list << bits;
      for (int row = 1; row < size; row++) {
        segment(2 * list * size + row);
        for (int column = 0; column < columns; column++) {
          add(first + row * columns + column);
        }
      }
      for (int column = 1; column < columns; column++) {
        segment((2 * list + 1) * size + column);
        for (int row = 0; row < size; row++) {
          add(first + row * columns + column);
        }
      }
    }
    return sum(2 * lists * size);
  }

  /**
   * Adds the points S_b of each list to the result, at bit {@code positions[list] + b}.
   *
   * @param buckets {@code positions.length} lists of 2^bits points
   */
  void reduce(long[] buckets, int[] positions, int bits, BitSums result) {
    long[] lists = buckets;
    int[] at = positions;
    int width = bits;
    while (isLarge(width)) {
      lists = halve(lists, at.length, width);
      at = halvedPositions(at, width);
      width = halved(width);
    }
    long[] out = sumByBit(lists, at.length, width);
    for (int k = 0; k < at.length * width; k++) {
      result.add(at[k / width] + k % width, G1.load(out, G1.LIMBS * k));
    }
  }

  /** Where the lists that {@link #halve} makes of lists at these positions belong. */
  static int[] halvedPositions(int[] positions, int bits) {
    int[] halves = new int[2 * positions.length];
    for (int list = 0; list < positions.length; list++) {
      halves[2 * list] = positions[list] + bits / 2;
      halves[2 * list + 1] = positions[list];
    }
    return halves;
  }

  private long[] sumByBit(long[] buckets, int lists, int bits) {
    begin(buckets, lists * bits, lists * bits << bits);
    for (int k = 0; k < lists * bits; k++) {
      segment(k);
      for (int i = 0; i < 1 << bits; i++) {
        if ((i >> k % bits & 1) != 0) {
          add((k / bits << bits) + i);
        }
      }
    }
    return sum(lists * bits);
  }

  private void begin(long[] buckets, int segments, int capacity) {
    points = buckets;
    if (starts.length <= segments) {
      starts = new int[segments + 1];
    }
    if (refs.length < capacity) {
      refs = new int[capacity];
    }
    current = 0;
    used = 0;
    starts[0] = 0;
  }

  private void segment(int segment) {
    while (current < segment) {
      starts[++current] = used;
    }
  }

  private void add(int bucket) {
    int at = G1.LIMBS * bucket;
    long limbs = 0;
    for (int j = 0; j < G1.LIMBS; j++) {
      limbs |= points[at + j];
    }
    if (limbs != 0) {
      refs[used++] = bucket << 1;
    }
  }

  private long[] sum(int segments) {
    segment(segments);
    long[] out = new long[G1.LIMBS * segments];
    sums.sum(new Points.OfArray(points), refs, starts, segments, out);
    return out;
  }
}
