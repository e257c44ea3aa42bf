package io.zkchain.compiler.error;

import org.jspecify.annotations.Nullable;

/** Root of the errors between an ONNX file and a circuit. */
public abstract sealed class CompilerException extends RuntimeException
    permits ModelException, InputDataException, ReferenceException {

  CompilerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
