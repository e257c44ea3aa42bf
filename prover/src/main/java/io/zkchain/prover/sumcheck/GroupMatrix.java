package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.IndexEnumerator;
import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Side;
import io.zkchain.prover.field.Fr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One index relation, summed over all of its variables but those of two tensors: a small sparse
 * matrix from the source tensor's indices to the target tensor's.
 *
 * <p>Indices are given by what they add to a row-major cell number, so that the cells of a product
 * of groups are sums.
 */
final class GroupMatrix {
  /** What each row of the matrix adds to a cell number of the target. */
  final int[] targets;

  /** What each column of the matrix adds to a cell number of the source. */
  final int[] sources;

  /** Entry e is at row {@code rows[e]} and column {@code columns[e]}. */
  final int[] rows;

  final int[] columns;
  final Fr[] values;

  private GroupMatrix(int[] targets, int[] sources, int[] rows, int[] columns, Fr[] values) {
    this.targets = targets;
    this.sources = sources;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** A tensor whose indices remain. */
  record Tensor(Side side, Shape shape) {}

  /**
   * Sums the relation over all variables that belong to neither tensor.
   *
   * @param target null where no tensor's indices remain
   * @param source null where no second tensor's indices remain
   * @param weights of the summed sides; a side without weights (free variables) weighs 1
   */
  static GroupMatrix of(
      IndexRelation relation,
      @Nullable Tensor target,
      @Nullable Tensor source,
      List<AxisWeights> weights) {
    Map<Long, Fr> entries = new LinkedHashMap<>();
    List<IndexVariable> variables = relation.variables();
    IndexEnumerator.forEach(
        relation,
        tuple -> {
          int row = 0;
          int column = 0;
          Fr value = Fr.ONE;
          for (int k = 0; k < tuple.length; k++) {
            IndexVariable variable = variables.get(k);
            if (target != null && variable.side() == target.side) {
              row += tuple[k] * target.shape.stride(variable.axis());
            } else if (source != null && variable.side() == source.side) {
              column += tuple[k] * source.shape.stride(variable.axis());
            } else {
              Fr weight = weight(weights, variable, tuple[k]);
              if (weight == null) {
                return;
              }
              value = value.mul(weight);
            }
          }
          entries.merge((long) row << 32 | column, value, Fr::add);
        });
    return compress(entries);
  }

  private static @Nullable Fr weight(List<AxisWeights> weights, IndexVariable variable, int value) {
    for (AxisWeights side : weights) {
      if (side.side() == variable.side()) {
        return side.weight(variable.axis(), value);
      }
    }
    return Fr.ONE;
  }

  private static GroupMatrix compress(Map<Long, Fr> entries) {
    int count = entries.size();
    int[] rows = new int[count];
    int[] columns = new int[count];
    Fr[] values = new Fr[count];
    Numbering targets = new Numbering();
    Numbering sources = new Numbering();
    int e = 0;
    for (Map.Entry<Long, Fr> entry : entries.entrySet()) {
      rows[e] = targets.number((int) (entry.getKey() >> 32));
      columns[e] = sources.number(entry.getKey().intValue());
      values[e++] = entry.getValue();
    }
    return new GroupMatrix(targets.toArray(), sources.toArray(), rows, columns, values);
  }

  /** Whether this is the identity, so that multiplying by it may be left out. */
  boolean isIdentity() {
    if (rows.length != targets.length || rows.length != sources.length) {
      return false;
    }
    for (int e = 0; e < rows.length; e++) {
      if (rows[e] != columns[e] || !values[e].equals(Fr.ONE)) {
        return false;
      }
    }
    return true;
  }

  /** Numbers values in the order of their first appearance. */
  private static final class Numbering {
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> values = new ArrayList<>();

    int number(int value) {
      return numbers.computeIfAbsent(
          value,
          v -> {
            values.add(v);
            return values.size() - 1;
          });
    }

    int[] toArray() {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
