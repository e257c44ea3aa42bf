/**
 * The zkchain command line: one class per command in {@code command}, and the frame they share.
 *
 * <p>Promises: the result goes to standard output and nothing else does; with {@code --json} it is
 * exactly one JSON document, also when the command fails; notes, progress and errors go to standard
 * error; the exit code is one of {@link io.zkchain.cli.ExitCode}; files appear complete or not at
 * all; secrets come from a keystore, a password file, a prompt or a named environment variable and
 * are never printed.
 *
 * <p>Does not promise: that a secret leaves the memory of the JVM before it ends.
 */
@NullMarked
package io.zkchain.cli;

import org.jspecify.annotations.NullMarked;
