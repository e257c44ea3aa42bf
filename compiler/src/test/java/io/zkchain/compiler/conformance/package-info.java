/**
 * The ONNX project's own backend node tests, compiled and satisfied: see {@link
 * io.zkchain.compiler.conformance.ConformanceTest}.
 */
@NullMarked
package io.zkchain.compiler.conformance;

import org.jspecify.annotations.NullMarked;
