/** The prover's curve arithmetic against the EVM's. */
@NullMarked
package io.zkchain.it.curve;

import org.jspecify.annotations.NullMarked;
