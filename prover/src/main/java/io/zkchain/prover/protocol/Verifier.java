package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.pairing.Pairing;
import io.zkchain.prover.pairing.PreparedG2;
import io.zkchain.prover.program.ProgramLayout;
import io.zkchain.prover.program.ProgramLayout.Challenge;
import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.Verdict.Reason;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Verifies proofs under one key, as the generated contract does. Immutable and safe to share.
 *
 * <pre>{@code
 * Verdict verdict = new Verifier(key).verify(proof);
 * if (verdict instanceof Verdict.Rejected(var reason, var detail)) { ... }
 * }</pre>
 */
public final class Verifier {
  private static final PreparedG2 GENERATOR = new PreparedG2(G2.GENERATOR);

  private final VerifyingKey key;
  private final Circuit circuit;
  private final VerifierProgram program;
  private final ProgramLayout layout;
  private final ProofLayout proofLayout;
  private final PreparedG2 theta;

  /** A verifier for one key; whoever relies on it has recompiled or reviewed the key's circuit. */
  public Verifier(VerifyingKey key) {
    this.key = key;
    circuit = key.circuit();
    program = key.program();
    layout = program.layout();
    proofLayout = key.layout();
    theta = new PreparedG2(key.theta());
  }

  /**
   * Whether the proof shows the statement of its public values and context under this key. Whoever
   * relies on it compares values and context with what they should be.
   *
   * @return a verdict for any bytes: a bad proof is no exception
   */
  public Verdict verify(Proof proof) {
    try {
      if (!Arrays.equals(proof.keyDigest(), key.digest())) {
        throw new Rejection(Reason.OTHER_KEY, "the proof was made for another verifying key");
      }
      requireCount(proof);
      byte[] bytes = proof.bytes();
      ParsedProof parsed = ParsedProof.read(proofLayout, bytes);
      List<BigInteger> residues = proof.publicWords();
      ChallengeSource transcript = new Transcript(key.digest(), proof.context(), residues);
      List<Fr> words = residues.stream().map(Fr::fromBigInteger).toList();
      check(words, parsed, Challenges.draw(transcript, proofLayout, bytes));
      return new Verdict.Accepted();
    } catch (Rejection e) {
      return e.verdict();
    }
  }

  private void requireCount(Proof proof) throws Rejection {
    int count = proof.publicValues().size();
    int expected = circuit.publicWords();
    if (count != expected) {
      throw new Rejection(
          Reason.PUBLIC_VALUE_COUNT, count + " public values, this key takes " + expected);
    }
  }

  private void check(List<Fr> words, ParsedProof proof, Challenges c) throws Rejection {
    Fr zSquare = c.z().square();
    Fr denominator = zSquare.sub(Fr.ONE);
    if (!proof.inverse().mul(c.z()).mul(denominator).equals(Fr.ONE)) {
      throw new Rejection(Reason.EQUATION, "the supplied inverse of z (z^2 - 1) is wrong");
    }
    if (!opens(openingSum(words, proof, c), proof, c)) {
      throw new Rejection(Reason.EQUATION, "the opening's pairing equation does not hold");
    }
  }

  /**
   * C_G - Z(zeta) C_W - R(zeta) [1]_1: from the program, the public words, both sum-checks and the
   * opening's values. It depends on every word of the proof but those of W'.
   */
  G1 openingSum(List<Fr> words, ParsedProof proof, Challenges c) {
    FrVector outputs = program.evaluate(inputs(proof, c));
    Fr claim = publicPart(words, outputs, c).negate();
    Fr v1 = foldAll(claim, proof.firstRounds(), c.r());
    claim = v1.sub(outputs.get(layout.known())).add(revealedSum(proof, c));
    Fr v2 = foldAll(claim, proof.secondRounds(), c.rStar());
    return combine(proof, c, outputs, v2);
  }

  private FrVector inputs(ParsedProof proof, Challenges c) {
    FrVector in = new FrVector(layout.inputs());
    in.set(layout.challenge(Challenge.ALPHA), c.alpha());
    in.set(layout.challenge(Challenge.BETA), c.beta());
    in.set(layout.challenge(Challenge.GAMMA), c.gamma());
    in.set(layout.challenge(Challenge.DELTA), c.delta());
    in.set(layout.challenge(Challenge.XI), c.xi());
    in.set(layout.challenge(Challenge.RHO), c.rho());
    in.set(layout.challenge(Challenge.LAMBDA), c.lambda());
    for (int k = 0; k < layout.logRows(); k++) {
      in.set(layout.tau(k), c.tau()[k]);
      in.set(layout.r(k), c.r()[k]);
      in.set(layout.rStar(k), c.rStar()[k]);
    }
    for (int j = 0; j < layout.revealedCount(); j++) {
      in.set(layout.revealed(j), proof.revealed().get(j));
    }
    return in;
  }

