/** ONNX graphs to circuits: shapes, quantisation, operators, placement. */
@NullMarked
package io.zkchain.compiler;

import org.jspecify.annotations.NullMarked;
