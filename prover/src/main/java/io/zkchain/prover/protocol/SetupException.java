package io.zkchain.prover.protocol;

/** Keys cannot be made: the powers of tau are too few, or values do not fit the circuit. */
public final class SetupException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  SetupException(String message) {
    super(message);
  }

  SetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
