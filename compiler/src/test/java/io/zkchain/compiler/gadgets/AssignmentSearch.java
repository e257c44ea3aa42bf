package io.zkchain.compiler.gadgets;

import static io.zkchain.compiler.gadgets.CellEquations.NONE;

import io.zkchain.compiler.gadgets.CellEquations.Equation;
import io.zkchain.compiler.gadgets.CellEquations.Product;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All assignments of a circuit's rows that satisfy every lookup and, modulo a prime p, every
 * relation: a depth-first walk over the entries of each row's table.
 *
 * <p>A branch is cut as soon as no multiple of p lies between the least and the greatest value that
 * an equation can still reach. That loses no assignment, so what is found is exactly the set of
 * satisfying assignments, whatever the order of the walk.
 */
final class AssignmentSearch {
  private final long p;
  private final List<Equation> conditions = new ArrayList<>();
  private final List<Equation> words = new ArrayList<>();
  private final long[][][] entries;
  private final long[] least;
  private final long[] greatest;
  private final int[] order;
  private final List<List<Equation>> equationsOfRow = new ArrayList<>();
  private final boolean[] given;
  private final Map<long[][], Map<Long, List<long[]>>> inputs = new IdentityHashMap<>();
  private final List<long[]> found = new ArrayList<>();
  private int limit;

  /**
   * @param entries of every row: pairs (a, b); none for a given row
   */
  AssignmentSearch(CellEquations equations, long[][][] entries, long p) {
    this.p = p;
    this.entries = entries;
    this.least = new long[2 * entries.length];
    this.greatest = new long[2 * entries.length];
    this.given = new boolean[entries.length];
    for (int row = 0; row < entries.length; row++) {
      given[row] = entries[row].length == 0;
      equationsOfRow.add(new ArrayList<>());
    }
    for (Equation equation : equations.equations()) {
      (equation.word() == NONE ? conditions : words).add(equation);
    }
    for (Equation equation : conditions) {
      for (int row : SearchOrder.rows(equation)) {
        equationsOfRow.get(row).add(equation);
      }
    }
    this.order = new SearchOrder(conditions, entries).rows();
  }

  /**
   * The assignments for given cells.
   *
   * @param values of the given rows' cells; others are ignored
   * @param most after how many to stop
   * @return values of all cells, then of all public words (residues nearest to 0)
   */
  List<long[]> run(long[] values, int most) {
    found.clear();
    limit = most;
    for (int row = 0; row < entries.length; row++) {
      open(row, values);
    }
    if (conditions.stream().allMatch(this::reachable)) {
      walk(0);
    }
    return List.copyOf(found);
  }

  private void open(int row, long[] values) {
    for (int cell = 2 * row; cell < 2 * row + 2; cell++) {
      int side = cell - 2 * row;
      least[cell] = given[row] ? values[cell] : Long.MAX_VALUE;
      greatest[cell] = given[row] ? values[cell] : Long.MIN_VALUE;
      for (long[] entry : entries[row]) {
        least[cell] = Math.min(least[cell], entry[side]);
        greatest[cell] = Math.max(greatest[cell], entry[side]);
      }
    }
  }

  private void walk(int depth) {
    if (depth == order.length) {
      found.add(solution());
      return;
    }
    int row = order[depth];
    long[] saved = {least[2 * row], greatest[2 * row], least[2 * row + 1], greatest[2 * row + 1]};
    for (long[] entry : candidates(row)) {
      least[2 * row] = entry[0];
      greatest[2 * row] = entry[0];
      least[2 * row + 1] = entry[1];
      greatest[2 * row + 1] = entry[1];
      if (holds(row)) {
        walk(depth + 1);
      }
      if (found.size() >= limit) {
        break;
      }
    }
    least[2 * row] = saved[0];
    greatest[2 * row] = saved[1];
    least[2 * row + 1] = saved[2];
    greatest[2 * row + 1] = saved[3];
  }

  // The entries to try: of a large table only those with the one input that an equation leaves.
  private List<long[]> candidates(int row) {
    if (entries[row].length <= SearchOrder.LARGE) {
      return Arrays.asList(entries[row]);
    }
    for (Equation equation : equationsOfRow.get(row)) {
      long[] line = line(equation, row);
      if (line.length > 0 && line[1] != 0) {
        long input = centred(-line[0] * inverse(line[1]), p);
        return byInput(row).getOrDefault(input, List.of());
      }
    }
    return Arrays.asList(entries[row]);
  }

  // (s, c) if the equation is s + c * (cell A of the row) = 0 modulo p; else empty.
  private long[] line(Equation equation, int row) {
    long sum = Math.floorMod(equation.constant(), p);
    long slope = 0;
    for (Product product : equation.products()) {
      long factor = Math.floorMod(product.coefficient(), p);
      int open = 0;
      for (int cell : new int[] {product.left(), product.right()}) {
        if (cell == 2 * row) {
          open++;
        } else if (cell != NONE && least[cell] == greatest[cell] && cell != 2 * row + 1) {
          factor = factor * Math.floorMod(least[cell], p) % p;
        } else if (cell != NONE) {
          return new long[0];
        }
      }
      if (open > 1) {
        return new long[0];
      }
      sum = (sum + (1 - open) * factor) % p;
      slope = (slope + open * factor) % p;
    }
    return new long[] {sum, slope};
  }

  private Map<Long, List<long[]>> byInput(int row) {
    return inputs.computeIfAbsent(
        entries[row],
        rows -> {
          Map<Long, List<long[]>> map = new HashMap<>();
          for (long[] entry : rows) {
            map.computeIfAbsent(centred(entry[0], p), key -> new ArrayList<>()).add(entry);
          }
          return map;
        });
  }

  private long inverse(long value) {
    return BigInteger.valueOf(value).modInverse(BigInteger.valueOf(p)).longValueExact();
  }

  private boolean holds(int row) {
    for (Equation equation : equationsOfRow.get(row)) {
      if (!reachable(equation)) {
        return false;
      }
    }
    return true;
  }

  // Whether a multiple of p lies between the least and the greatest value.
  private boolean reachable(Equation equation) {
    long lo = equation.constant();
    long hi = equation.constant();
    for (Product product : equation.products()) {
      long u = least[product.left()];
      long v = greatest[product.left()];
      if (product.right() != NONE) {
        long c = least[product.right()];
        long d = greatest[product.right()];
        long low = Math.min(Math.min(u * c, u * d), Math.min(v * c, v * d));
        v = Math.max(Math.max(u * c, u * d), Math.max(v * c, v * d));
        u = low;
      }
      lo += Math.min(product.coefficient() * u, product.coefficient() * v);
      hi += Math.max(product.coefficient() * u, product.coefficient() * v);
    }
    return Math.floorDiv(hi, p) * p >= lo;
  }

  private long[] solution() {
    long[] out = Arrays.copyOf(least, least.length + words.size());
    for (Equation equation : words) {
      long sum = equation.constant();
      for (Product product : equation.products()) {
        long factor = product.right() == NONE ? 1 : least[product.right()];
        sum += product.coefficient() * least[product.left()] * factor;
      }
      out[least.length + equation.word()] = centred(sum, p);
    }
    return out;
  }

  /** The representative of a residue that is nearest to 0. */
  static long centred(long value, long p) {
    long rest = Math.floorMod(value, p);
    return rest > p / 2 ? rest - p : rest;
  }
}
