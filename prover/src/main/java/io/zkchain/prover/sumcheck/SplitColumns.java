package io.zkchain.prover.sumcheck;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * sum_c sum_x f_c(x) V_c(x) over columns of integers whose weights are short sums of products of
 * high and low bits, without a table of field elements over all rows.
 *
 * <p>While high variables are bound, the low bits of the integers are summed against the low
 * factors: f V becomes a sum over k of (sum_low f low_k)(high) high_k(high). Then the columns are
 * summed over the high bits, at the bound point, and what is left is f and V over the low bits.
 */
public final class SplitColumns {
  private final FieldKernel kernel = Kernels.fr();
  private final List<Column> columns;
  private final int lowBits;
  private final int rows;
  private final Parallel parallel;

  /**
   * A column.
   *
   * @param last replaces the last row, whose integer then is 0
   */
  record Column(long[] values, @Nullable Fr last, SplitWeights weights) {}

  /** Collects columns. */
  public static final class Builder {
    private final List<Column> columns = new ArrayList<>();
    private final int variables;

    /** For columns of 2^variables rows. */
    public Builder(int variables) {
      this.variables = variables;
    }

    /**
     * Adds a column if its weights fall apart into few products, or returns false.
     *
     * @param last replaces the last row, whose integer then has to be 0; null keeps the integer
     */
    public boolean add(ColumnKey key, SecondWeights weights, long[] values, @Nullable Fr last) {
      SplitWeights split = weights.split(key, lowBits(variables));
      if (split != null) {
        columns.add(new Column(values, last, split));
      }
      return split != null;
    }

    /** The columns in the order in which they were added, or null without any. */
    public @Nullable SplitColumns build(Parallel parallel) {
      return columns.isEmpty()
          ? null
          : new SplitColumns(columns, variables, lowBits(variables), parallel);
    }
  }

  /** Half of the variables, so that neither part is large. */
  private static int lowBits(int variables) {
    return (variables + 1) / 2;
  }

  private SplitColumns(List<Column> columns, int variables, int lowBits, Parallel parallel) {
    this.columns = List.copyOf(columns);
    this.lowBits = lowBits;
    this.rows = 1 << variables - lowBits;
    this.parallel = parallel;
  }

  int lowBits() {
    return lowBits;
  }

  int size() {
    return columns.size();
  }

  /** The product to sum while high variables are bound; entry {@code high * width + k}. */
  SecondSumcheck.Product highPart() {
    record Task(Column column, int k) {}
    List<Task> tasks = new ArrayList<>();
    for (Column column : columns) {
      for (int k = 0; k < column.weights.low().size(); k++) {
        tasks.add(new Task(column, k));
      }
    }
    int width = tasks.size();
    FrVector f = new FrVector(rows * width);
    FrVector v = new FrVector(rows * width);
    parallel.forEach(
        width,
        t -> {
          Task task = tasks.get(t);
          FrVector low = task.column.weights.low().get(task.k);
          interleave(sums(task.column, low), f, t, width);
          interleave(task.column.weights.high().get(task.k), v, t, width);
        });
    return new SecondSumcheck.Product(f, v);
  }

  private FrVector sums(Column column, FrVector low) {
    int size = 1 << lowBits;
    FrVector sums = new FrVector(rows);
    kernel.innerProductsLongs(
        column.values, 0, size, rows, low.limbs(), low.offset(0), size, sums.limbs(), 0);
    if (column.last != null) {
      sums.set(rows - 1, sums.get(rows - 1).add(column.last.mul(low.get(size - 1))));
    }
    return sums;
  }

  private static void interleave(FrVector from, FrVector to, int at, int width) {
    for (int i = 0; i < from.size(); i++) {
      System.arraycopy(from.limbs(), from.offset(i), to.limbs(), to.offset(i * width + at), LIMBS);
    }
  }

  /**
   * The product over the low bits; entry {@code low * width + column}.
   *
   * @param bound values of the high variables, lowest first
   */
  SecondSumcheck.Product lowPart(List<Fr> bound) {
    int width = columns.size();
    FrVector f = new FrVector((1 << lowBits) * width);
    FrVector v = new FrVector((1 << lowBits) * width);
    FrVector eq = EqTable.of(bound);
    parallel.forEach(
        width,
        c -> {
          interleave(bindHigh(columns.get(c), eq), f, c, width);
          interleave(bindHigh(columns.get(c).weights, eq), v, c, width);
        });
    return new SecondSumcheck.Product(f, v);
  }

  private FrVector bindHigh(Column column, FrVector eq) {
    int size = 1 << lowBits;
    FrVector bound = new FrVector(size);
    long[][] all = new long[rows][];
    Arrays.fill(all, column.values);
    int[] offsets = new int[rows];
    Arrays.setAll(offsets, i -> i * size);
    kernel.combineLongs(all, offsets, eq.limbs(), 0, bound.limbs(), 0, size);
    if (column.last != null) {
      bound.set(size - 1, bound.get(size - 1).add(column.last.mul(eq.get(rows - 1))));
    }
    return bound;
  }

  private FrVector bindHigh(SplitWeights weights, FrVector eq) {
    FrVector bound = new FrVector(1 << lowBits);
    long[] factor = new long[LIMBS];
    for (int k = 0; k < weights.low().size(); k++) {
      FrVector low = weights.low().get(k);
      FrVector high = weights.high().get(k);
      kernel.innerProduct(high.limbs(), high.offset(0), eq.limbs(), 0, factor, 0, rows);
      kernel.addScaled(low.limbs(), low.offset(0), factor, 0, bound.limbs(), 0, bound.size());
    }
    return bound;
  }
}
