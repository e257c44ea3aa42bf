/**
 * The kit that operators are made of: arithmetic on virtual tensors, and gadgets that add cells
 * with relations that leave exactly one admissible value for them.
 *
 * <p>Each gadget's Javadoc has its constraints and the argument for uniqueness; the tests enumerate
 * all assignments at small widths.
 */
@NullMarked
package io.zkchain.compiler.gadgets;

import org.jspecify.annotations.NullMarked;
