package io.zkchain.prover.protocol;

/** A file or byte array holds no such key, or one that is damaged or breaks a rule. */
public final class KeyFormatException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  KeyFormatException(String message) {
    super(message);
  }

  KeyFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
