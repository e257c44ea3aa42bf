package io.zkchain.prover.protocol;

/**
 * What goes wrong in setup, proving or reading a key. The message says what, where, the value and
 * what to do; it never contains a secret. A proof that is refused is no exception but a verdict.
 */
public abstract sealed class ProtocolException extends RuntimeException
    permits SetupException, KeyFormatException, ProvingException {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }

  ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
