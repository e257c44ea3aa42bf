@NullMarked
package io.zkchain.prover.pairing;

import org.jspecify.annotations.NullMarked;
