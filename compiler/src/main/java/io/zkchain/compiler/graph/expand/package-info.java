/**
 * Nodes that are replaced, when a model is read, by nodes of ai.onnx with the same meaning: what
 * the classical models share with matrix products and comparisons, and loops whose trip count is
 * constant.
 *
 * <p>Promises: the replacement is deterministic, and equal in real numbers to what it replaces.
 */
@NullMarked
package io.zkchain.compiler.graph.expand;

import org.jspecify.annotations.NullMarked;
