/** Micro-benchmarks and end-to-end figures. */
@NullMarked
package io.zkchain.benchmarks;

import org.jspecify.annotations.NullMarked;
