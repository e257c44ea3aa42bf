@NullMarked
package io.zkchain.prover.parallel;

import org.jspecify.annotations.NullMarked;
