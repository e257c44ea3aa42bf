/**
 * The errors of the compiler, one sealed family by stage.
 *
 * <p>Every message is one line and says what is wrong, where (node name and operator, or tensor and
 * index), the offending value and, where there is one, the way out. The exceptions carry no
 * secrets: of an input they show at most one offending element.
 */
@NullMarked
package io.zkchain.compiler.error;

import org.jspecify.annotations.NullMarked;
