/** A dApp back end on the Java API. */
@NullMarked
package io.zkchain.examples;

import org.jspecify.annotations.NullMarked;
