@NullMarked
package io.zkchain.prover.cost;

import org.jspecify.annotations.NullMarked;
