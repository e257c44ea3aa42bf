/** The zkchain command line. */
@NullMarked
package io.zkchain.cli;

import org.jspecify.annotations.NullMarked;
