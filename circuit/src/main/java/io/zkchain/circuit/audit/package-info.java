/**
 * Searches a witness for changes that no constraint notices: what audit does.
 *
 * <p>It finds cells and pairs of cells that a relation or a lookup fails to determine. It is a
 * search, not a proof: what it does not find in the changes that it tries may still be there.
 */
@NullMarked
package io.zkchain.circuit.audit;

import org.jspecify.annotations.NullMarked;
