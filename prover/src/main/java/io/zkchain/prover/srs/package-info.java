/**
 * Structured reference strings: the files of public ceremonies, their checks, and a file format of
 * our own that is mapped and used as it is.
 *
 * <p>Promised: an imported SRS consists of valid points that are consecutive powers of one secret.
 * Not promised: that nobody knows the secret; that is what a ceremony is for, and its chain of
 * contributions is not checked here.
 */
@NullMarked
package io.zkchain.prover.srs;

import org.jspecify.annotations.NullMarked;
