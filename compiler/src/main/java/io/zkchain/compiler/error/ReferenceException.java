package io.zkchain.compiler.error;

/** ONNX Runtime refuses a model or an input that it should serve as the reference for. */
public final class ReferenceException extends CompilerException {

  public ReferenceException(String message) {
    super(message, null);
  }

  public ReferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
