package io.zkchain.prover.msm;

import static io.zkchain.prover.field.VectorField.LANES;

import java.util.Arrays;

/**
 * Puts lists of points side by side: a group is {@link io.zkchain.prover.field.VectorField#LANES}
 * lists of equal length, one a lane, so that all of them are summed by the same vector operations
 * without moving a point to another lane.
 *
 * <p>Lists are taken from the longest to the shortest. Where fewer than {@code LANES} of one length
 * are left they are cut to the next length that occurs, and what is cut off is a list of its own.
 * Where that would halve them, lanes are filled up with copies of a list.
 */
final class LaneGroups {
  /** The longest list. */
  static final int LONGEST = 64;

  private static final int NONE = -1;

  private final int[] heads = new int[LONGEST + 1]; // per length, the lists that wait
  private final int[] next;
  private final int[] starts; // of each list, its first ref
  private final int[] owners; // of each list, what it belongs to
  private int lists;
  private int points;

  private final int[] lengths; // of each group
  private final int[] members; // LANES lists of each group, NONE for a copy of the first
  private int groups;

  /** For lists of {@code capacity} points in all. */
  LaneGroups(int capacity) {
    int most = capacity + LANES * LONGEST;
    next = new int[most];
    starts = new int[most];
    owners = new int[most];
    lengths = new int[most / LANES + LONGEST];
    members = new int[LANES * lengths.length];
    clear();
  }

  /** Blocks of points that groups of so many points fill at most. */
  static int blocks(int capacity) {
    return capacity / LANES + 2 * LONGEST;
  }

  void clear() {
    Arrays.fill(heads, NONE);
    lists = 0;
    points = 0;
    groups = 0;
  }

  /** The points of all lists. */
  int points() {
    return points;
  }

  /** Adds the list of refs {@code start .. start + length - 1}, of 1 to LONGEST points. */
  void add(int owner, int start, int length) {
    points += length;
    push(owner, start, length);
  }

  private void push(int owner, int start, int length) {
    owners[lists] = owner;
    starts[lists] = start;
    next[lists] = heads[length];
    heads[length] = lists++;
  }

  /** Forms the groups, in the order of falling length. */
  void form() {
    for (int length = LONGEST; length > 0; length--) {
      while (heads[length] != NONE) {
        int at = LANES * groups;
        int lanes = 0;
        for (; lanes < LANES && heads[length] != NONE; lanes++) {
          members[at + lanes] = heads[length];
          heads[length] = next[heads[length]];
        }
        int shorter = lanes < LANES ? shorter(length) : 0;
        if (shorter > 0) {
          cut(at, lanes, length, shorter);
        } else {
          Arrays.fill(members, at + lanes, at + LANES, NONE);
          lengths[groups++] = length;
        }
      }
    }
  }

  /**
   * The next length that occurs, or 0 if there is none of at least half. Not 1, so that every list
   * of more points gets shorter by its sum.
   */
  private int shorter(int length) {
    int least = Math.max(2, (length + 1) / 2);
    int shorter = length - 1;
    while (shorter >= least && heads[shorter] == NONE) {
      shorter--;
    }
    return shorter >= least ? shorter : 0;
  }

  private void cut(int at, int lanes, int length, int shorter) {
    for (int lane = 0; lane < lanes; lane++) {
      int list = members[at + lane];
      push(owners[list], starts[list] + shorter, length - shorter);
      next[list] = heads[shorter];
      heads[shorter] = list;
    }
  }

  int groups() {
    return groups;
  }

  /** Points per lane of a group. */
  int length(int group) {
    return lengths[group];
  }

  /** The first ref of a lane's list. */
  int start(int group, int lane) {
    int list = members[LANES * group + lane];
    return starts[list == NONE ? members[LANES * group] : list];
  }

  /** What a lane's list belongs to, or -1 where it is a copy. */
  int owner(int group, int lane) {
    int list = members[LANES * group + lane];
    return list == NONE ? NONE : owners[list];
  }
}
