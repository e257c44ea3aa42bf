/**
 * One file per family of ONNX operators: what it accepts, its exact integer semantics, its
 * lowering, its error bound and the argument for uniqueness.
 *
 * <p>To add an operator: write a class that implements {@link
 * io.zkchain.compiler.operators.OperatorFamily}, add it to {@link
 * io.zkchain.compiler.operators.Operators}, give it cases in the test kit ({@code OperatorCases}),
 * and regenerate {@code docs/operators.md} by its golden test. Lowering works on {@link
 * io.zkchain.compiler.lower.QTensor}: linear and index operators rewrite virtual tensors through
 * {@link io.zkchain.compiler.gadgets.Arithmetic}; what rounds or branches uses a gadget. The kernel
 * that computes an operator's integers must not look at the relations.
 */
@NullMarked
package io.zkchain.compiler.operators;

import org.jspecify.annotations.NullMarked;
