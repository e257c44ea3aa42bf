/** Random models, compiled and compared with ONNX Runtime. */
@NullMarked
package io.zkchain.compiler.fuzz;

import org.jspecify.annotations.NullMarked;
