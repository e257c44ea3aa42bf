package io.zkchain.circuit;

import java.util.Arrays;
import java.util.List;

/**
 * The tuples of index relations: all v with 0 <= v_i < bound_i for which the relation holds.
 *
 * <p>Tuples come in lexicographic order, variables as the relation lists them. The work is
 * proportional to the tuples of all variables but the last, each restricted to the values that the
 * later bounds leave possible; the last variable is solved for.
 */
public final class IndexEnumerator {
  /** Sums of |coefficient| * (bound - 1) and the constant stay below this, so no sum overflows. */
  static final long MAX_AFFINE_MAGNITUDE = 1L << 61;

  private IndexEnumerator() {}

  /** Receives tuples. */
  @FunctionalInterface
  public interface TupleVisitor {
    /**
     * @param tuple values of the variables; the array is reused for the next tuple
     */
    void visit(int[] tuple);
  }

  /**
   * Calls the visitor for every tuple.
   *
   * @throws CircuitException if an affine relation's coefficients do not match its variables or can
   *     overflow
   */
  public static void forEach(IndexRelation relation, TupleVisitor visitor) {
    switch (relation) {
      case IndexRelation.Equal equal -> forEachEqual(equal.variables(), visitor);
      case IndexRelation.Affine affine ->
          new AffineWalk(affine, visitor).step(0, affine.constant());
    }
  }

  /** All tuples, one after the other: tuple i, variable k is at i * variables + k. */
  public static int[] tuples(IndexRelation relation) {
    int width = relation.variables().size();
    var buffer =
        new Object() {
          int[] values = new int[Math.max(width * 16, 1)];
          int length;
        };
    forEach(
        relation,
        tuple -> {
          if (buffer.length + width > buffer.values.length) {
            buffer.values =
                Arrays.copyOf(buffer.values, Math.multiplyExact(buffer.values.length, 2));
          }
          System.arraycopy(tuple, 0, buffer.values, buffer.length, width);
          buffer.length += width;
        });
    return Arrays.copyOf(buffer.values, buffer.length);
  }

  /** Number of tuples. */
  public static long count(IndexRelation relation) {
    if (relation instanceof IndexRelation.Equal equal) {
      return minBound(equal.variables());
    }
    long[] count = new long[1];
    forEach(relation, tuple -> count[0]++);
    return count[0];
  }

  /** Whether a tuple is in bounds and the relation holds for it. */
  public static boolean contains(IndexRelation relation, int... tuple) {
    List<IndexVariable> variables = relation.variables();
    if (tuple.length != variables.size()) {
      throw new IllegalArgumentException(
          "tuple of " + tuple.length + " values for " + variables.size() + " variables");
    }
    for (int k = 0; k < tuple.length; k++) {
      if (tuple[k] < 0 || tuple[k] >= variables.get(k).bound()) {
        return false;
      }
    }
    return switch (relation) {
      case IndexRelation.Equal equal -> Arrays.stream(tuple).allMatch(v -> v == tuple[0]);
      case IndexRelation.Affine affine -> {
        requireSafe(affine);
        long sum = 0;
        for (int k = 0; k < tuple.length; k++) {
          sum += affine.coefficients().get(k) * tuple[k];
        }
        yield sum == affine.constant();
      }
    };
  }

  /** Refuses coefficients that do not match the variables, or whose sums could overflow. */
  static void requireSafe(IndexRelation.Affine affine) {
    List<IndexVariable> variables = affine.variables();
    if (affine.coefficients().size() != variables.size()) {
      throw new CircuitException(
          "affine index relation has "
              + affine.coefficients().size()
              + " coefficients for "
              + variables.size()
              + " variables");
    }
    double magnitude = Math.abs((double) affine.constant());
    for (int k = 0; k < variables.size(); k++) {
      magnitude +=
          Math.abs((double) affine.coefficients().get(k)) * Math.max(variables.get(k).bound(), 1);
    }
    if (magnitude >= MAX_AFFINE_MAGNITUDE) {
      throw new CircuitException("affine index relation has coefficients that can pass 2^61");
    }
  }

  private static int minBound(List<IndexVariable> variables) {
    return variables.stream().mapToInt(IndexVariable::bound).min().orElse(0);
  }

  private static void forEachEqual(List<IndexVariable> variables, TupleVisitor visitor) {
    int[] tuple = new int[variables.size()];
    int bound = minBound(variables);
    for (int v = 0; v < bound; v++) {
      Arrays.fill(tuple, v);
      visitor.visit(tuple);
    }
  }

  /** Depth-first walk over one affine relation. */
  private static final class AffineWalk {
    private final long[] coefficients;
    private final int[] bounds;

    /** Least and greatest sum of coefficient * v over the variables k, k + 1, .. */
    private final long[] least;

    private final long[] greatest;
    private final int[] tuple;
    private final TupleVisitor visitor;

    AffineWalk(IndexRelation.Affine affine, TupleVisitor visitor) {
      requireSafe(affine);
      int width = affine.variables().size();
      this.coefficients = affine.coefficients().stream().mapToLong(Long::longValue).toArray();
      this.bounds = affine.variables().stream().mapToInt(IndexVariable::bound).toArray();
      this.least = new long[width + 1];
      this.greatest = new long[width + 1];
      for (int k = width - 1; k >= 0; k--) {
        long extreme = coefficients[k] * (bounds[k] - 1L);
        least[k] = least[k + 1] + Math.min(extreme, 0);
        greatest[k] = greatest[k + 1] + Math.max(extreme, 0);
      }
      this.tuple = new int[width];
      this.visitor = visitor;
    }

    /** Variables before k are set; those from k on have to sum to rest. */
    void step(int k, long rest) {
      if (k == tuple.length) {
        if (rest == 0) {
          visitor.visit(tuple);
        }
        return;
      }
      long coefficient = coefficients[k];
      long from = 0;
      long to = bounds[k] - 1L;
      // coefficient * v has to lie in [rest - greatest, rest - least] of the later variables.
      long low = rest - greatest[k + 1];
      long high = rest - least[k + 1];
      if (coefficient > 0) {
        from = Math.max(from, Math.ceilDiv(low, coefficient));
        to = Math.min(to, Math.floorDiv(high, coefficient));
      } else if (coefficient < 0) {
        from = Math.max(from, Math.ceilDiv(high, coefficient));
        to = Math.min(to, Math.floorDiv(low, coefficient));
      } else if (low > 0 || high < 0) {
        return;
      }
      for (long v = from; v <= to; v++) {
        tuple[k] = (int) v;
        step(k + 1, rest - coefficient * v);
      }
    }
  }
}
