/**
 * Results of ONNX Runtime: the reference against which calibration and the fidelity report measure,
 * and the evaluator of constant nodes. One thread, no graph optimisation, so that a result is a
 * function of model and input. Nothing here is needed to prove or to verify.
 */
@NullMarked
package io.zkchain.compiler.reference;

import org.jspecify.annotations.NullMarked;
