package io.zkchain.prover.msm;

import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.msm.ChordAdder.POINT_BLOCK;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.VectorField;
import java.util.Arrays;

/**
 * {@link SegmentSums} on 4 or 8 segments at a time. Some thousand points make a chunk: they are
 * loaded into an arena with the points of a segment below each other in one lane ({@link
 * LaneGroups}), then neighbours are added, all of the chunk in one batch, until one point is left
 * in each list. Long segments are several lists, whose sums are summed in the same way.
 *
 * <p>Chords only: a chunk in which an infinite point or a pair with equal x comes up is left to
 * {@link ScalarSegmentSums}.
 */
final class VectorSegmentSums implements SegmentSums {
  private static final int CHUNK = 1 << 13;
  private static final int TILE = 8; // blocks that are loaded together
  private static final int POINT_WORDS = G1.LIMBS * LANES;
  private static final int CAPACITY = LaneGroups.blocks(CHUNK);

  private final VectorField field = new VectorField(PrimeField.FQ);
  private final ChordAdder adder = new ChordAdder(CAPACITY / 2 + 1);
  private final ScalarSegmentSums scalar = new ScalarSegmentSums();
  private final LaneGroups groups = new LaneGroups(CHUNK);
  private final double[] arena = new double[CAPACITY * POINT_BLOCK];
  private final int[] order = new int[CAPACITY * LANES]; // refs of the points of the arena
  private final int[] left = new int[CAPACITY / 2 + 1];
  private final int[] right = new int[CAPACITY / 2 + 1];
  private final long[] words = new long[TILE * POINT_WORDS];
  private final double[] signs = new double[TILE * LANES];
  private final double[] scratch = new double[TILE * POINT_BLOCK];

  // Sums of lists after a segment's first.
  private long[] further = {};
  private int[] furtherOwners = {};
  private int furthers;
  private boolean[] filled = {};
  private int place; // where the sum belongs that target() made room for

  private final long[] touched = new long[1]; // keeps the reads ahead from being left out

  private VectorSegmentSums() {}

  /** One more; a method, so that callers do not link to this class where it cannot be loaded. */
  static SegmentSums create() {
    return new VectorSegmentSums();
  }

  @Override
  public void sum(Points points, int[] refs, int[] starts, int segments, long[] out) {
    Arrays.fill(out, 0, G1.LIMBS * segments, 0);
    if (filled.length < segments) {
      filled = new boolean[segments];
    }
    Arrays.fill(filled, 0, segments, false);
    furthers = 0;
    groups.clear();
    for (int s = 0; s < segments; s++) {
      for (int from = starts[s]; from < starts[s + 1]; from += LaneGroups.LONGEST) {
        int length = Math.min(LaneGroups.LONGEST, starts[s + 1] - from);
        if (groups.points() + length > CHUNK) {
          chunk(points, refs, out);
        }
        groups.add(s, from, length);
      }
    }
    chunk(points, refs, out);
    if (furthers > 0) {
      sumFurther(segments, out);
    }
  }

  /** The sums of segments that are made of several sums. */
  private void sumFurther(int segments, long[] out) {
    int[] counts = new int[segments + 1];
    for (int i = 0; i < furthers; i++) {
      counts[furtherOwners[i]]++;
    }
    int affected = 0;
    for (int s = 0; s < segments; s++) {
      affected += counts[s] > 0 ? 1 : 0;
    }
    int[] owners = new int[affected];
    int[] starts = new int[affected + 1];
    int[] refs = new int[furthers + affected];
    long[] sums = Arrays.copyOf(further, G1.LIMBS * (furthers + affected));
    int used = 0;
    for (int s = 0, k = 0; s < segments; s++) {
      if (counts[s] > 0) {
        owners[k] = s;
        starts[k] = used;
        refs[used] = 2 * (furthers + k);
        System.arraycopy(out, G1.LIMBS * s, sums, G1.LIMBS * (furthers + k++), G1.LIMBS);
        int next = used + 1;
        used = next + counts[s];
        counts[s] = next;
      }
    }
    starts[affected] = used;
    for (int i = 0; i < furthers; i++) {
      refs[counts[furtherOwners[i]]++] = 2 * i;
    }
    long[] totals = new long[G1.LIMBS * affected];
    sum(new Points.OfArray(sums), refs, starts, affected, totals);
    for (int k = 0; k < affected; k++) {
      System.arraycopy(totals, G1.LIMBS * k, out, G1.LIMBS * owners[k], G1.LIMBS);
    }
  }

