/**
 * The optimal ate pairing on BN254.
 *
 * <p>Promised: the verdict of EIP-197's precompile on points that {@code curve} has decoded. Not
 * promised: constant time; pairings here have public arguments only.
 */
@NullMarked
package io.zkchain.prover.pairing;

import org.jspecify.annotations.NullMarked;
