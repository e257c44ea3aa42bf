/**
 * Commitments to columns and the opening of their evaluations ("Vela": a Laurent polynomial whose
 * constant coefficient is the claimed inner product).
 *
 * <p>Promised: commitments hide perfectly if their blinder is uniform. Not promised: constant time.
 */
@NullMarked
package io.zkchain.prover.commit;

import org.jspecify.annotations.NullMarked;
