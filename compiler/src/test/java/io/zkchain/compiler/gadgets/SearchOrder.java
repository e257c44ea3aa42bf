package io.zkchain.compiler.gadgets;

import static io.zkchain.compiler.gadgets.CellEquations.NONE;

import io.zkchain.compiler.gadgets.CellEquations.Equation;
import io.zkchain.compiler.gadgets.CellEquations.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** In which order a search sets rows. It decides the work, not what is found. */
final class SearchOrder {
  /** A table with more entries is large: its rows come last in an equation. */
  static final int LARGE = 200;

  private final List<Equation> conditions;
  private final long[][][] entries;

  /**
   * @param entries of every row; rows without any are given
   */
  SearchOrder(List<Equation> conditions, long[][][] entries) {
    this.conditions = conditions;
    this.entries = entries;
  }

  /** The rows that an equation reads. */
  static Set<Integer> rows(Equation equation) {
    Set<Integer> rows = new TreeSet<>();
    for (Product product : equation.products()) {
      rows.add(product.left() / 2);
      if (product.right() != NONE) {
        rows.add(product.right() / 2);
      }
    }
    return rows;
  }

  // Next the equation with the smallest space of open rows; rows with many entries last.
  int[] rows() {
    List<Integer> order = new ArrayList<>();
    boolean[] placed = new boolean[entries.length];
    for (int row = 0; row < placed.length; row++) {
      placed[row] = entries[row].length == 0;
    }
    List<Equation> open = new ArrayList<>(conditions);
    while (!open.isEmpty()) {
      Equation next = open.stream().min(Comparator.comparingDouble(e -> space(e, placed))).get();
      open.remove(next);
      rows(next).stream()
          .filter(row -> !placed[row])
          .sorted(Comparator.comparingLong(row -> weight(next, row)))
          .forEach(row -> {
            placed[row] = true;
            order.add(row);
          });
    }
    for (int row = 0; row < placed.length; row++) {
      if (!placed[row]) {
        order.add(row); // no condition reads it
      }
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private double space(Equation equation, boolean[] placed) {
    return rows(equation).stream()
        .filter(row -> !placed[row])
        .mapToDouble(row -> Math.log(entries[row].length))
        .sum();
  }

  // Small tables first, and of those the largest coefficients, which bound the others.
  private long weight(Equation equation, int row) {
    long coefficient = 0;
    for (Product product : equation.products()) {
      if (product.left() / 2 == row || product.right() / 2 == row) {
        coefficient =
            Math.max(coefficient, Math.abs(product.coefficient() * partner(product, row)));
      }
    }
    long large = entries[row].length > LARGE ? 1L << 62 : 0;
    return large - Math.min(coefficient, 1L << 40);
  }

  // The largest magnitude of the other factor, by its table.
  private long partner(Product product, int row) {
    int other = product.left() / 2 == row ? product.right() : product.left();
    if (other == NONE) {
      return 1;
    }
    return Arrays.stream(entries[other / 2])
        .mapToLong(entry -> Math.abs(entry[other % 2]))
        .max()
        .orElse(1);
  }
}
