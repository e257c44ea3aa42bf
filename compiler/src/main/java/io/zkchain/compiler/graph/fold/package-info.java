/**
 * Evaluation of nodes whose inputs are all constant.
 *
 * <p>Data movement and the arithmetic of shapes are computed here, exactly as ONNX defines them;
 * the float32 and float64 operations among them are single IEEE operations and so agree with every
 * conforming runtime. Everything else goes to a {@link
 * io.zkchain.compiler.graph.fold.ConstantEvaluator}. The result is stored in the model, so that
 * nothing has to be evaluated again when a circuit is loaded.
 */
@NullMarked
package io.zkchain.compiler.graph.fold;

import org.jspecify.annotations.NullMarked;
