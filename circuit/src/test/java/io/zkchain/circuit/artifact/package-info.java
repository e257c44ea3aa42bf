/** Tests of the artifact files. */
@NullMarked
package io.zkchain.circuit.artifact;

import org.jspecify.annotations.NullMarked;
