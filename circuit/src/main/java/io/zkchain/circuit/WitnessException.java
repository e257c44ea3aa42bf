package io.zkchain.circuit;

/**
 * A witness that does not fit its circuit: values missing, or a value that is no entry of its
 * table. The message names the node, the tensor and the index, but no value: they may be private.
 */
public final class WitnessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WitnessException(String message) {
    super(message);
  }
}
