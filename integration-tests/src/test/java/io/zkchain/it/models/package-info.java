/** Trained models, each from its ONNX file to a receipt on a chain. */
@NullMarked
package io.zkchain.it.models;

import org.jspecify.annotations.NullMarked;
