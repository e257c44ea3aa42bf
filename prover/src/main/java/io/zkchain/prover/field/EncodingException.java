package io.zkchain.prover.field;

/** Bytes that are not the canonical encoding of a field element or of a point. */
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was read and why it is refused. */
  public EncodingException(String message) {
    super(message);
  }
}
