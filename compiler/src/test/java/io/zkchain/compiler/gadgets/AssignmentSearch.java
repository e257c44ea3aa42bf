package io.zkchain.compiler.gadgets;

import static io.zkchain.compiler.gadgets.CellEquations.NONE;

import io.zkchain.compiler.gadgets.CellEquations.Equation;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The assignments of a circuit's rows that satisfy every lookup and, modulo a prime p, every
 * relation: a depth-first walk over the entries of each row's table with propagation.
 *
 * <p>An entry is struck out as soon as some equation cannot reach a multiple of p with it, whatever
 * the other rows hold. That loses no assignment, so what is found is exactly the set of satisfying
 * assignments, whatever the order of the walk.
 *
 * <p>Rows of a free tensor may hold any field element besides their table. Such an element is not
 * enumerated, but solved for once an equation has no other open row; where nothing determines it,
 * the field's nearest elements stand for all. With free rows, or a limit of steps, assignments may
 * be missed; what is found always is one.
 */
final class AssignmentSearch {
  private static final long SMALL_FIELD = 4000;

  private final long p;
  private final List<LinearisedEquation> conditions = new ArrayList<>();
  private final List<Equation> words = new ArrayList<>();
  private final long[][][] entries;
  private final boolean[] free;
  private final boolean[] given;
  private boolean freeRows;
  private final LinearisedEquation[][] ofRow;
  private final List<long[]> found = new ArrayList<>();
  private int most;
  private long steps;
  private long taken;
  private boolean cutShort;
  private boolean causal;

  /**
   * @param entries of every row: pairs (a, b); none for a given row
   * @param free rows whose a may be any field element too, with the output of the nearest entry
   */
  AssignmentSearch(CellEquations equations, long[][][] entries, boolean[] free, long p) {
    this.p = p;
    this.entries = entries;
    this.free = free;
    this.given = new boolean[entries.length];
    for (boolean row : free) {
      freeRows |= row;
    }
    List<List<LinearisedEquation>> readers = new ArrayList<>();
    for (int row = 0; row < entries.length; row++) {
      given[row] = entries[row].length == 0;
      readers.add(new ArrayList<>());
    }
    for (Equation equation : equations.equations()) {
      if (equation.word() != NONE) {
        words.add(equation);
        continue;
      }
      LinearisedEquation condition = new LinearisedEquation(equation, given, p);
      conditions.add(condition);
      for (int row : condition.rows()) {
        readers.get(row).add(condition);
      }
    }
    this.ofRow =
        readers.stream()
            .map(list -> list.toArray(LinearisedEquation[]::new))
            .toArray(LinearisedEquation[][]::new);
  }

  /**
   * The assignments for given cells.
   *
   * @param values of the given rows' cells; others are ignored
   * @param limit after how many to stop
   * @param patience after how many steps to give up
   * @param causal whether to set rows in the order in which the witness is computed
   * @return values of all cells, then of all public words (residues nearest to 0)
   */
  List<long[]> run(long[] values, int limit, long patience, boolean causal) {
    this.causal = causal;
    found.clear();
    most = limit;
    steps = patience;
    taken = 0;
    cutShort = false;
    CellDomains domains = new CellDomains(entries, free);
    for (int row = 0; row < given.length; row++) {
      if (given[row]) {
        domains.set(row, new long[][] {{values[2 * row], values[2 * row + 1]}});
      }
    }
    conditions.forEach(c -> c.give(values));
    if (propagate(domains, new ArrayDeque<>(conditions))) {
      walk(domains);
    }
    return List.copyOf(found);
  }

  /** Whether the last run gave up. */
  boolean gaveUp() {
    return cutShort;
  }

  /** Of the last run. */
  long stepsTaken() {
    return taken;
  }

