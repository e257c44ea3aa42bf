/**
 * The scalar field Fr and the base field Fq of BN254.
 *
 * <p>{@link io.zkchain.prover.field.Fr} and {@link io.zkchain.prover.field.Fq} are immutable values
 * for code where clarity counts; {@link io.zkchain.prover.field.FrVector} and {@link
 * io.zkchain.prover.field.FieldKernel} work on {@code long[]} arrays for code where speed does. All
 * implementations of a kernel give bit-identical results, because every stored element is fully
 * reduced.
 *
 * <p>Promised: exact arithmetic, and that decoding refuses what is not canonical. Not promised:
 * constant time. Running time and memory access depend on the values, so a machine that proves with
 * secrets must not let others measure it finely.
 */
@NullMarked
package io.zkchain.prover.field;

import org.jspecify.annotations.NullMarked;
