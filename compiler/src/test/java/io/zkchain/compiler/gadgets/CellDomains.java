package io.zkchain.compiler.gadgets;

/** What every row of a circuit may still hold, and the bounds of its two cells. */
final class CellDomains {
  private final long[][][] entries;
  private final boolean[] free;
  private final long[] least;
  private final long[] greatest;

  /**
   * @param entries of every row: pairs (a, b)
   * @param free rows that may hold an a outside their entries
   */
  CellDomains(long[][][] entries, boolean[] free) {
    this(entries.clone(), free.clone(), new long[2 * free.length], new long[2 * free.length]);
    for (int row = 0; row < entries.length; row++) {
      bound(row);
    }
  }

  private CellDomains(long[][][] entries, boolean[] free, long[] least, long[] greatest) {
    this.entries = entries;
    this.free = free;
    this.least = least;
    this.greatest = greatest;
  }

  CellDomains copy() {
    return new CellDomains(entries.clone(), free.clone(), least.clone(), greatest.clone());
  }

  /** The entries that are left. */
  long[][] of(int row) {
    return entries[row];
  }

  /** Replaces what a row may hold; it is not free from then on. */
  void set(int row, long[][] kept) {
    entries[row] = kept;
    free[row] = false;
    bound(row);
  }

  private void bound(int row) {
    for (int side = 0; side < 2; side++) {
      long lo = Long.MAX_VALUE;
      long hi = Long.MIN_VALUE;
      for (long[] entry : entries[row]) {
        lo = Math.min(lo, entry[side]);
        hi = Math.max(hi, entry[side]);
      }
      least[2 * row + side] = lo;
      greatest[2 * row + side] = hi;
    }
  }

  boolean isFree(int row) {
    return free[row];
  }

  /** Whether more than one entry is left. */
  boolean isOpen(int row) {
    return free[row] || entries[row].length > 1;
  }

  long least(int cell) {
    return least[cell];
  }

  long greatest(int cell) {
    return greatest[cell];
  }
}
