/**
 * The Fiat-Shamir transcript: every message is hashed before the challenge that depends on it is
 * drawn.
 *
 * <p>Promised: the bytes of {@code docs/protocol.md}, the same on the JVM and in the generated
 * contract. Not promised: any use for secrets; everything here is public.
 */
@NullMarked
package io.zkchain.prover.transcript;

import org.jspecify.annotations.NullMarked;
