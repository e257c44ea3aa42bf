package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Tensor;

/** Gives the integers of a tensor, row-major over valid cells. */
@FunctionalInterface
public interface CellReader {
  /** The cells of the given kind; the array must not be changed. */
  long[] cells(Tensor tensor, Cell cell);
}
