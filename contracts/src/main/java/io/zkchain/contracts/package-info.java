/**
 * From Solidity source to a receipt: the pinned compiler, a local chain, and the client that
 * deploys a verifier and submits proofs.
 *
 * <p>Promises: nothing is sent that the node has not simulated first with success; one transaction
 * is handed to the node at most once, and its hash is known to the caller before that; every
 * failure is one of {@link io.zkchain.contracts.ChainException}; no key, password or RPC path
 * appears in an error or a log. A proof that a contract refuses is a result, not an exception.
 *
 * <p>Does not promise: protection of keys in memory (the JVM may copy them), or an answer about a
 * chain that forks after the receipt was read.
 */
@NullMarked
package io.zkchain.contracts;

import org.jspecify.annotations.NullMarked;
