/**
 * One file per family of ONNX operators: what it accepts, its exact integer semantics, its
 * lowering, its error bound and the argument for uniqueness.
 *
 * <p>To add an operator: write a class that implements {@link
 * io.zkchain.compiler.operators.OperatorFamily} and name it in the list of {@link
 * io.zkchain.compiler.operators.Operators}. Tests fail until the rest is there, too: a shape rule
 * in {@code graph.shape} (most operators of ONNX have one), a case in the test kit ({@code
 * OperatorCases}, whose laws then hold for it), and {@code docs/operators.md}, which its golden
 * test writes with {@code -Dzkchain.regenerate=true}. An operator whose output element depends on
 * few input elements may say so in {@code graph.narrow}; folding constants needs nothing, ONNX
 * Runtime does it. Lowering works on {@link io.zkchain.compiler.lower.QTensor}: linear and index
 * operators rewrite virtual tensors through {@link io.zkchain.compiler.gadgets.Arithmetic}; what
 * rounds or branches uses a gadget. The kernel that computes an operator's integers must not look
 * at the relations.
 */
@NullMarked
package io.zkchain.compiler.operators;

import org.jspecify.annotations.NullMarked;
