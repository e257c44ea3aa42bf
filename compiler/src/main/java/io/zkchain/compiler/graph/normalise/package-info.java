/**
 * From the graph of a file to the {@link io.zkchain.compiler.graph.Graph} that is compiled: input
 * dimensions fixed, constants folded, dead and idle nodes removed, branches chosen, and every
 * problem reported as one line.
 */
@NullMarked
package io.zkchain.compiler.graph.normalise;

import org.jspecify.annotations.NullMarked;
