package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;

/**
 * How much memory it takes to prove one witness of a circuit, without any proof being made.
 *
 * <p>The peak is the start of the first sum-check. Bytes a row that then are alive, for integers of
 * 8 bytes and field elements of 32:
 *
 * <ul>
 *   <li>a witness lane: three columns of integers; helper and its copy, two denominators, two
 *       selectors; three columns as field elements, each with its weights: 24 + 6 * 32 + 6 * 32;
 *   <li>a table lane: multiplicities as integers and as field elements, helper and its copy,
 *       denominator, selector: 8 + 5 * 32;
 *   <li>a fixed column: integers; field elements with their weights: 8 + 2 * 32;
 *   <li>a column of table outputs: integers: 8;
 *   <li>once: scalars, buckets and results of the multi-scalar multiplication, and what the
 *       collector needs to move: {@value #SHARED}.
 * </ul>
 *
 * <p>To this comes what does not depend on the rows: the program itself, the model, the circuit.
 *
 * @param heapBytes Java's heap, below which a proof may fail
 * @param residentBytes of the whole process with such a heap: code, threads, mapped files too
 */
public record ProverMemory(long heapBytes, long residentBytes) {
  private static final int LANE = 408;
  private static final int TABLE_LANE = 168;
  private static final int FIXED_COLUMN = 72;
  private static final int OUTPUT_COLUMN = 8;
  private static final int SHARED = 256;

  private static final long BASE_HEAP = 48L << 20;
  private static final long BESIDE_HEAP = 160L << 20;

  /** The need of one proof at a time. */
  public static ProverMemory of(Circuit circuit) {
    int outputs = 0;
    for (int lane = 0; lane < circuit.tableLanes(); lane++) {
      outputs += circuit.hasOutputColumn(lane) ? 1 : 0;
    }
    long row =
        SHARED
            + (long) LANE * circuit.lanes()
            + (long) TABLE_LANE * circuit.tableLanes()
            + (long) FIXED_COLUMN * circuit.fixedColumns()
            + (long) OUTPUT_COLUMN * outputs;
    long heap = BASE_HEAP + row * circuit.rows();
    return new ProverMemory(heap, heap + BESIDE_HEAP);
  }
}
