package io.zkchain.prover.protocol;

import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The verifier written down plainly, for small circuits: every multilinear extension by its full
 * table, every index relation by its tuples, the opening by the known trapdoor. It shares no code
 * with the product beyond field, curve, layout and transcript.
 *
 * <p>Its options weaken it in the ways that the reviewed design warns of, so that attacks can be
 * seen to work before they are seen to fail.
 */
final class ReferenceVerifier {
  /**
   * @param sharedDelta lanes and table lanes share the powers of delta
   * @param lambdaFrom exponent of lambda of the first revealed column
   * @param activity whether rows without a table entry are excluded
   * @param bindPublicValues whether the transcript starts with the public values
   */
  record Options(boolean sharedDelta, int lambdaFrom, boolean activity, boolean bindPublicValues) {
    static final Options SOUND = new Options(false, 1, true, true);
  }

  private final ReferenceKey key;

  ReferenceVerifier(VerifyingKey key, Fr theta, Options options) {
    this.key = ReferenceKey.of(key, theta, options);
  }

  boolean accepts(Proof proof) {
    return accepts(proof, null);
  }

  /**
   * @param source challenges to use instead of the transcript's, null for those
   */
  boolean accepts(Proof proof, @org.jspecify.annotations.Nullable ChallengeSource source) {
    if (!Arrays.equals(proof.keyDigest(), key.digest())) {
      return false;
    }
    List<BigInteger> absorbed = key.options().bindPublicValues ? proof.publicWords() : List.of();
    ChallengeSource transcript =
        source == null ? new Transcript(key.digest(), proof.context(), absorbed) : source;
    try {
      return new ReferenceRun(key, proof, transcript).check();
    } catch (EncodingException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * The first sum-check's integrand at r for given revealed values, without mask and terms of two
   * operands.
   *
   * @param unrevealed values of unrevealed columns by name, such as C0; all others are 0
   */
  Fr integrand(
      Fr[] revealed, Fr[] r, FirstPoint.EarlyChallenges challenges, Map<String, Fr> unrevealed) {
    ReferencePoint point =
        new ReferencePoint(
            key,
            revealed,
            r,
            challenges.tau().toArray(Fr[]::new),
            challenges.alpha(),
            challenges.beta(),
            challenges.delta(),
            challenges.xi());
    point.readRelations(challenges.gamma());
    return point.integrand(unrevealed);
  }
}
