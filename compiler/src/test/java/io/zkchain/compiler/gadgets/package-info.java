/**
 * Tests of the gadget kit. Uniqueness: every gadget's constraints are enumerated over all
 * assignments at small widths, for honest inputs and for inputs that are any field element.
 */
@NullMarked
package io.zkchain.compiler.gadgets;

import org.jspecify.annotations.NullMarked;
