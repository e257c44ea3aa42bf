package io.zkchain.compiler.lower;

import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of cells before it has a place. Its shape has no axis of size 1.
 *
 * @param id position among the circuit's tensors
 * @param table of witness tensors; null for fixed ones
 * @param first buffer of cells A, C or FIXED
 * @param second buffer of cells B, -1 if there is none
 * @param magnitudeBits of fixed tensors
 */
public record Committed(
    int id,
    String name,
    String origin,
    Slot slot,
    Shape shape,
    @Nullable LookupTable table,
    int first,
    int second,
    int magnitudeBits) {}
