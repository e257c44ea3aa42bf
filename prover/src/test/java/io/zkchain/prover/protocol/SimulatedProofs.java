package io.zkchain.prover.protocol;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/**
 * Accepted proofs of any statement, true or false, by whoever knows the secret theta: every word is
 * random but W', which the pairing equation determines, and the inverse of z (z^2 - 1).
 *
 * <p>They show that a verifier reads every word, without a prover. That no one can make them is
 * what the powers of tau are for.
 */
public final class SimulatedProofs {
  private final VerifyingKey key;
  private final Fr theta;
  private final Random random;

  /** For a key whose [theta]_2 is theta times the generator. */
  public SimulatedProofs(VerifyingKey key, Fr theta, long seed) {
    this.key = key;
    this.theta = theta;
    random = new Random(seed);
  }

  /** An accepted proof for these values. */
  public Proof prove(List<BigInteger> publicValues, byte[] context) {
    return prove(publicValues, context, Fr.ZERO);
  }

  /**
   * A proof whose inverse of z (z^2 - 1) is wrong by so much, and whose W' solves the pairing
   * equation all the same: no challenge binds the inverse, only its own check does.
   */
  public Proof withFalseInverse(List<BigInteger> publicValues, byte[] context, Fr error) {
    return prove(publicValues, context, error);
  }

  private Proof prove(List<BigInteger> publicValues, byte[] context, Fr error) {
    ProofLayout layout = key.layout();
    byte[] bytes = new byte[layout.length()];
    for (int at = 0; at < bytes.length; at += ProofLayout.WORD) {
      Fr.random(random).putBytes32(bytes, at);
    }
    for (int at = 0; at < layout.firstRound(0); at += ProofLayout.POINT) {
      putPoint(bytes, at);
    }
    putPoint(bytes, layout.laurent());
    putPoint(bytes, layout.quotient());
    putPoint(bytes, layout.linearQuotient());
    Proof statement = new Proof(key.digest(), context, publicValues, bytes);
    complete(statement, layout, bytes, error);
    return new Proof(key.digest(), context, publicValues, bytes);
  }

  private void complete(Proof statement, ProofLayout layout, byte[] bytes, Fr error) {
    Transcript transcript =
        new Transcript(key.digest(), statement.context(), statement.publicWords());
    Challenges c = Challenges.draw(transcript, layout, bytes);
    Fr inverse = c.z().mul(c.z().square().sub(Fr.ONE)).inverse();
    inverse.add(error).putBytes32(bytes, layout.inverse());
    List<Fr> words = statement.publicWords().stream().map(Fr::fromBigInteger).toList();
    try {
      G1 sum = new Verifier(key).openingSum(words, ParsedProof.read(layout, bytes), c);
      // sum + zeta W' = theta W'
      sum.mul(theta.sub(c.zeta()).inverse()).putBytes(bytes, layout.linearQuotient());
    } catch (Rejection e) {
      throw new IllegalStateException("the words are well formed", e);
    }
  }

  private void putPoint(byte[] bytes, int at) {
    G1.GENERATOR.mul(Fr.random(random)).putBytes(bytes, at);
  }
}
