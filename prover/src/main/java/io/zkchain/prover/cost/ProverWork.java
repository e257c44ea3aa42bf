package io.zkchain.prover.cost;

import io.zkchain.circuit.Block;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;

/**
 * What a proof consists of, counted from the circuit.
 *
 * @param rows N
 * @param lanes L
 * @param tableLanes T
 * @param columns witness and fixed columns
 * @param witnessCells integers that are committed to for each proof, without padding and zeros
 * @param fixedCells integers that are committed to once, in the keys
 * @param helperCells rows with something to look up, or looked up: full-width scalars
 */
public record ProverWork(
    long rows,
    int lanes,
    int tableLanes,
    int columns,
    long witnessCells,
    long fixedCells,
    long helperCells) {

  /** Sums of as many full-width terms as there are rows that the opening makes. */
  private static final int OPENING_SUMS = 3;

  // Multiplications, or what takes as long, per row: the second sum-check and the opening; the
  // helpers and the first sum-check of each lane and table lane; weights and adjoints of cells.
  // Fitted to the stages of warm proofs of networks of 15 to two million parameters; the unit is
  // the
  // multiplication that ProverSpeed measures, in memory and out again.
  private static final double PER_ROW = 165;
  private static final double PER_LANE_ROW = 64;
  private static final double PER_TABLE_ROW = 27;
  private static final double PER_CELL = 1.5;

  /** What a proof takes whatever its size. */
  private static final double BASE_SECONDS = 0.01;

  /** Counts a circuit. */
  public static ProverWork of(Circuit circuit) {
    long[] pairs = new long[circuit.lanes()];
    long[] singles = new long[circuit.lanes()];
    long pairCells = 0;
    long fixedCells = 0;
    for (Tensor tensor : circuit.tensors()) {
      int volume = tensor.shape().volume();
      switch (tensor.slot()) {
        case PAIR -> {
          pairCells += volume;
          spread(tensor, pairs);
        }
        case SINGLE -> spread(tensor, singles);
        case FIXED -> fixedCells += volume;
      }
    }
    long singleCells = cells(circuit, Slot.SINGLE);
    long lookedUp = pairCells + singleCells;
    long entries = 0;
    for (Table table : circuit.tables()) {
      entries += Math.min(table.size(), lookedUp);
    }
    long helpers = entries;
    for (int lane = 0; lane < circuit.lanes(); lane++) {
      helpers += Math.max(pairs[lane], singles[lane]);
    }
    int outputs = 0;
    for (int lane = 0; lane < circuit.tableLanes(); lane++) {
      outputs += circuit.hasOutputColumn(lane) ? 1 : 0;
    }
    return new ProverWork(
        circuit.rows(),
        circuit.lanes(),
        circuit.tableLanes(),
        3 * circuit.lanes() + circuit.tableLanes() + circuit.fixedColumns() + outputs,
        2 * pairCells + singleCells + entries,
        fixedCells,
        helpers);
  }

  private static long cells(Circuit circuit, Slot slot) {
    return circuit.tensors().stream()
        .filter(tensor -> tensor.slot() == slot)
        .mapToLong((Tensor tensor) -> tensor.shape().volume())
        .sum();
  }

  /** A tensor's cells by lane; the padding of a block is counted with it. */
  private static void spread(Tensor tensor, long[] lanes) {
    for (Block block : tensor.blocks()) {
      lanes[block.column()] += block.size();
    }
  }

  /** Seconds of a warm proof on a machine. */
  public double seconds(ProverSpeed speed) {
    double sums =
        OPENING_SUMS * speed.sumNanos(rows)
            + (lanes + tableLanes) * speed.sumNanos(helperCells / (lanes + tableLanes));
    double integers = columns * speed.integerSumNanos(witnessCells / columns);
    double multiplications =
        rows * (PER_ROW + PER_LANE_ROW * lanes + PER_TABLE_ROW * tableLanes)
            + PER_CELL * (witnessCells + fixedCells);
    return BASE_SECONDS + 1e-9 * (sums + integers + multiplications * speed.multiplicationNanos());
  }
}
