package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;

/**
 * {@code sum_i i * B_i} over buckets i < 2^k, as k points S_b with {@code sum_b 2^b S_b}, where S_b
 * is the sum of the buckets whose number has bit b.
 *
 * <p>Numbers are cut in a high and a low half. Sums over rows (equal high half) and over columns
 * (equal low half) are two smaller problems of the same kind, at two independent additions a
 * bucket; a running sum would need as many, one after the other.
 */
final class BucketReduction {
  private static final int DIRECT_BITS = 3;

  private final SegmentSums sums;

  BucketReduction(SegmentSums sums) {
    this.sums = sums;
  }

  /** Bucket i lies at limb 8 i; S_b is added to {@code result[bit + b]}. */
  void reduce(long[] buckets, int bits, G1[] result, int bit) {
    if (bits <= DIRECT_BITS) {
      sumByBit(buckets, bits, result, bit);
      return;
    }
    int lowBits = bits / 2;
    int rows = 1 << (bits - lowBits);
    int columns = 1 << lowBits;
    Segments segments = new Segments(rows + columns, 2 << bits);
    for (int row = 1; row < rows; row++) {
      segments.begin(row);
      for (int column = 0; column < columns; column++) {
        segments.add(buckets, row * columns + column);
      }
    }
    for (int column = 1; column < columns; column++) {
      segments.begin(rows + column);
      for (int row = 0; row < rows; row++) {
        segments.add(buckets, row * columns + column);
      }
    }
    long[] out = segments.sum(sums, buckets);
    long[] low = java.util.Arrays.copyOfRange(out, 8 * rows, out.length);
    reduce(out, bits - lowBits, result, bit + lowBits);
    reduce(low, lowBits, result, bit);
  }

  private void sumByBit(long[] buckets, int bits, G1[] result, int bit) {
    Segments segments = new Segments(bits, bits << (bits - 1));
    for (int b = 0; b < bits; b++) {
      segments.begin(b);
      for (int i = 0; i < 1 << bits; i++) {
        if ((i >> b & 1) != 0) {
          segments.add(buckets, i);
        }
      }
    }
    long[] out = segments.sum(sums, buckets);
    for (int b = 0; b < bits; b++) {
      result[bit + b] = G1.load(out, 8 * b);
    }
  }

  /** Lists of buckets; row 0 and column 0 stay empty, because their weight is 0. */
  private static final class Segments {
    private final int[] starts;
    private final int[] refs;
    private final int count;
    private int current;
    private int used;

    Segments(int count, int capacity) {
      this.count = count;
      starts = new int[count + 1];
      refs = new int[capacity];
    }

    void begin(int segment) {
      while (current < segment) {
        starts[++current] = used;
      }
    }

    void add(long[] buckets, int bucket) {
      int at = 8 * bucket;
      boolean empty = true;
      for (int j = 0; j < 8; j++) {
        empty &= buckets[at + j] == 0;
      }
      if (!empty) {
        refs[used++] = bucket << 1;
      }
    }

    long[] sum(SegmentSums sums, long[] buckets) {
      begin(count);
      long[] out = new long[8 * count];
      sums.sum(buckets, refs, starts, count, out);
      return out;
    }
  }
}
