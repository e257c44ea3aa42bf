package io.zkchain.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Allocates aligned power-of-two blocks in columns of 2^n rows (a buddy allocator).
 *
 * <p>Asked in order of falling size it leaves no hole: every free piece is at least as large as the
 * next block. In columns with a reserved row, a block may end on row 2^n - 1 only if its last cell
 * is padding.
 */
final class Buddy {

  /** Where a block went. */
  record Spot(int column, int offset) {}

  private record Free(int offset, int bits) {}

  private final int logRows;
  private final boolean reserved;
  private final List<List<Free>> columns = new ArrayList<>();

  Buddy(int logRows, boolean reserved) {
    this.logRows = logRows;
    this.reserved = reserved;
  }

  int columns() {
    return columns.size();
  }

  /**
   * A block in the first column that has room, or in a new one.
   *
   * @param lastIsPadding whether the block's last cell is no valid cell
   * @throws IllegalArgumentException if no column can hold it
   */
  Spot take(int bits, boolean lastIsPadding) {
    if (bits > logRows || (bits == logRows && reserved && !lastIsPadding)) {
      throw new IllegalArgumentException("a block of 2^" + bits + " rows fits no column");
    }
    for (int column = 0; ; column++) {
      if (column == columns.size()) {
        columns.add(new ArrayList<>(List.of(new Free(0, logRows))));
      }
      Optional<Free> best = best(column, bits, lastIsPadding);
      if (best.isPresent()) {
        return new Spot(column, carve(column, best.get(), bits, lastIsPadding));
      }
    }
  }

  /** That very block, if it is free. */
  boolean takeAt(Spot spot, int bits, boolean lastIsPadding) {
    while (columns.size() <= spot.column()) {
      columns.add(new ArrayList<>(List.of(new Free(0, logRows))));
    }
    if (atEnd(spot.offset(), bits) && !lastIsPadding) {
      return false;
    }
    for (Free free : columns.get(spot.column())) {
      if (free.offset() <= spot.offset()
          && spot.offset() + (1 << bits) <= free.offset() + (1 << free.bits())) {
        carveAt(spot.column(), free, spot.offset(), bits);
        return true;
      }
    }
    return false;
  }

  private boolean atEnd(int offset, int bits) {
    return reserved && offset + (1 << bits) == 1 << logRows;
  }

  // The smallest piece; the one at the end for blocks that may use the last row.
  private Optional<Free> best(int column, int bits, boolean lastIsPadding) {
    Free best = null;
    for (Free free : columns.get(column)) {
      boolean end = atEnd(free.offset(), free.bits());
      if (free.bits() < bits || (end && free.bits() == bits && !lastIsPadding)) {
        continue;
      }
      boolean better =
          best == null
              || free.bits() < best.bits()
              || (free.bits() == best.bits()
                  && lastIsPadding
                  && end
                  && !atEnd(best.offset(), best.bits()));
      if (better) {
        best = free;
      }
    }
    return Optional.ofNullable(best);
  }

  private int carve(int column, Free free, int bits, boolean lastIsPadding) {
    boolean high = lastIsPadding && atEnd(free.offset(), free.bits());
    int offset = high ? free.offset() + (1 << free.bits()) - (1 << bits) : free.offset();
    carveAt(column, free, offset, bits);
    return offset;
  }

  private void carveAt(int column, Free free, int offset, int bits) {
    List<Free> pieces = columns.get(column);
    pieces.remove(free);
    int start = free.offset();
    for (int size = free.bits() - 1; size >= bits; size--) {
      boolean upper = offset >= start + (1 << size);
      pieces.add(new Free(upper ? start : start + (1 << size), size));
      start = upper ? start + (1 << size) : start;
    }
  }
}
