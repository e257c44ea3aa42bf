package io.zkchain.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where the cells of a circuit's tensors lie, and the columns that a witness or the fixed values
 * fill.
 *
 * <p>Columns are arrays of 2^n signed integers. Row 2^n - 1 of every witness column is 0 here: it
 * is reserved, and a prover overwrites it in the columns that it reveals. Immutable and
 * thread-safe. The circuit has to be valid ({@link CircuitValidator}).
 */
public final class ColumnLayout {
  private final Circuit circuit;
  private final List<List<Placed>> pairs;
  private final List<List<Placed>> singles;
  private final List<List<Placed>> fixed;

  /** One block of one tensor. */
  public record Placed(Tensor tensor, Block block) {}

  /** Receives stretches of cells that are neighbours both in the tensor and in the column. */
  @FunctionalInterface
  public interface RunVisitor {
    /**
     * @param cell row-major number (over valid cells) of the first cell
     * @param row its row in the column
     * @param length number of cells, at least 1
     */
    void visit(int cell, int row, int length);
  }

  public ColumnLayout(Circuit circuit) {
    this.circuit = circuit;
    this.pairs = collect(Slot.PAIR, circuit.lanes());
    this.singles = collect(Slot.SINGLE, circuit.lanes());
    this.fixed = collect(Slot.FIXED, circuit.fixedColumns());
  }

