package io.zkchain.compiler.error;

/**
 * A valid ONNX model that cannot become a circuit: an opset or element type that is not read, a
 * dimension that has no value, a shape that depends on data, weights that are not finite.
 */
public final class UnsupportedModelException extends ModelException {

  public UnsupportedModelException(String message) {
    super(message, null);
  }

  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
