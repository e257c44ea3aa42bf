/**
 * Reading and writing ONNX files.
 *
 * <p>Bytes that come in are never trusted: whatever they hold, reading ends in a model or in a
 * {@link io.zkchain.compiler.error.ModelException} with one line; no allocation is larger than the
 * data that backs it. External tensor data is read only from files below the model's own folder.
 */
@NullMarked
package io.zkchain.compiler.onnx;

import org.jspecify.annotations.NullMarked;
