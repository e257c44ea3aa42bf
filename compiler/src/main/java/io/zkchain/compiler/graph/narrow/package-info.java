/** Computing no more of a graph's values than its outputs take. */
@NullMarked
package io.zkchain.compiler.graph.narrow;

import org.jspecify.annotations.NullMarked;
