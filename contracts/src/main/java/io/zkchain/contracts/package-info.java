/** Solidity compilation, deployment and proof submission. */
@NullMarked
package io.zkchain.contracts;

import org.jspecify.annotations.NullMarked;
