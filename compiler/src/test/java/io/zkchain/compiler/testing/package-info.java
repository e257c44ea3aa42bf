/** Helpers of the compiler's tests. */
@NullMarked
package io.zkchain.compiler.testing;

import org.jspecify.annotations.NullMarked;
