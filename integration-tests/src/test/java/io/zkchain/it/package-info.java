/** The whole path on a real chain. */
@NullMarked
package io.zkchain.it;

import org.jspecify.annotations.NullMarked;
