/** The rules of the architecture, checked on the compiled classes. */
@NullMarked
package io.zkchain.it.rules;

import org.jspecify.annotations.NullMarked;
