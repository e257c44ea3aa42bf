/**
 * From real numbers to integers: exact scales, integer intervals, and the choice of scales by
 * calibration and by bounds from the real weights.
 *
 * <p>Promises: deterministic on every machine (exact rationals, IEEE doubles, StrictMath).
 * Calibration decides precision and completeness, never soundness.
 */
@NullMarked
package io.zkchain.compiler.quantize;

import org.jspecify.annotations.NullMarked;