  private void walk(CellDomains domains) {
    if (taken++ >= steps) {
      cutShort = true;
    }
    if (found.size() >= most || cutShort) {
      return;
    }
    int row = next(domains);
    if (row < 0) {
      found.add(solution(domains));
      return;
    }
    if (freeRows) {
      Optional<Map<Integer, Long>> known =
          new FreeCells(domains, entries.length, p).determined(conditions);
      if (known.isEmpty() || !known.get().isEmpty()) {
        known.ifPresent(cells -> walkWith(domains, cells));
        return;
      }
    }
    if (domains.isFree(row)) {
      walkWith(domains, row, outsiders(row));
      return;
    }
    for (long[] entry : domains.of(row)) {
      walkWith(domains, row, new long[][] {entry});
    }
  }

  private void walkWith(CellDomains domains, Map<Integer, Long> known) {
    Map.Entry<Integer, Long> cell = known.entrySet().iterator().next();
    walkWith(domains, cell.getKey(), new long[][] {entry(cell.getKey(), cell.getValue())});
  }

  private void walkWith(CellDomains domains, int row, long[][] kept) {
    CellDomains branch = domains.copy();
    branch.set(row, kept);
    if (propagate(branch, new ArrayDeque<>(Arrays.asList(ofRow[row])))) {
      walk(branch);
    }
  }

