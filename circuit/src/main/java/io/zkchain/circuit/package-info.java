/** Circuits: tensors in columns, relations, lookups, and the checker behind mock. */
@NullMarked
package io.zkchain.circuit;

import org.jspecify.annotations.NullMarked;
