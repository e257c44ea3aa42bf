package io.zkchain.circuit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One run of {@link ColumnLayout#expand}. */
final class WitnessExpansion {
  private final ColumnLayout layout;
  private final Circuit circuit;
  private final Witness witness;
  private final FixedValues fixedValues;
  private final boolean checked;
  private final WitnessColumns columns;

  WitnessExpansion(ColumnLayout layout, Witness witness, FixedValues fixedValues, boolean checked) {
    this.layout = layout;
    this.circuit = layout.circuit();
    this.witness = witness;
    this.fixedValues = fixedValues;
    this.checked = checked;
    int rows = circuit.rows();
    this.columns =
        new WitnessColumns(
            new long[circuit.lanes()][rows],
            new long[circuit.lanes()][rows],
            new long[circuit.lanes()][rows],
            new long[circuit.tableLanes()][rows]);
  }

  WitnessColumns run() {
    for (int lane = 0; lane < circuit.lanes(); lane++) {
      for (ColumnLayout.Placed placed : layout.pairBlocks(lane)) {
        pairBlock(placed.tensor(), placed.block(), columns.a()[lane], columns.b()[lane]);
      }
      for (ColumnLayout.Placed placed : layout.singleBlocks(lane)) {
        singleBlock(placed.tensor(), placed.block(), columns.c()[lane]);
      }
    }
    return columns;
  }

  private void pairBlock(Tensor tensor, Block block, long[] a, long[] b) {
    Lookups lookups = lookups(tensor);
    fillPadding(tensor, block, lookups, a, b);
    long[] inputs = ColumnLayout.values(witness.a(), tensor, "cell A");
    long[] outputs = ColumnLayout.values(witness.b(), tensor, "cell B");
    ColumnLayout.forEachRun(
        tensor.shape(),
        block,
        (cell, row, length) -> {
          System.arraycopy(inputs, cell, a, row, length);
          System.arraycopy(outputs, cell, b, row, length);
          for (int i = cell; i < cell + length; i++) {
            if (!lookups.count(inputs[i], outputs[i]) && checked) {
              throw noEntry(tensor, i, lookups, inputs[i]);
            }
          }
        });
  }

  private void singleBlock(Tensor tensor, Block block, long[] c) {
    Lookups lookups = lookups(tensor);
    fillPadding(tensor, block, lookups, c, null);
    long[] values = ColumnLayout.values(witness.c(), tensor, "cell C");
    ColumnLayout.forEachRun(
        tensor.shape(),
        block,
        (cell, row, length) -> {
          System.arraycopy(values, cell, c, row, length);
          for (int i = cell; i < cell + length; i++) {
            if (!lookups.count(values[i], 0) && checked) {
              throw noEntry(tensor, i, lookups, values[i]);
            }
          }
        });
  }

  /** Fills the whole block with the padding row and counts it where no valid cell follows. */
  private void fillPadding(
      Tensor tensor, Block block, Lookups lookups, long[] first, long @Nullable [] second) {
    int validCells = ColumnLayout.validCells(tensor.shape(), block);
    int from = block.offset();
    int to = Math.min(from + block.size(), circuit.rows() - 1);
    long input = lookups.table.paddingInput();
    if (validCells == block.size()) {
      return;
    }
    Arrays.fill(first, from, to, input);
    if (second != null) {
      Arrays.fill(second, from, to, lookups.output(input));
    }
    lookups.multiplicities[lookups.row(input)] += to - from - validCells;
  }

  /** The witness may be private: the message says what the table has, not what the cell holds. */
  private WitnessException noEntry(Tensor tensor, int cell, Lookups lookups, long in) {
    Table table = lookups.table;
    String wrong =
        in < table.low() || in > table.high()
            ? " is outside the inputs " + table.low() + ".." + table.high()
            : " has another output than its input's";
    return new WitnessException(
        "node "
            + tensor.origin()
            + ": tensor "
            + tensor.name()
            + tensor.shape().indexText(cell)
            + wrong
            + " in table "
            + table.name());
  }

  private Lookups lookups(Tensor tensor) {
    Table table = circuit.tables().get(tensor.table());
    long[] outputs =
        table.function() ? layout.tableOutputs(fixedValues, tensor.table()) : new long[0];
    return new Lookups(table, outputs, columns.multiplicities()[table.lane()]);
  }

  /** A table's entries with the multiplicity column that counts them. */
  private record Lookups(Table table, long[] outputs, long[] multiplicities) {
    int row(long input) {
      return table.offset() + (int) (input - table.low());
    }

    long output(long input) {
      return table.function() ? outputs[(int) (input - table.low())] : 0;
    }

    /** Counts one lookup; false, and nothing counted, if (input, output) is no entry. */
    boolean count(long input, long output) {
      if (input < table.low() || input > table.high() || output(input) != output) {
        return false;
      }
      multiplicities[row(input)]++;
      return true;
    }
  }
}
