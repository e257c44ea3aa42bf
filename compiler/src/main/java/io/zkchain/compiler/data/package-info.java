/**
 * Input files: JSON in the forms that ezkl users and hand-written tests have, and numpy archives.
 *
 * <p>Files are not trusted. Whatever they hold, reading ends in samples that fit the model's inputs
 * in name, shape, type and finiteness, or in an {@link
 * io.zkchain.compiler.error.InputDataException} with one line. Messages show at most one element of
 * the data.
 */
@NullMarked
package io.zkchain.compiler.data;

import org.jspecify.annotations.NullMarked;
