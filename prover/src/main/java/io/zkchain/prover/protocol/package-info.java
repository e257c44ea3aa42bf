/**
 * Setup, prover, verifier, their keys and proofs: the protocol of {@code docs/protocol.md}.
 *
 * <p>Promised: completeness, soundness and zero knowledge as argued there, for keys whose circuit
 * you compiled or reviewed; every proof uses fresh randomness from {@link
 * java.security.SecureRandom}. Not promised: constant time. A machine that proves with secrets must
 * not let others measure it finely.
 */
@NullMarked
package io.zkchain.prover.protocol;

import org.jspecify.annotations.NullMarked;
