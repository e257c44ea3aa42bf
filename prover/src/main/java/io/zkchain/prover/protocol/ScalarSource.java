package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import java.security.SecureRandom;

/**
 * The secret uniform scalars of one proof, each drawn once. Package-private: outside of tests there
 * is no other source than {@link SecureRandom}.
 */
@FunctionalInterface
interface ScalarSource {
  /** What a scalar hides. */
  enum Use {
    /** Row N - 1 of a revealed column; the index is the column's number. */
    RESERVED,
    /** Coefficient at X^N of a witness column; the index is the column's number. */
    BLINDER,
    /** A coefficient of M; the index is its position. */
    MASK,
    /** A coefficient of the opening mask O; the index is its number in the list of positions. */
    OPENING_MASK
  }

  Fr next(Use use, int index);

  /** Fresh scalars from the system's generator. */
  static ScalarSource secure() {
    SecureRandom random = new SecureRandom();
    return (use, index) -> Fr.random(random);
  }
}
