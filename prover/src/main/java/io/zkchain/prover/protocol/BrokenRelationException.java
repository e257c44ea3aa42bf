package io.zkchain.prover.protocol;

/** A relation does not hold at the random point; {@link Prover} then looks for the one. */
final class BrokenRelationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenRelationException() {
    super("a relation of the circuit does not hold");
  }
}
