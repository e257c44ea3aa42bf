package io.zkchain.circuit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows [from, from + size) of a column and who holds them. */
record Span(long from, long size, String holder) {
  /** Refuses spans of one column that share a row. */
  static void requireDisjoint(List<Span> spans, String column) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(Span::from));
    for (int i = 1; i < sorted.size(); i++) {
      Span before = sorted.get(i - 1);
      Span after = sorted.get(i);
      if (before.from + before.size > after.from) {
        throw new CircuitException(
            column
                + ": "
                + before.holder
                + " and "
                + after.holder
                + " overlap at row "
                + after.from);
      }
    }
  }
}
