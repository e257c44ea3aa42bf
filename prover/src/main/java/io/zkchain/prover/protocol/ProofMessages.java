package io.zkchain.prover.protocol;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Phase;
import java.util.ArrayList;
import java.util.List;

/** Writes a proof's messages to their places and absorbs them; draws the challenges. */
final class ProofMessages {
  private final ProofLayout layout;
  private final ChallengeSource transcript;
  private final byte[] proof;

  ProofMessages(ProofLayout layout, ChallengeSource transcript) {
    this.layout = layout;
    this.transcript = transcript;
    this.proof = new byte[layout.length()];
  }

  ProofLayout layout() {
    return layout;
  }

  byte[] proof() {
    return proof;
  }

  void points(Phase phase, int offset, List<G1> points) {
    byte[] message = new byte[points.size() * ProofLayout.POINT];
    for (int i = 0; i < points.size(); i++) {
      points.get(i).putBytes(message, i * ProofLayout.POINT);
    }
    send(phase, offset, message);
  }

  void scalars(Phase phase, int offset, Fr... values) {
    send(phase, offset, words(values));
  }

  private void send(Phase phase, int offset, byte[] message) {
    System.arraycopy(message, 0, proof, offset, message.length);
    transcript.absorb(phase, message);
  }

  /** A point after which no challenge is drawn. */
  void lastPoint(int offset, G1 point) {
    point.putBytes(proof, offset);
  }

  /** A scalar that the verifier could compute itself. */
  void hint(int offset, Fr value) {
    value.putBytes32(proof, offset);
  }

  private static byte[] words(Fr[] values) {
    byte[] words = new byte[values.length * ProofLayout.WORD];
    for (int i = 0; i < values.length; i++) {
      values[i].putBytes32(words, i * ProofLayout.WORD);
    }
    return words;
  }

  Fr challenge(int index) {
    return transcript.challenge(index);
  }

  /** Challenges from, from + 1, ... */
  List<Fr> challenges(int from, int count) {
    List<Fr> challenges = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      challenges.add(transcript.challenge(from + k));
    }
    return challenges;
  }
}
