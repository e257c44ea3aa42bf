package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One index relation as a small sparse matrix from the source tensor's indices to the target
 * tensor's, without its values: those follow from weights of the variables that belong to neither
 * and are summed. It depends on the circuit alone. Immutable.
 *
 * <p>Indices are given by what they add to a row-major cell number, so that the cells of a product
 * of groups are sums.
 */
final class GroupIndex {
  /** What each row of the matrix adds to a cell number of the target, ascending. */
  final int[] targets;

  /** What each column of the matrix adds to a cell number of the source, ascending. */
  final int[] sources;

  /** Entry e is at row {@code rows[e]} and column {@code columns[e]}; sorted. */
  final int[] rows;

  final int[] columns;

  private final IndexVariable[] summed;
  private final int[] starts; // of each entry's tuples, and the end
  private final int[] tuples; // values of the summed variables, tuple by tuple

  /** A tensor whose indices remain. */
  record Tensor(Side side, Shape shape) {}

  /**
   * @param target null where no tensor's indices remain
   * @param source null where no second tensor's indices remain
   */
  GroupIndex(IndexRelation relation, @Nullable Tensor target, @Nullable Tensor source) {
    List<IndexVariable> variables = relation.variables();
    int[] all = IndexEnumerator.tuples(relation);
    int width = variables.size();
    int count = all.length / Math.max(1, width);
    int[] row = new int[count];
    int[] column = new int[count];
    boolean[] kept = new boolean[width];
    for (int k = 0; k < width; k++) {
      IndexVariable variable = variables.get(k);
      kept[k] = addOffsets(variable, target, all, width, k, row);
      kept[k] |= addOffsets(variable, source, all, width, k, column);
    }
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted((i, j) ->
                row[i] != row[j] ? row[i] - row[j] : Integer.compare(column[i], column[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.targets = Arrays.stream(row).sorted().distinct().toArray();
    this.sources = Arrays.stream(column).sorted().distinct().toArray();
    int[] others = IntStream.range(0, width).filter(k -> !kept[k]).toArray();
    this.summed = Arrays.stream(others).mapToObj(variables::get).toArray(IndexVariable[]::new);
    this.tuples = new int[count * others.length];
    int[] firsts = new int[count + 1];
    int entries = 0;
    for (int i = 0; i < count; i++) {
      int t = order[i];
      boolean same = i > 0 && row[t] == row[order[i - 1]] && column[t] == column[order[i - 1]];
      if (!same) {
        firsts[entries++] = i;
      }
      for (int k = 0; k < others.length; k++) {
        tuples[i * others.length + k] = all[t * width + others[k]];
      }
    }
    firsts[entries] = count;
    this.starts = Arrays.copyOf(firsts, entries + 1);
    this.rows = new int[entries];
    this.columns = new int[entries];
    for (int e = 0; e < entries; e++) {
      rows[e] = Arrays.binarySearch(targets, row[order[starts[e]]]);
      columns[e] = Arrays.binarySearch(sources, column[order[starts[e]]]);
    }
  }

  private static boolean addOffsets(
      IndexVariable variable, @Nullable Tensor tensor, int[] tuples, int width, int k, int[] sums) {
    if (tensor == null || variable.side() != tensor.side) {
      return false;
    }
    int stride = tensor.shape.stride(variable.axis());
    for (int t = 0; t < sums.length; t++) {
      sums[t] += tuples[t * width + k] * stride;
    }
    return true;
  }

  /** Whether all values are 1 and on the diagonal, so that multiplying may be left out. */
  boolean isIdentity() {
    return summed.length == 0
        && rows.length == targets.length
        && rows.length == sources.length
        && Arrays.equals(rows, columns);
  }

  /**
   * Whether every column has one entry and there is one row, at 0: a sum over the source's indices,
   * after which the group says nothing about the target's.
   */
  boolean isContraction() {
    return targets.length == 1
        && targets[0] == 0
        && rows.length == sources.length
        && sources.length > 1;
  }

  /**
   * The entries: products of the summed variables' weights, summed over tuples.
   *
   * @param weights of the summed sides; a side without weights (free variables) weighs 1
   */
  FrVector values(List<AxisWeights> weights) {
    PrimeField field = PrimeField.FR;
    int width = summed.length;
    @Nullable AxisWeights[] sides = new AxisWeights[width];
    for (int k = 0; k < width; k++) {
      Side side = summed[k].side();
      sides[k] = weights.stream().filter(w -> w.side() == side).findFirst().orElse(null);
    }
    FrVector values = new FrVector(rows.length);
    long[] product = new long[PrimeField.LIMBS];
    for (int e = 0; e < rows.length; e++) {
      int to = values.offset(e);
      for (int t = starts[e]; t < starts[e + 1]; t++) {
        field.setOne(product, 0);
        boolean one = true;
        boolean zero = false;
        for (int k = 0; k < width && !zero; k++) {
          AxisWeights side = sides[k];
          if (side != null) {
            zero = !side.multiply(summed[k].axis(), tuples[t * width + k], product, one);
            one = false;
          }
        }
        if (!zero) {
          field.add(values.limbs(), to, product, 0, values.limbs(), to);
        }
      }
    }
    return values;
  }
}
