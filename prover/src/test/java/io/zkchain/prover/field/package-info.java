@NullMarked
package io.zkchain.prover.field;

import org.jspecify.annotations.NullMarked;
