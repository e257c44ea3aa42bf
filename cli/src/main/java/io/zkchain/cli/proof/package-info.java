/** The file that carries a proof between programs, {@code proof.json}. */
@NullMarked
package io.zkchain.cli.proof;

import org.jspecify.annotations.NullMarked;
