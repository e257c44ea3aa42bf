/**
 * The groups G1 and G2 of BN254 (alt_bn128), as the EVM's precompiles define them (EIP-196,
 * EIP-197).
 *
 * <p>Promised: additions are complete (doubling, opposite points and infinity included), and
 * decoding refuses coordinates that are not canonical and points outside the group. Not promised:
 * constant time.
 */
@NullMarked
package io.zkchain.prover.curve;

import org.jspecify.annotations.NullMarked;
