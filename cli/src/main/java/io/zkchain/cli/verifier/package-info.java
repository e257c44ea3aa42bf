/** The directory that {@code generate-verifier} writes and {@code deploy} reads. */
@NullMarked
package io.zkchain.cli.verifier;

import org.jspecify.annotations.NullMarked;
