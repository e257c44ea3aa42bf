/**
 * Verifying keys to Solidity: one self-contained source a key, the compiler settings that compile
 * it, and the encoding of calls.
 *
 * <p>{@link io.zkchain.solidity.SolidityVerifier} prints a contract that accepts exactly the proofs
 * that {@link io.zkchain.prover.protocol.Verifier} accepts. It has no owner, no storage and no
 * dependency. Where its code passes the 24,576 bytes that most chains allow, the verifier program
 * goes to contracts of its own: the constructor makes them, or takes their addresses where one
 * transaction cannot create them all. Promised: the same key and name give the same bytes.
 */
@NullMarked
package io.zkchain.solidity;

import org.jspecify.annotations.NullMarked;
