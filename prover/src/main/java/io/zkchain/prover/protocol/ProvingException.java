package io.zkchain.prover.protocol;

/** No proof can be made: the witness breaks the circuit, or does not belong to the key. */
public final class ProvingException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  ProvingException(String message) {
    super(message);
  }

  ProvingException(String message, Throwable cause) {
    super(message, cause);
  }
}
