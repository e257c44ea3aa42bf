/**
 * A dApp back end on the published Java API: an escrow that pays for proven predictions, and the
 * path from a model to a receipt in a few lines.
 *
 * <p>It is meant to be read and copied. It is not audited, and no part of the product needs it.
 */
@NullMarked
package io.zkchain.examples;

import org.jspecify.annotations.NullMarked;
