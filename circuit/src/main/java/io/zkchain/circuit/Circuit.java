package io.zkchain.circuit;

import java.util.List;

/**
 * The public structure of a statement: which cells exist, how they are looked up and which sums
 * vanish. It holds no weights; see {@link FixedValues}.
 *
 * <p>Columns have 2^logRows rows. Row 2^logRows - 1 is reserved in every witness column.
 *
 * @param logRows n, at least 6
 * @param lanes number of lanes (columns a, b, c and a helper each)
 * @param tableLanes number of table lanes
 * @param fixedColumns number of fixed columns that hold fixed tensors
 * @param privateParameters whether the fixed columns are committed with a blinder
 */
public record Circuit(
    int logRows,
    int lanes,
    int tableLanes,
    int fixedColumns,
    boolean privateParameters,
    List<Table> tables,
    List<Tensor> tensors,
    List<PublicTensor> publicTensors,
    List<Relation> relations) {
  public Circuit {
    tables = List.copyOf(tables);
    tensors = List.copyOf(tensors);
    publicTensors = List.copyOf(publicTensors);
    relations = List.copyOf(relations);
  }

  public int rows() {
    return 1 << logRows;
  }

  /** Whether the table lane holds a function table, so that its output column is committed. */
  public boolean hasOutputColumn(int tableLane) {
    return tables.stream().anyMatch(t -> t.function() && t.lane() == tableLane);
  }

  /** Number of words of all public tensors. */
  public int publicWords() {
    return publicTensors.stream().mapToInt(t -> t.shape().volume()).sum();
  }
}
