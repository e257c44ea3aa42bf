package io.zkchain.compiler.error;

/** An input file that cannot be read or does not fit the model's inputs. */
public final class InputDataException extends CompilerException {

  public InputDataException(String message) {
    super(message, null);
  }

  public InputDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
