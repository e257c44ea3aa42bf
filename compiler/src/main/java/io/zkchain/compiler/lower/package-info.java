/**
 * The compiler's middle: virtual tensors of integers over committed cells, the index relations that
 * connect them, the evaluation that fills the cells, and the placement of all of it in columns.
 *
 * <p>Promises: equal settings give equal circuits, and every rewrite of an index relation keeps its
 * set of tuples. It knows no operator and no gadget.
 */
@NullMarked
package io.zkchain.compiler.lower;

import org.jspecify.annotations.NullMarked;
