package io.zkchain.prover.protocol;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Phase;
import java.util.Arrays;

/**
 * All challenges of one proof. They depend on hashes alone, so a verifier draws them before it does
 * any algebra.
 */
record Challenges(
    Fr alpha,
    Fr beta,
    Fr gamma,
    Fr delta,
    Fr xi,
    Fr rho,
    Fr[] tau,
    Fr[] r,
    Fr lambda,
    Fr rho2,
    Fr[] rStar,
    Fr eta,
    Fr z,
    Fr nu,
    Fr zeta) {

  /** Index among the phase's challenges of tau_0; gamma, delta, xi and rho come before it. */
  static final int FIRST_TAU = 4;

  /** Absorbs a proof of the right length and draws. */
  static Challenges draw(ChallengeSource transcript, ProofLayout layout, byte[] proof) {
    int n = layout.logRows();
    transcript.absorb(Phase.CELLS, part(proof, layout.cells(), layout.helpers()));
    Fr alpha = transcript.challenge(0);
    Fr beta = transcript.challenge(1);
    transcript.absorb(Phase.HELPERS, part(proof, layout.helpers(), layout.firstRound(0)));
    Fr gamma = transcript.challenge(0);
    Fr delta = transcript.challenge(1);
    Fr xi = transcript.challenge(2);
    Fr rho = transcript.challenge(3);
    Fr[] tau = new Fr[n];
    Arrays.setAll(tau, k -> transcript.challenge(FIRST_TAU + k));
    Fr[] r = new Fr[n];
    for (int round = 0; round < n; round++) {
      byte[] words = part(proof, layout.firstRound(round), layout.firstRound(round + 1));
      transcript.absorb(Phase.FIRST_ROUND, words);
      r[n - 1 - round] = transcript.challenge(0);
    }
    transcript.absorb(Phase.REVEALED, part(proof, layout.revealed(), layout.secondRound(0)));
    Fr lambda = transcript.challenge(0);
    Fr rho2 = transcript.challenge(1);
    Fr[] rStar = new Fr[n];
    for (int round = 0; round < n; round++) {
      byte[] words = part(proof, layout.secondRound(round), layout.secondRound(round + 1));
      transcript.absorb(Phase.SECOND_ROUND, words);
      rStar[n - 1 - round] = transcript.challenge(0);
    }
    transcript.absorb(Phase.MASK_VALUE, part(proof, layout.maskValue(), layout.laurent()));
    Fr eta = transcript.challenge(0);
    transcript.absorb(Phase.LAURENT, part(proof, layout.laurent(), layout.evaluations()));
    Fr z = transcript.challenge(0);
    transcript.absorb(Phase.EVALUATIONS, part(proof, layout.evaluations(), layout.quotient()));
    Fr nu = transcript.challenge(0);
    transcript.absorb(Phase.QUOTIENT, part(proof, layout.quotient(), layout.linearQuotient()));
    Fr zeta = transcript.challenge(0);
    return new Challenges(
        alpha, beta, gamma, delta, xi, rho, tau, r, lambda, rho2, rStar, eta, z, nu, zeta);
  }

  private static byte[] part(byte[] proof, int from, int to) {
    return Arrays.copyOfRange(proof, from, to);
  }
}
