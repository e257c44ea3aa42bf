/** Verifying keys to Solidity source, compiler settings and calldata. */
@NullMarked
package io.zkchain.solidity;

import org.jspecify.annotations.NullMarked;
