package io.zkchain.prover.transcript;

import io.zkchain.prover.field.Fr;

/**
 * Turns the messages of a proof into challenges. {@link Transcript} is the only implementation
 * outside of tests; the zero-knowledge tests fix the challenges instead.
 */
public interface ChallengeSource {
  /**
   * Takes in the next message.
   *
   * @param words the message's bytes as they stand in the proof, a multiple of 32
   */
  void absorb(Phase phase, byte[] words);

  /** Challenge number {@code index} after the last message; asking twice gives the same. */
  Fr challenge(int index);
}
