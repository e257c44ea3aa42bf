/** Micro-benchmarks of field and curve arithmetic, one question a class, and peers beside them. */
@NullMarked
package io.zkchain.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
