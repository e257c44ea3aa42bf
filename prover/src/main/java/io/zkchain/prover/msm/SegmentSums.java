package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.PrimeField;
import java.util.Arrays;

/**
 * Sums of many lists of points ("segments"), by adding neighbours until one point is left in each:
 * all additions of a round are independent, so they go to the {@link PairAdder} in full batches.
 * One instance per thread.
 */
final class SegmentSums {
  /** Points by number. */
  @FunctionalInterface
  interface Source {
    /** Copies the eight limbs of a point to {@code out[offset + k * stride]}. */
    void load(int index, long[] out, int offset, int stride);
  }

  private final PairAdder adder;
  private final long[] pairs;
  private final int stride;
  private final int[] targets; // arena slot of each waiting pair
  private final long[] negated = new long[G1.LIMBS];
  private int waiting;
  private long[] arena = {};
  private int[] slots = {}; // first arena slot of each segment
  private int[] counts = {}; // points that are left in each segment
  private int[] active = {}; // segments with more than one point left

  SegmentSums(PairAdder adder) {
    this.adder = adder;
    this.pairs = adder.words();
    this.stride = adder.stride();
    this.targets = new int[adder.capacity()];
  }

  /**
   * Writes the sum of segment s, which holds the points {@code refs[starts[s]] ..
   * refs[starts[s+1]-1]}, to the eight limbs of {@code out} at 8 s; infinity where it is empty. A
   * ref is 2 * index, plus 1 for the point's negative.
   */
  void sum(Source source, int[] refs, int[] starts, int segments, long[] out) {
    reserve(starts, segments);
    int live = 0;
    int slot = 0;
    for (int s = 0; s < segments; s++) {
      slots[s] = slot;
      live = firstRound(source, refs, starts[s], starts[s + 1], slot) > 1 ? keep(live, s) : live;
      counts[s] = halved(starts[s + 1] - starts[s]);
      slot += counts[s];
    }
    flush();
    while (live > 0) {
      live = round(live);
    }
    for (int s = 0; s < segments; s++) {
      if (counts[s] == 0) {
        Arrays.fill(out, 8 * s, 8 * s + 8, 0);
      } else {
        System.arraycopy(arena, 8 * slots[s], out, 8 * s, 8);
      }
    }
  }

  private int keep(int live, int segment) {
    active[live] = segment;
    return live + 1;
  }

  private static int halved(int count) {
    return (count + 1) >>> 1;
  }

  private void reserve(int[] starts, int segments) {
    if (slots.length < segments) {
      slots = new int[segments];
      counts = new int[segments];
      active = new int[segments];
    }
    int points = starts[segments] - starts[0];
    int needed = 8 * Math.min(points, (points + segments) / 2 + 1);
    if (arena.length < needed) {
      arena = new long[needed];
    }
  }

  /** Reads a segment's points from their source, adding neighbours; returns how many are left. */
  private int firstRound(Source source, int[] refs, int from, int to, int slot) {
    int target = slot;
    int i = from;
    for (; i + 1 < to; i += 2) {
      int pair = adder.offset(waiting);
      loadSigned(source, refs[i], pairs, pair, stride);
      loadSigned(source, refs[i + 1], pairs, pair + G1.LIMBS * stride, stride);
      enqueue(target++);
    }
    if (i < to) {
      loadSigned(source, refs[i], arena, G1.LIMBS * target++, 1);
    }
    return target - slot;
  }

  private void loadSigned(Source source, int ref, long[] out, int offset, int outStride) {
    if ((ref & 1) == 0) {
      source.load(ref >>> 1, out, offset, outStride);
    } else {
      source.load(ref >>> 1, negated, 0, 1);
      PrimeField.FQ.negate(negated, G1.LIMBS / 2, negated, G1.LIMBS / 2);
      PairAdder.copy(negated, 0, 1, out, offset, outStride);
    }
  }

  private void enqueue(int target) {
    targets[waiting++] = target;
    if (waiting == targets.length) {
      flush();
    }
  }

  private void flush() {
    adder.add(waiting);
    for (int i = 0; i < waiting; i++) {
      PairAdder.copy(pairs, adder.offset(i), stride, arena, G1.LIMBS * targets[i], 1);
    }
    waiting = 0;
  }

  /**
   * Halves the first {@code live} active segments in place and returns how many stay active. A sum
   * goes to a slot at or below the slots of its own summands, which were copied before, and below
   * those of all later pairs; so nothing is overwritten too early.
   */
  private int round(int live) {
    int left = 0;
    for (int k = 0; k < live; k++) {
      int s = active[k];
      int slot = slots[s];
      int count = counts[s];
      for (int j = 0; j + 1 < count; j += 2) {
        int pair = adder.offset(waiting);
        PairAdder.copy(arena, G1.LIMBS * (slot + j), 1, pairs, pair, stride);
        PairAdder.copy(
            arena, G1.LIMBS * (slot + j + 1), 1, pairs, pair + G1.LIMBS * stride, stride);
        enqueue(slot + j / 2);
      }
      if ((count & 1) != 0) {
        System.arraycopy(arena, 8 * (slot + count - 1), arena, 8 * (slot + count / 2), 8);
      }
      counts[s] = halved(count);
      left = counts[s] > 1 ? keep(left, s) : left;
    }
    flush();
    return left;
  }
}