  /** Constant terms minus public words, each relation at tau with its power of gamma. */
  private Fr publicPart(List<Fr> words, FrVector outputs, Challenges c) {
    Fr sum = outputs.get(layout.constant());
    int word = 0;
    for (int p = 0; p < layout.publicTensors(); p++) {
      PublicTensor tensor = circuit.publicTensors().get(p);
      int count = tensor.shape().volume();
      Fr value = extension(words.subList(word, word + count), c.tau(), tensor.shape().totalBits());
      sum = sum.sub(outputs.get(layout.publicScale(p)).mul(value));
      word += count;
    }
    return sum;
  }

  /** The multilinear extension of words, padded by zeros, at the first coordinates of a point. */
  private static Fr extension(List<Fr> words, Fr[] point, int bits) {
    Fr[] values = new Fr[1 << bits];
    Arrays.setAll(values, k -> k < words.size() ? words.get(k) : Fr.ZERO);
    for (int bit = bits - 1; bit >= 0; bit--) {
      int half = 1 << bit;
      for (int k = 0; k < half; k++) {
        values[k] = values[k].add(point[bit].mul(values[k + half].sub(values[k])));
      }
    }
    return values[0];
  }

  /** Runs a sum-check's rounds, highest variable first; returns the last claim. */
  private static Fr foldAll(Fr claim, List<List<Fr>> rounds, Fr[] point) {
    Fr current = claim;
    for (int k = 0; k < rounds.size(); k++) {
      current = fold(current, rounds.get(k), point[rounds.size() - 1 - k]);
    }
    return current;
  }

  /**
   * The round polynomial at x. Its values at 0 and 1 add up to the claim, which gives the linear
   * coefficient: c1 = claim - 2 c0 - (c2 + c3 + ..).
   *
   * @param sent c0, c2, c3, ..
   */
  private static Fr fold(Fr claim, List<Fr> sent, Fr x) {
    Fr linear = claim.sub(sent.getFirst().twice());
    Fr high = Fr.ZERO;
    for (int k = sent.size() - 1; k >= 1; k--) {
      linear = linear.sub(sent.get(k));
      high = high.mul(x).add(sent.get(k));
    }
    return high.mul(x).add(linear).mul(x).add(sent.getFirst());
  }

  /** Sum over j = 1, 2, .. of lambda^j times revealed evaluation j. */
  private static Fr revealedSum(ParsedProof proof, Challenges c) {
    Fr sum = Fr.ZERO;
    for (Fr value : proof.revealed().reversed()) {
      sum = sum.add(value).mul(c.lambda());
    }
    return sum;
  }

  private G1 combine(ParsedProof proof, Challenges c, FrVector outputs, Fr v2) {
    Fr z = c.z();
    Fr zInverse = proof.inverse().mul(z.square().sub(Fr.ONE));
    List<Fr> values = proof.evaluations();
    Fr nu2 = c.nu().square();
    Fr s1 = Opening.laurentAtInverse(c, zInverse, values, proof.maskValue(), v2);
    Fr y0 = values.get(0).add(c.nu().mul(values.get(2))).add(nu2.mul(values.get(4)));
    Fr y1 = values.get(1).add(c.nu().mul(values.get(3))).add(nu2.mul(s1));
    Fr slope = y0.sub(y1).mul(proof.inverse()).mul(z.square()); // 1 / (z - 1/z) = z^2 inverse
    Fr line = y0.add(c.zeta().sub(z).mul(slope));
    Fr vanishing = c.zeta().sub(z).mul(c.zeta().sub(zInverse));
    List<G1> points = new ArrayList<>(columnCommitments(proof));
    List<Fr> scalars = new ArrayList<>();
    for (int column = 0; column < layout.columns(); column++) {
      scalars.add(c.eta().mul(outputs.get(layout.weight(column))));
    }
    scalars.set(layout.columnMask(), scalars.get(layout.columnMask()).add(c.nu()));
    points.addAll(List.of(proof.mask(), proof.laurent(), proof.quotient(), G1.GENERATOR));
    scalars.addAll(List.of(Fr.ONE, nu2, vanishing.negate(), line.negate()));
    return G1.sum(scalars, points);
  }

  /** e(sum + zeta C_W', [1]_2) = e(C_W', [theta]_2). */
  private boolean opens(G1 sum, ParsedProof proof, Challenges c) {
    G1 quotient = proof.linearQuotient();
    List<G1> points = List.of(sum.add(quotient.mul(c.zeta())), quotient.negate());
    return Pairing.productIsOnePrepared(points, List.of(GENERATOR, theta));
  }

  /** In the order of the program's columns. */
  private List<G1> columnCommitments(ParsedProof proof) {
    List<G1> all = new ArrayList<>(proof.cells());
    all.addAll(proof.helpers());
    all.addAll(key.commitments());
    return all;
  }
}
