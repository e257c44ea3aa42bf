/**
 * Verifying keys to Solidity: one self-contained contract a key, the compiler settings that compile
 * it, and the encoding of calls.
 *
 * <p>{@link io.zkchain.solidity.SolidityVerifier} prints a contract that accepts exactly the proofs
 * that {@link io.zkchain.prover.protocol.Verifier} accepts. It has no owner, no storage and no
 * dependency. Promised: the same key and name give the same bytes. Not promised: that a model of
 * any size fits the 24,576 bytes of code that most chains allow; {@link
 * io.zkchain.solidity.GeneratedVerifier#requireDeployable} says so when it does not.
 */
@NullMarked
package io.zkchain.solidity;

import org.jspecify.annotations.NullMarked;