  /** Sums the lists that wait. */
  private void chunk(Points points, int[] refs, long[] out) {
    groups.form();
    int blocks = interleave(refs);
    if (load(points, blocks) && addAll()) {
      store(out);
    } else {
      sumSlowly(points, out);
    }
    groups.clear();
  }

  /** Brings the refs in the order of the arena, and returns how many blocks there are. */
  private int interleave(int[] refs) {
    int base = 0;
    for (int g = 0; g < groups.groups(); g++) {
      int length = groups.length(g);
      for (int lane = 0; lane < LANES; lane++) {
        int from = groups.start(g, lane);
        int to = LANES * base + lane;
        for (int k = 0; k < length; k++) {
          order[to + LANES * k] = refs[from + k];
        }
      }
      base += length;
    }
    return base;
  }

  private boolean load(Points points, int blocks) {
    boolean infinity = false;
    for (int from = 0; from < blocks; from += TILE) {
      int count = Math.min(TILE, blocks - from);
      touched[0] ^= points.touch(order, from * LANES, count * LANES);
      for (int i = 0; i < count; i++) {
        points.gather(order, (from + i) * LANES, LANES, words, i * POINT_WORDS);
      }
      for (int i = 0; i < count * LANES; i++) {
        signs[i] = 1 - 2 * (order[from * LANES + i] & 1);
      }
      infinity |= field.unpackPoints(words, 0, signs, 0, arena, from * POINT_BLOCK, count);
    }
    return !infinity;
  }

  /** Adds neighbours until the first block of each group holds its lists' sums. */
  private boolean addAll() {
    for (int stride = 1; ; stride *= 2) {
      int pairs = 0;
      int base = 0;
      for (int g = 0; g < groups.groups() && groups.length(g) > stride; g++) {
        int length = groups.length(g);
        for (int k = 0; k + stride < length; k += 2 * stride) {
          left[pairs] = (base + k) * POINT_BLOCK;
          right[pairs++] = (base + k + stride) * POINT_BLOCK;
        }
        base += length;
      }
      if (pairs == 0) {
        return true;
      }
      if (!adder.add(arena, left, right, pairs)) {
        return false;
      }
    }
  }

  private void store(long[] out) {
    int base = 0;
    for (int from = 0; from < groups.groups(); from += TILE) {
      int count = Math.min(TILE, groups.groups() - from);
      for (int i = 0; i < count; i++) {
        System.arraycopy(arena, base * POINT_BLOCK, scratch, i * POINT_BLOCK, POINT_BLOCK);
        base += groups.length(from + i);
      }
      field.pack(scratch, 0, words, 0, 2 * count);
      for (int i = 0; i < count; i++) {
        for (int lane = 0; lane < LANES; lane++) {
          int owner = groups.owner(from + i, lane);
          if (owner >= 0) {
            long[] target = target(owner, out);
            int at = place;
            int word = i * POINT_WORDS + lane;
            for (int k = 0; k < G1.LIMBS; k++) {
              target[at + k] = words[word + k * LANES];
            }
          }
        }
      }
    }
  }

  /** The array of a list's sum, which begins at {@link #place}: for a segment's first, out. */
  private long[] target(int owner, long[] out) {
    if (!filled[owner]) {
      filled[owner] = true;
      place = G1.LIMBS * owner;
      return out;
    }
    if (furthers == furtherOwners.length) {
      furtherOwners = Arrays.copyOf(furtherOwners, 2 * furthers + 64);
      further = Arrays.copyOf(further, G1.LIMBS * furtherOwners.length);
    }
    furtherOwners[furthers] = owner;
    place = G1.LIMBS * furthers++;
    return further;
  }

  /** The chunk's sums with complete additions. */
  private void sumSlowly(Points points, long[] out) {
    int lists = groups.groups() * LANES;
    int[] starts = new int[lists + 1];
    int[] refs = new int[order.length];
    int used = 0;
    int base = 0;
    for (int list = 0; list < lists; list++) {
      int lane = list % LANES;
      int group = list / LANES;
      for (int k = 0; k < groups.length(group); k++) {
        refs[used++] = order[LANES * (base + k) + lane];
      }
      base += lane == LANES - 1 ? groups.length(group) : 0;
      starts[list + 1] = used;
    }
    long[] sums = new long[G1.LIMBS * lists];
    scalar.sum(points, refs, starts, lists, sums);
    for (int list = 0; list < lists; list++) {
      int owner = groups.owner(list / LANES, list % LANES);
      if (owner >= 0) {
        long[] target = target(owner, out);
        System.arraycopy(sums, G1.LIMBS * list, target, place, G1.LIMBS);
      }
    }
  }
}
