package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Cell;

/**
 * A column that relations read.
 *
 * @param index the lane, or the number of the fixed column
 */
public record ColumnKey(Cell cell, int index) {}
