/**
 * What the verifier computes about the circuit, as one expression graph.
 *
 * <p>{@link io.zkchain.prover.program.VerifierProgram} follows from the circuit alone: multilinear
 * extensions of index relations, block and lane selectors, structured table columns, and from them
 * the part of the first sum-check's integrand that the verifier knows and the weight of every
 * column in the opening. Java evaluates it; the Solidity generator prints it as straight-line code.
 *
 * <p>Promised: the same circuit gives the same bytes; an evaluation equals the plain sums of the
 * protocol's text. Not promised: the least possible number of operations.
 */
@NullMarked
package io.zkchain.prover.program;

import org.jspecify.annotations.NullMarked;
