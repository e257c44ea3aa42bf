package io.zkchain.prover.protocol;

/** The outcome of a verification. A rejected proof is a result, not an exception. */
public sealed interface Verdict {
  /** The statement holds, up to the protocol's soundness error. */
  record Accepted() implements Verdict {}

  /**
   * The proof shows nothing.
   *
   * @param detail what was found where, for people
   */
  record Rejected(Reason reason, String detail) implements Verdict {}

  /** Why a proof is rejected. The generated contract has an error for each of the last four. */
  enum Reason {
    /** The proof names another verifying key. A contract knows only its own key. */
    OTHER_KEY,
    /** The number of public values is wrong. A contract's types fix it. */
    PUBLIC_VALUE_COUNT,
    /** The proof is too short or too long. */
    LENGTH,
    /** A scalar of the proof is not below r. */
    SCALAR,
    /** A point's coordinate is not below q, or the point is not on the curve. */
    POINT,
    /** The supplied inverse is wrong, or the pairing equation does not hold. */
    EQUATION
  }

  /** Whether the proof is accepted. */
  default boolean accepted() {
    return this instanceof Accepted;
  }
}
