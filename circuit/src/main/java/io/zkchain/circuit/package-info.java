/**
 * Circuits: tensors in columns, relations, lookups, and the checker behind mock.
 *
 * <p>Records hold what they are given; {@link io.zkchain.circuit.CircuitValidator} decides whether
 * a circuit is one that the protocol is sound for, and everything else here expects a valid one.
 * Circuits, and only they, are public. Values are plain integers, and nothing here works in
 * constant time or wipes memory.
 */
@NullMarked
package io.zkchain.circuit;

import org.jspecify.annotations.NullMarked;