  private List<List<Placed>> collect(Slot slot, int columns) {
    List<List<Placed>> lists = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      lists.add(new ArrayList<>());
    }
    for (Tensor tensor : circuit.tensors()) {
      if (tensor.slot() == slot) {
        tensor.blocks().forEach(b -> lists.get(b.column()).add(new Placed(tensor, b)));
      }
    }
    lists.forEach(list -> list.sort((p, q) -> Integer.compare(p.block.offset(), q.block.offset())));
    return lists.stream().map(List::copyOf).toList();
  }

  public Circuit circuit() {
    return circuit;
  }

  /** Blocks in columns a and b of a lane, by offset. */
  public List<Placed> pairBlocks(int lane) {
    return pairs.get(lane);
  }

  /** Blocks in column c of a lane, by offset. */
  public List<Placed> singleBlocks(int lane) {
    return singles.get(lane);
  }

  /** Blocks in a fixed column, by offset. */
  public List<Placed> fixedBlocks(int column) {
    return fixed.get(column);
  }

  /** Whether the block holds the index (one value per axis). */
  public static boolean holds(Block block, int... index) {
    for (int k = 0; k < index.length; k++) {
      AxisPart part = block.parts().get(k);
      if (index[k] >> part.bits() != part.base() >> part.bits()) {
        return false;
      }
    }
    return true;
  }

  /** Row of an index that the block {@linkplain #holds holds}. */
  public static int row(Block block, int... index) {
    int row = 0;
    for (int k = 0; k < index.length; k++) {
      AxisPart part = block.parts().get(k);
      row = (row << part.bits()) | (index[k] - part.base());
    }
    return block.offset() + row;
  }

  /** The block that holds an index. */
  public static Block blockOf(Tensor tensor, int... index) {
    for (Block block : tensor.blocks()) {
      if (holds(block, index)) {
        return block;
      }
    }
    throw new CircuitException(
        "tensor " + tensor.name() + " has no block for index " + Arrays.toString(index));
  }

  /** Visits all valid cells of a block, in increasing rows and cells. */
  public static void forEachRun(Shape shape, Block block, RunVisitor visitor) {
    walk(shape, block, visitor, 0, 0, 0);
  }

  private static void walk(
      Shape shape, Block block, RunVisitor visitor, int axis, int cell, int row) {
    if (axis == shape.rank()) {
      visitor.visit(cell, block.offset() + row, 1);
      return;
    }
    AxisPart part = block.parts().get(axis);
    int length = Math.min(shape.size(axis) - part.base(), 1 << part.bits());
    if (axis == shape.rank() - 1) {
      if (length > 0) {
        visitor.visit(
            cell * shape.size(axis) + part.base(), block.offset() + (row << part.bits()), length);
      }
      return;
    }
    for (int i = 0; i < length; i++) {
      int nextCell = cell * shape.size(axis) + part.base() + i;
      walk(shape, block, visitor, axis + 1, nextCell, (row << part.bits()) | i);
    }
  }

  /** Number of valid cells in a block. */
  public static int validCells(Shape shape, Block block) {
    int cells = 1;
    for (int k = 0; k < shape.rank(); k++) {
      AxisPart part = block.parts().get(k);
      cells *= Math.clamp((long) shape.size(k) - part.base(), 0, 1 << part.bits());
    }
    return cells;
  }

  /**
   * Fills the columns of a witness and counts multiplicities.
   *
   * @throws WitnessException if a tensor has no values or too few, or a row is not in its table
   */
  public WitnessColumns expand(Witness witness, FixedValues fixedValues) {
    return new WitnessExpansion(this, witness, fixedValues, true).run();
  }

  /**
   * Like {@link #expand} for values that may break lookups: such rows go into the columns as they
   * are and into no multiplicity. For tests of verifiers.
   */
  public WitnessColumns expandUnchecked(Witness witness, FixedValues fixedValues) {
    return new WitnessExpansion(this, witness, fixedValues, false).run();
  }

  /** The fixed columns in order; rows outside valid cells are 0. */
  public long[][] fixedColumns(FixedValues values) {
    long[][] columns = new long[circuit.fixedColumns()][circuit.rows()];
    for (int k = 0; k < columns.length; k++) {
      for (Placed placed : fixed.get(k)) {
        Tensor tensor = placed.tensor;
        scatter(tensor, placed.block, values(values.tensors(), tensor, "fixed"), columns[k]);
      }
    }
    return columns;
  }

  /** Table lanes with an output column, ascending: the order of the tout columns. */
  public int[] outputLanes() {
    return java.util.stream.IntStream.range(0, circuit.tableLanes())
        .filter(circuit::hasOutputColumn)
        .toArray();
  }

  /** The output columns of the {@linkplain #outputLanes lanes that have one}, in that order. */
  public long[][] outputColumns(FixedValues values) {
    int[] lanes = outputLanes();
    long[][] columns = new long[lanes.length][circuit.rows()];
    for (int position = 0; position < circuit.tables().size(); position++) {
      Table table = circuit.tables().get(position);
      if (table.function()) {
        long[] outputs = tableOutputs(values, position);
        int column = Arrays.binarySearch(lanes, table.lane());
        System.arraycopy(outputs, 0, columns[column], table.offset(), table.size());
      }
    }
    return columns;
  }

  /** Outputs of a function table by entry. */
  long[] tableOutputs(FixedValues values, int position) {
    Table table = circuit.tables().get(position);
    long[] outputs = values.tables().get(position);
    if (outputs == null || outputs.length != table.size()) {
      throw new CircuitException(
          "table "
              + table.name()
              + " needs "
              + table.size()
              + " outputs, got "
              + (outputs == null ? "none" : outputs.length));
    }
    return outputs;
  }

  /** Values of a tensor, with the right count. */
  static long[] values(Map<Integer, long[]> map, Tensor tensor, String what) {
    long[] values = map.get(tensor.id());
    if (values == null || values.length != tensor.shape().volume()) {
      throw new WitnessException(
          "tensor "
              + tensor.name()
              + " of node "
              + tensor.origin()
              + " needs "
              + tensor.shape().volume()
              + " "
              + what
              + " values, got "
              + (values == null ? "none" : values.length));
    }
    return values;
  }

  /** Copies the valid cells of one block into its column. */
  public static void scatter(Tensor tensor, Block block, long[] values, long[] column) {
    forEachRun(
        tensor.shape(),
        block,
        (cell, row, length) -> System.arraycopy(values, cell, column, row, length));
  }

  /** The inverse of {@link #scatter}. */
  public static void gather(Tensor tensor, Block block, long[] column, long[] values) {
    forEachRun(
        tensor.shape(),
        block,
        (cell, row, length) -> System.arraycopy(column, row, values, cell, length));
  }
}
