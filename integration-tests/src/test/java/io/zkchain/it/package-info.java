/** The whole path on a real chain, and the rules of the architecture. */
@NullMarked
package io.zkchain.it;

import org.jspecify.annotations.NullMarked;
