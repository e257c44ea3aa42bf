/** A Foundry project built offline: forge from npm, with the pinned npm compiler behind it. */
@NullMarked
package io.zkchain.it.foundry;

import org.jspecify.annotations.NullMarked;
