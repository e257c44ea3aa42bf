/**
 * Shape inference, one file per operator family, and the resolved geometry (axes, windows, pads,
 * slices) that lowering reads from the same code, so that both always agree.
 *
 * <p>Rules check what they need: argument counts, ranks, lengths that must agree. They never look
 * at data except where ONNX makes the shape depend on it (shapes, axes, pads, k), and then the data
 * must be constant.
 */
@NullMarked
package io.zkchain.compiler.graph.shape;

import org.jspecify.annotations.NullMarked;
