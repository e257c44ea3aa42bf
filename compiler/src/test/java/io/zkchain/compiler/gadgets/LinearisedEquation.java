package io.zkchain.compiler.gadgets;

import static io.zkchain.compiler.gadgets.CellEquations.NONE;

import io.zkchain.compiler.gadgets.CellEquations.Equation;
import io.zkchain.compiler.gadgets.CellEquations.Product;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An equation modulo p over the rows that are not given: the given cells are multiplied into the
 * coefficients, as residues nearest to 0.
 */
final class LinearisedEquation {
  private final long p;
  private final Equation equation;
  private final boolean[] given;
  private final int[] rows;
  private final int[][] rowsOf;
  private final int[] left;
  private final int[] right;
  private final long[] coefficients;
  private long constant;
  private long failures = 1;
  // Of the last bound: the least and greatest value, of all terms and of each.
  private long lo;
  private long hi;
  private final long[] termLo;
  private final long[] termHi;

  LinearisedEquation(Equation equation, boolean[] given, long p) {
    this.equation = equation;
    this.given = given;
    this.p = p;
    List<Product> open = equation.products().stream().filter(t -> !isConstant(t)).toList();
    this.left = new int[open.size()];
    this.right = new int[open.size()];
    this.rowsOf = new int[open.size()][];
    this.coefficients = new long[open.size()];
    this.termLo = new long[open.size()];
    this.termHi = new long[open.size()];
    TreeSet<Integer> all = new TreeSet<>();
    for (int t = 0; t < left.length; t++) {
      Product product = open.get(t);
      boolean leftGiven = given[product.left() / 2];
      boolean rightGiven = product.right() != NONE && given[product.right() / 2];
      left[t] = leftGiven ? product.right() : product.left();
      right[t] = leftGiven || rightGiven ? NONE : product.right();
      TreeSet<Integer> own = new TreeSet<>();
      own.add(left[t] / 2);
      if (right[t] != NONE) {
        own.add(right[t] / 2);
      }
      rowsOf[t] = own.stream().mapToInt(Integer::intValue).toArray();
      all.addAll(own);
    }
    this.rows = all.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isConstant(Product t) {
    return given[t.left() / 2] && (t.right() == NONE || given[t.right() / 2]);
  }

  /** Sets the given cells. */
  void give(long[] values) {
    constant = equation.constant();
    int t = 0;
    for (Product product : equation.products()) {
      long factor = product.coefficient();
      for (int cell : new int[] {product.left(), product.right()}) {
        if (cell != NONE && given[cell / 2]) {
          factor = times(factor, values[cell], p);
        }
      }
      if (isConstant(product)) {
        constant = (constant + factor) % p;
      } else {
        coefficients[t++] = factor;
      }
    }
    constant = AssignmentSearch.centred(constant, p);
  }

  /** u v modulo p, nearest to 0; p below 2^62. */
  static long times(long u, long v, long p) {
    long high = Math.multiplyHigh(u, v);
    long low = u * v;
    if (high == low >> 63) {
      return Math.abs(low) <= p / 2 ? low : AssignmentSearch.centred(low, p);
    }
    return AssignmentSearch.centred(
        BigInteger.valueOf(u)
            .multiply(BigInteger.valueOf(v))
            .mod(BigInteger.valueOf(p))
            .longValueExact(),
        p);
  }

  /** How often a search ended here, and one. */
  long failures() {
    return failures;
  }

  void fail() {
    failures++;
  }

  /** The rows that are not given. */
  int[] rows() {
    return rows;
  }

  int terms() {
    return left.length;
  }

  int[] rowsOf(int term) {
    return rowsOf[term];
  }

  // ---------------------------------------------------------------- values

  /** Whether the equation holds; all its rows hold one entry. */
  boolean vanishes(CellDomains domains) {
    return value(domains, -1, new long[0]) == 0;
  }

  /** Whether the equation holds with an entry for the only row that is open. */
  boolean vanishes(CellDomains domains, int row, long[] entry) {
    return value(domains, row, entry) == 0;
  }

  /** Whether no term multiplies two cells of a row. */
  boolean isLinearIn(int row) {
    for (int t = 0; t < left.length; t++) {
      if (left[t] / 2 == row && right[t] != NONE && right[t] / 2 == row) {
        return false;
      }
    }
    return true;
  }

  /** The value modulo p with an entry for the only row that is open. */
  long value(CellDomains domains, int row, long[] entry) {
    long sum = constant;
    for (int t = 0; t < left.length; t++) {
      long term = times(coefficients[t], cell(domains, left[t], row, entry), p);
      if (right[t] != NONE) {
        term = times(term, cell(domains, right[t], row, entry), p);
      }
      sum = (sum + term) % p;
    }
    return Math.floorMod(sum, p);
  }

  /**
   * The equation as coefficients of free cells A, then the constant, modulo p; empty if other rows
   * are open, or it is not linear in these cells.
   */
  Optional<long[]> over(CellDomains domains, List<Integer> unknowns) {
    long[] out = new long[unknowns.size() + 1];
    out[unknowns.size()] = Math.floorMod(constant, p);
    for (int t = 0; t < left.length; t++) {
      int unknown = unknowns.size();
      long factor = coefficients[t];
      for (int cell : new int[] {left[t], right[t]}) {
        if (cell == NONE) {
          continue;
        }
        if (!domains.isOpen(cell / 2)) {
          factor = times(factor, domains.least(cell), p);
        } else if (!domains.isFree(cell / 2) || cell % 2 == 1 || unknown < unknowns.size()) {
          return Optional.empty();
        } else {
          unknown = unknowns.indexOf(cell / 2);
        }
      }
      out[unknown] = Math.floorMod(out[unknown] + factor, p);
    }
    return Optional.of(out);
  }

  private static long cell(CellDomains domains, int cell, int row, long[] entry) {
    return cell / 2 == row ? entry[cell % 2] : domains.least(cell);
  }

  // ---------------------------------------------------------------- bounds

  /** Bounds all terms; false if the sum can reach no multiple of p. */
  boolean bound(CellDomains domains) {
    lo = constant;
    hi = constant;
    for (int t = 0; t < left.length; t++) {
      long u = coefficients[t] * domains.least(left[t]);
      long v = coefficients[t] * domains.greatest(left[t]);
      if (right[t] != NONE) {
        long c = domains.least(right[t]);
        long d = domains.greatest(right[t]);
        long low = Math.min(Math.min(u * c, u * d), Math.min(v * c, v * d));
        v = Math.max(Math.max(u * c, u * d), Math.max(v * c, v * d));
        u = low;
      }
      termLo[t] = Math.min(u, v);
      termHi[t] = Math.max(u, v);
      lo += termLo[t];
      hi += termHi[t];
    }
    return Math.floorDiv(hi, p) * p >= lo;
  }

  /** Whether the last bound leaves one multiple of p. */
  boolean determined() {
    return (Math.floorDiv(hi, p) - 1) * p < lo;
  }

  /** Whether, by the last bound, the sum can reach the multiple with an entry in one term. */
  boolean allows(int term, int row, long[] entry, CellDomains domains) {
    long target = Math.floorDiv(hi, p) * p;
    long u = coefficients[term];
    long v = u;
    for (int cell : new int[] {left[term], right[term]}) {
      if (cell == NONE) {
        continue;
      }
      long c = cell / 2 == row ? entry[cell % 2] : domains.least(cell);
      long d = cell / 2 == row ? entry[cell % 2] : domains.greatest(cell);
      long low = Math.min(Math.min(u * c, u * d), Math.min(v * c, v * d));
      v = Math.max(Math.max(u * c, u * d), Math.max(v * c, v * d));
      u = low;
    }
    return lo - termLo[term] + u <= target && hi - termHi[term] + v >= target;
  }
}
