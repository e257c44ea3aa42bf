@NullMarked
package io.zkchain.prover.curve;

import org.jspecify.annotations.NullMarked;
