/** Tests of the command line, in this process, with a terminal that records. */
@NullMarked
package io.zkchain.cli;

import org.jspecify.annotations.NullMarked;
