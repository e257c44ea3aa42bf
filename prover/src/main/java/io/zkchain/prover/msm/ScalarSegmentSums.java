package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.PrimeField;
import java.util.Arrays;

/**
 * {@link SegmentSums} in plain Java, by adding neighbours until one point is left in each segment:
 * all additions of a round are independent, so they go to the {@link ScalarPairAdder} in full
 * batches.
 */
final class ScalarSegmentSums implements SegmentSums {
  private final ScalarPairAdder adder = new ScalarPairAdder();
  private final int[] targets = new int[ScalarPairAdder.CAPACITY]; // arena slots of waiting pairs
  private final long[] point = new long[G1.LIMBS];
  private int waiting;
  private long[] arena = {};
  private int[] slots = {}; // first arena slot of each segment
  private int[] counts = {}; // points that are left in each segment
  private int[] active = {}; // segments with more than one point left

  @Override
  public void sum(Points points, int[] refs, int[] starts, int segments, long[] out) {
    reserve(starts, segments);
    int live = 0;
    int slot = 0;
    for (int s = 0; s < segments; s++) {
      slots[s] = slot;
      live = firstRound(points, refs, starts[s], starts[s + 1], slot) > 1 ? keep(live, s) : live;
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
  private int firstRound(Points points, int[] refs, int from, int to, int slot) {
    int target = slot;
    int i = from;
    for (; i + 1 < to; i += 2) {
      load(points, refs[i]);
      adder.setLeft(waiting, point, 0);
      load(points, refs[i + 1]);
      adder.setRight(waiting, point, 0);
      enqueue(target++);
    }
    if (i < to) {
      load(points, refs[i]);
      System.arraycopy(point, 0, arena, G1.LIMBS * target++, G1.LIMBS);
    }
    return target - slot;
  }

  private void load(Points points, int ref) {
    points.load(ref >>> 1, point, 0);
    int y = PrimeField.LIMBS;
    PrimeField.FQ.negateIf(-(ref & 1), point, y, point, y);
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
      adder.getSum(i, arena, G1.LIMBS * targets[i]);
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
        adder.setLeft(waiting, arena, G1.LIMBS * (slot + j));
        adder.setRight(waiting, arena, G1.LIMBS * (slot + j + 1));
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
