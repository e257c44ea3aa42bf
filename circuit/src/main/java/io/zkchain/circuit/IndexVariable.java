package io.zkchain.circuit;

/**
 * An index variable v with 0 <= v < bound.
 *
 * @param axis the axis of its side; for {@link Side#FREE} any number that is unique in the term
 * @param bound at most the axis's size
 */
public record IndexVariable(Side side, int axis, int bound) {}
