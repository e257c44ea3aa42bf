/** BN254 arithmetic, transcript, sum-checks, commitments, setup, prover and verifier. */
@NullMarked
package io.zkchain.prover;

import org.jspecify.annotations.NullMarked;
