package io.zkchain.circuit.audit;

import io.zkchain.circuit.Operand;

/**
 * A cell that gets another value.
 *
 * @param cell kind of cell and tensor
 * @param index row-major number in the tensor
 * @param by what is added, not 0
 */
record Change(Operand cell, int index, long by) {}
