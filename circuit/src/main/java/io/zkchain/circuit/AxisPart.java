package io.zkchain.circuit;

/**
 * The indices [base, base + 2^bits) of one axis that a block holds. The base is a multiple of
 * 2^bits, so that the higher bits of an index are constant in the block.
 */
public record AxisPart(int base, int bits) {}
