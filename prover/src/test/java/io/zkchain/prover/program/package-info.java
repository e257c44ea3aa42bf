@NullMarked
package io.zkchain.prover.program;

import org.jspecify.annotations.NullMarked;
