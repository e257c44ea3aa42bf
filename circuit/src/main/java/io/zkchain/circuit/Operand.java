package io.zkchain.circuit;

/**
 * A read of one tensor's cells: A or B of a PAIR tensor, C of a SINGLE one, FIXED of a fixed one.
 */
public record Operand(int tensor, Cell cell) {}
