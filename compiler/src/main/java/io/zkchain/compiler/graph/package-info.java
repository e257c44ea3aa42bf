/**
 * The graph of a model: immutable, statically shaped, in topological order.
 *
 * <p>An {@link io.zkchain.compiler.graph.UntypedGraph} is what an ONNX file says; a {@link
 * io.zkchain.compiler.graph.Graph} is what the rest of the compiler works on: every value has an
 * element type and a static shape, everything that can be constant is an initializer, and no dead
 * node is left. The package knows neither protobuf nor circuits.
 */
@NullMarked
package io.zkchain.compiler.graph;

import org.jspecify.annotations.NullMarked;
