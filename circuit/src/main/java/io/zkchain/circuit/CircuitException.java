package io.zkchain.circuit;

/**
 * A circuit that breaks a validity rule, or a file that holds none. The message names the place.
 */
public final class CircuitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CircuitException(String message) {
    super(message);
  }

  public CircuitException(String message, Throwable cause) {
    super(message, cause);
  }
}
