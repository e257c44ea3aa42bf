package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.prover.commit.Committer;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.sumcheck.RelationIndex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all proofs under one key share. Immutable.
 *
 * @param columns numbering of the columns
 */
record ProverContext(
    ProvingKey key,
    FixedColumns fixed,
    ColumnLayout layout,
    ProgramLayout columns,
    ProofLayout proof,
    LookupSelectors selectors,
    RelationIndex relations,
    Committer committer,
    Parallel parallel) {

  static ProverContext of(ProvingKey key, Committer committer, Parallel parallel) {
    Circuit circuit = key.verifyingKey().circuit();
    ColumnLayout layout = new ColumnLayout(circuit);
    return new ProverContext(
        key,
        new FixedColumns(key),
        layout,
        ProgramLayout.of(circuit),
        ProofLayout.of(circuit),
        LookupSelectors.of(layout),
        RelationIndex.of(circuit, parallel),
        committer,
        parallel);
  }

  Circuit circuit() {
    return layout.circuit();
  }

  /** Rows from here on, but the last one, are in no block of a lane or table lane. */
  int activeRows() {
    int active = 0;
    for (int lane = 0; lane < circuit().lanes(); lane++) {
      for (ColumnLayout.Placed placed : layout.pairBlocks(lane)) {
        active = Math.max(active, placed.block().offset() + placed.block().size());
      }
      for (ColumnLayout.Placed placed : layout.singleBlocks(lane)) {
        active = Math.max(active, placed.block().offset() + placed.block().size());
      }
    }
    for (Table table : circuit().tables()) {
      active = Math.max(active, table.offset() + (1 << table.bits()));
    }
    return active;
  }

  /** Table outputs by table lane; null for lanes without. */
  long[] @Nullable [] outputs(long[][] fixed) {
    long[] @Nullable [] outputs = new long[columns.tableLanes()][];
    int[] lanes = layout.outputLanes();
    for (int o = 0; o < lanes.length; o++) {
      outputs[lanes[o]] = fixed[columns.fixedColumns() + o];
    }
    return outputs;
  }

  /** The cells of a tensor, row-major, taken from its columns. */
  long[] cells(Tensor tensor, Cell cell, CellColumns witness, long[][] fixed) {
    long[] cells = new long[tensor.shape().volume()];
    for (var block : tensor.blocks()) {
      int column = block.column();
      long[] from =
          switch (cell) {
            case A -> witness.columns()[columns.columnA(column)];
            case B -> witness.columns()[columns.columnB(column)];
            case C -> witness.columns()[columns.columnC(column)];
            case FIXED -> fixed[column];
          };
      ColumnLayout.gather(tensor, block, from, cells);
    }
    return cells;
  }

  /** The key's parameters as they were given to setup. */
  FixedValues fixedValues(long[][] fixed) {
    Map<Integer, long[]> tensors = new HashMap<>();
    for (Tensor tensor : circuit().tensors()) {
      if (tensor.slot() == Slot.FIXED) {
        long[] values = new long[tensor.shape().volume()];
        tensor.blocks().forEach(b -> ColumnLayout.gather(tensor, b, fixed[b.column()], values));
        tensors.put(tensor.id(), values);
      }
    }
    return new FixedValues(tensors, tables(fixed));
  }

  /** The outputs of function tables, by position. */
  Map<Integer, long[]> tables(long[][] fixed) {
    long[] @Nullable [] outputs = outputs(fixed);
    Map<Integer, long[]> tables = new HashMap<>();
    for (int position = 0; position < circuit().tables().size(); position++) {
      Table table = circuit().tables().get(position);
      long[] column = outputs[table.lane()];
      if (table.function() && column != null) {
        tables.put(
            position, Arrays.copyOfRange(column, table.offset(), table.offset() + table.size()));
      }
    }
    return tables;
  }

  /** Coefficients at X^N of the fixed columns, then of the table outputs. */
  List<Fr> fixedBlinders() {
    return key.blinders();
  }
}
