package io.zkchain.circuit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One term's sum over (x, w, free), without its coefficient, for every index y.
 *
 * <p>A tuple of an index relation moves the row-major positions in y, X and W by fixed amounts, and
 * the amounts of different relations add up. So each relation becomes three arrays of amounts, and
 * the sum runs over their product.
 */
final class TermSum {
  private static final BigInteger LONG_LIMIT = BigInteger.ONE.shiftLeft(62);

  /** Cells between two reads from which on a longer jump is no worse. */
  private static final int JUMP = 64;

  /** Amounts by tuple. */
  private record Steps(int[] y, int[] x, int[] w) {
    int count() {
      return y.length;
    }

    /**
     * What a run over the tuples costs each of them: jumps in memory, and the call shared by all.
     */
    double cost() {
      double jumps = 0;
      for (int i = 1; i < count(); i++) {
        jumps +=
            Math.min(JUMP, Math.abs(x[i] - x[i - 1])) + Math.min(JUMP, Math.abs(w[i] - w[i - 1]));
      }
      return (jumps + 2 * JUMP) / Math.max(1, count());
    }
  }

  private final int volume;
  private final long @Nullable [] x;
  private final long @Nullable [] w;

  /** The order of the nested loops, cheapest innermost. */
  private final List<Steps> steps = new ArrayList<>();

  private final boolean reduces;

  /** Tuples of the relations that have free variables only. */
  private BigInteger repeats = BigInteger.ONE;

  private final BigInteger bound;

  /**
   * @param yShape the relation's box
   * @param xShape shape of the first operand, if there is one; x are its values, row-major
   * @param wShape likewise for the second
   */
  TermSum(
      Term term,
      Shape yShape,
      @Nullable Shape xShape,
      long @Nullable [] x,
      @Nullable Shape wShape,
      long @Nullable [] w) {
    this.volume = yShape.volume();
    this.x = x;
    this.w = w;
    this.bound = Ranges.maxTuples(term).multiply(magnitude(x)).multiply(magnitude(w));
    for (IndexRelation relation : term.indexRelations()) {
      if (relation.variables().stream().allMatch(v -> v.side() == Side.FREE)) {
        repeats = repeats.multiply(BigInteger.valueOf(IndexEnumerator.count(relation)));
      } else {
        steps.add(steps(relation, yShape, xShape, wShape));
      }
    }
    steps.sort(Comparator.comparingDouble(Steps::cost).reversed());
    if (steps.isEmpty()) {
      steps.add(new Steps(new int[1], new int[1], new int[1]));
    }
    this.reduces = Arrays.stream(steps.getLast().y).allMatch(y -> y == 0);
  }

  private static BigInteger magnitude(long @Nullable [] values) {
    long low = 0;
    long high = 1;
    for (long value : values == null ? new long[0] : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return BigInteger.valueOf(low).negate().max(BigInteger.valueOf(high));
  }

  private static Steps steps(
      IndexRelation relation, Shape yShape, @Nullable Shape xShape, @Nullable Shape wShape) {
    int[] tuples = IndexEnumerator.tuples(relation);
    int width = relation.variables().size();
    int count = tuples.length / width;
    Steps steps = new Steps(new int[count], new int[count], new int[count]);
    for (int k = 0; k < width; k++) {
      IndexVariable variable = relation.variables().get(k);
      switch (variable.side()) {
        case Y -> add(steps.y, tuples, k, width, yShape.stride(variable.axis()));
        case X -> add(steps.x, tuples, k, width, stride(xShape, variable));
        case W -> add(steps.w, tuples, k, width, stride(wShape, variable));
        case FREE -> {}
      }
    }
    return steps;
  }

  private static int stride(@Nullable Shape shape, IndexVariable variable) {
    if (shape == null) {
      throw new CircuitException("index variable " + variable + " has no operand");
    }
    return shape.stride(variable.axis());
  }

  private static void add(int[] amounts, int[] tuples, int k, int width, int stride) {
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] += tuples[i * width + k] * stride;
    }
  }

  /** A bound on the magnitude of every sum. */
  BigInteger bound() {
    return bound;
  }

  /** Whether {@link #longs()} cannot overflow. */
  boolean fitsLong() {
    return bound.compareTo(LONG_LIMIT) < 0;
  }

  /** The sums by row-major y; only if they fit. */
  long[] longs() {
    long[] sums = new long[volume];
    walk(0, 0, 0, 0, sums);
    // The bound is at least the number of repeats.
    long factor = repeats.longValueExact();
    for (int i = 0; factor != 1 && i < volume; i++) {
      sums[i] *= factor;
    }
    return sums;
  }

  private void walk(int level, int y0, int x0, int w0, long[] sums) {
    Steps step = steps.get(level);
    if (level == steps.size() - 1) {
      if (reduces) {
        sums[y0] += reduce(step, x0, w0);
      } else {
        innermost(step, y0, x0, w0, sums);
      }
      return;
    }
    for (int i = 0; i < step.count(); i++) {
      walk(level + 1, y0 + step.y[i], x0 + step.x[i], w0 + step.w[i], sums);
    }
  }

  /** The innermost loop where all tuples belong to one y: the sum stays in a register. */
  private long reduce(Steps step, int x0, int w0) {
    if (x == null) {
      return step.count();
    }
    long sum = 0;
    if (w == null) {
      for (int i = 0; i < step.x.length; i++) {
        sum += x[x0 + step.x[i]];
      }
    } else {
      for (int i = 0; i < step.x.length; i++) {
        sum += x[x0 + step.x[i]] * w[w0 + step.w[i]];
      }
    }
    return sum;
  }

  private void innermost(Steps step, int y0, int x0, int w0, long[] sums) {
    int[] y = step.y;
    if (x == null) {
      for (int i = 0; i < y.length; i++) {
        sums[y0 + y[i]]++;
      }
    } else if (w == null) {
      for (int i = 0; i < y.length; i++) {
        sums[y0 + y[i]] += x[x0 + step.x[i]];
      }
    } else {
      for (int i = 0; i < y.length; i++) {
        sums[y0 + y[i]] += x[x0 + step.x[i]] * w[w0 + step.w[i]];
      }
    }
  }

  /** The sums by row-major y, whatever their size. */
  BigInteger[] integers() {
    BigInteger[] sums = new BigInteger[volume];
    if (fitsLong()) {
      long[] longs = longs();
      Arrays.setAll(sums, i -> BigInteger.valueOf(longs[i]));
      return sums;
    }
    Arrays.fill(sums, BigInteger.ZERO);
    walkIntegers(0, 0, 0, 0, sums);
    for (int i = 0; i < volume; i++) {
      sums[i] = sums[i].multiply(repeats);
    }
    return sums;
  }

  private void walkIntegers(int level, int y0, int x0, int w0, BigInteger[] sums) {
    if (level == steps.size()) {
      BigInteger product = BigInteger.valueOf(x == null ? 1 : x[x0]);
      sums[y0] = sums[y0].add(w == null ? product : product.multiply(BigInteger.valueOf(w[w0])));
      return;
    }
    Steps step = steps.get(level);
    for (int i = 0; i < step.count(); i++) {
      walkIntegers(level + 1, y0 + step.y[i], x0 + step.x[i], w0 + step.w[i], sums);
    }
  }
}