  // The next open row that some condition reads; free rows come last.
  private int next(CellDomains domains) {
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int row = 0; row < given.length; row++) {
      double weight = domains.isOpen(row) ? weight(row, domains) : Double.MAX_VALUE;
      if (weight < least) {
        least = weight;
        best = row;
      }
    }
    return best;
  }

  // In order, or by entries over the failures of the row's equations (Boussemart et al., ECAI
  // 2004).
  private double weight(int row, CellDomains domains) {
    if (ofRow[row].length == 0) {
      return Double.MAX_VALUE / 2;
    }
    if (domains.isFree(row)) {
      return Double.MAX_VALUE / 4;
    }
    if (causal) {
      return row;
    }
    long failures = 0;
    for (LinearisedEquation equation : ofRow[row]) {
      failures += equation.failures();
    }
    return (double) domains.of(row).length / failures;
  }

  // ---------------------------------------------------------------- propagation

  private boolean propagate(CellDomains domains, ArrayDeque<LinearisedEquation> queue) {
    while (!queue.isEmpty()) {
      LinearisedEquation equation = queue.poll();
      if (!propagate(equation, domains, queue)) {
        equation.fail();
        return false;
      }
    }
    return true;
  }

  private boolean propagate(
      LinearisedEquation equation, CellDomains domains, ArrayDeque<LinearisedEquation> queue) {
    int open = -1;
    int count = 0;
    boolean unbounded = false;
    for (int row : equation.rows()) {
      if (domains.isOpen(row)) {
        open = row;
        count++;
        unbounded |= domains.isFree(row);
      }
    }
    if (count == 0) {
      return equation.vanishes(domains);
    }
    int row = open;
    if (count > 1) {
      return unbounded || tighten(equation, domains, queue);
    }
    if (unbounded) {
      return !equation.isLinearIn(row)
          || restrict(domains, row, solved(equation, row, domains), queue);
    }
    Predicate<long[]> exact = entry -> equation.vanishes(domains, row, entry);
    return restrict(domains, row, filtered(domains.of(row), exact), queue);
  }

  private boolean tighten(
      LinearisedEquation equation, CellDomains domains, ArrayDeque<LinearisedEquation> queue) {
    if (!equation.bound(domains)) {
      return false;
    }
    if (!equation.determined()) {
      return true;
    }
    for (int term = 0; term < equation.terms(); term++) {
      for (int row : equation.rowsOf(term)) {
        if (domains.isOpen(row)) {
          int own = term;
          Predicate<long[]> possible = entry -> equation.allows(own, row, entry, domains);
          long[][] kept = filtered(domains.of(row), possible);
          if (kept.length < domains.of(row).length) {
            if (!restrict(domains, row, kept, queue) || !equation.bound(domains)) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  private boolean restrict(
      CellDomains domains, int row, long[][] kept, ArrayDeque<LinearisedEquation> queue) {
    if (kept.length == 0) {
      return false;
    }
    if (domains.isFree(row) || kept.length < domains.of(row).length) {
      domains.set(row, kept);
      for (LinearisedEquation reader : ofRow[row]) {
        if (!queue.contains(reader)) {
          queue.add(reader);
        }
      }
    }
    return true;
  }

  private static long[][] filtered(long[][] all, Predicate<long[]> keep) {
    int kept = 0;
    long[][] out = new long[all.length][];
    for (long[] entry : all) {
      if (keep.test(entry)) {
        out[kept++] = entry;
      }
    }
    return kept == all.length ? all : Arrays.copyOf(out, kept);
  }

  // ---------------------------------------------------------------- free rows

  private long[] entry(int row, long a) {
    long[] first = entries[row][0];
    long[] last = entries[row][entries[row].length - 1];
    return Arrays.stream(entries[row])
        .filter(e -> e[0] == a)
        .findFirst()
        .orElse(new long[] {a, a < first[0] ? first[1] : last[1]});
  }

  // The row's table, and elements on either side of it: all of a small field.
  private long[][] outsiders(int row) {
    long[][] table = entries[row];
    long[] first = table[0];
    long[] last = table[table.length - 1];
    long reach = p <= SMALL_FIELD ? p / 2 : 2;
    List<long[]> all = new ArrayList<>(Arrays.asList(table));
    for (long a = first[0] - 1; a >= Math.max(-p / 2, first[0] - reach); a--) {
      all.add(new long[] {a, first[1]});
    }
    for (long a = last[0] + 1; a <= Math.min(p / 2, last[0] + reach); a++) {
      all.add(new long[] {a, last[1]});
    }
    return all.toArray(long[][]::new);
  }

  // The entries, and the field elements outside, with which the equation vanishes.
  private long[][] solved(LinearisedEquation equation, int row, CellDomains domains) {
    List<long[]> all =
        new ArrayList<>(
            Arrays.asList(filtered(entries[row], e -> equation.vanishes(domains, row, e))));
    long[] first = entries[row][0];
    long[] last = entries[row][entries[row].length - 1];
    for (boolean below : new boolean[] {true, false}) {
      long[] end = below ? first : last;
      long constant = equation.value(domains, row, new long[] {0, end[1]});
      long slope =
          Math.floorMod(equation.value(domains, row, new long[] {1, end[1]}) - constant, p);
      if (slope == 0) {
        if (constant == 0) {
          return outsiders(row);
        }
        continue;
      }
      BigInteger inverse = BigInteger.valueOf(slope).modInverse(BigInteger.valueOf(p));
      long a = centred(LinearisedEquation.times(-constant, inverse.longValueExact(), p), p);
      long[] entry = {a, end[1]};
      boolean outside = below ? a < first[0] : a > last[0];
      if (outside && equation.vanishes(domains, row, entry)) {
        all.add(entry);
      }
    }
    return all.toArray(long[][]::new);
  }

  private long[] solution(CellDomains domains) {
    long[] out = new long[2 * entries.length + words.size()];
    for (int row = 0; row < entries.length; row++) {
      System.arraycopy(domains.of(row)[0], 0, out, 2 * row, 2);
    }
    for (Equation equation : words) {
      long sum = equation.constant();
      for (CellEquations.Product product : equation.products()) {
        long factor = product.right() == NONE ? 1 : out[product.right()];
        long term = LinearisedEquation.times(product.coefficient(), out[product.left()], p);
        sum = (sum + LinearisedEquation.times(term, factor, p)) % p;
      }
      out[2 * entries.length + equation.word()] = centred(sum, p);
    }
    return out;
  }

  /** The representative of a residue that is nearest to 0. */
  static long centred(long value, long p) {
    long rest = Math.floorMod(value, p);
    return rest > p / 2 ? rest - p : rest;
  }
}
