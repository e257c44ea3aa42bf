/**
 * The two sum-checks: round polynomials, masks, and the multilinear weights of a circuit's
 * relations.
 *
 * <p>Promised: work linear in the cells and weights of the circuit, no allocation per row, results
 * that do not depend on the number of threads. Not promised: constant time.
 */
@NullMarked
package io.zkchain.prover.sumcheck;

import org.jspecify.annotations.NullMarked;
