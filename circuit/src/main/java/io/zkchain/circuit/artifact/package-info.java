/**
 * The file format that all binary artifacts share: a header that says what the file is and which
 * circuit it belongs to, the payload, and a checksum.
 *
 * <p>The checksum finds accidents, not attacks: who can write the file can write the checksum.
 * Readers still validate every payload. Files that hold secrets are created readable by their owner
 * only; they are not encrypted.
 */
@NullMarked
package io.zkchain.circuit.artifact;

import org.jspecify.annotations.NullMarked;
