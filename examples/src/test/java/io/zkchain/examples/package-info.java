/** The examples, run on a local chain. */
@NullMarked
package io.zkchain.examples;

import org.jspecify.annotations.NullMarked;
