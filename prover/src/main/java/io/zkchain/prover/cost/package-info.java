/** What proving costs, told from a circuit before there is a key. */
@NullMarked
package io.zkchain.prover.cost;

import org.jspecify.annotations.NullMarked;
