package io.zkchain.compiler.error;

/** The file is no ONNX model, is truncated, or breaks the rules of ONNX. */
public final class InvalidModelException extends ModelException {

  public InvalidModelException(String message) {
    super(message, null);
  }

  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
