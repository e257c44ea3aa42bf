package io.zkchain.prover.protocol;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents of a proof, every scalar canonical and every point on the curve.
 *
 * @param cells commitments of phase 1
 * @param helpers commitments of the helpers and of M
 * @param mask commitment of O
 * @param firstRounds coefficients 0, 2, 3, 4 of each round
 * @param revealed f_c(r)
 * @param secondRounds coefficients 0, 2 of each round
 * @param maskValue u_O
 * @param laurent commitment of S
 * @param evaluations F(z), F(1/z), M(z), M(1/z), S(z)
 * @param quotient commitment of W
 * @param linearQuotient commitment of W'
 * @param inverse claimed to be 1 / (z (z^2 - 1))
 */
record ParsedProof(
    List<G1> cells,
    List<G1> helpers,
    G1 mask,
    List<List<Fr>> firstRounds,
    List<Fr> revealed,
    List<List<Fr>> secondRounds,
    Fr maskValue,
    G1 laurent,
    List<Fr> evaluations,
    G1 quotient,
    G1 linearQuotient,
    Fr inverse) {

  /**
   * Reads a proof.
   *
   * @throws Rejection if the length is wrong or a word is not valid
   */
  static ParsedProof read(ProofLayout layout, byte[] proof) throws Rejection {
    if (proof.length != layout.length()) {
      throw new Rejection(
          Reason.LENGTH, proof.length + " bytes, a proof of this key has " + layout.length());
    }
    List<List<Fr>> first = new ArrayList<>();
    List<List<Fr>> second = new ArrayList<>();
    for (int k = 0; k < layout.logRows(); k++) {
      first.add(scalars(proof, layout.firstRound(k), ProofLayout.FIRST_ROUND_WORDS));
      second.add(scalars(proof, layout.secondRound(k), ProofLayout.SECOND_ROUND_WORDS));
    }
    List<Fr> revealed = scalars(proof, layout.revealed(), layout.revealedColumns());
    Fr maskValue = scalar(proof, layout.maskValue());
    List<Fr> evaluations = scalars(proof, layout.evaluations(), ProofLayout.EVALUATIONS);
    Fr inverse = scalar(proof, layout.inverse());
    List<G1> helpers = points(proof, layout.helpers(), layout.helperColumns() + 2);
    return new ParsedProof(
        points(proof, layout.cells(), layout.cellColumns()),
        helpers.subList(0, layout.helperColumns() + 1),
        helpers.getLast(),
        first,
        revealed,
        second,
        maskValue,
        point(proof, layout.laurent()),
        evaluations,
        point(proof, layout.quotient()),
        point(proof, layout.linearQuotient()),
        inverse);
  }

  private static List<Fr> scalars(byte[] proof, int offset, int count) throws Rejection {
    List<Fr> scalars = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      scalars.add(scalar(proof, offset + ProofLayout.WORD * k));
    }
    return scalars;
  }

  private static Fr scalar(byte[] proof, int offset) throws Rejection {
    try {
      return Fr.fromCanonicalBytes(proof, offset);
    } catch (EncodingException e) {
      throw new Rejection(Reason.SCALAR, "byte " + offset + ": " + e.getMessage());
    }
  }

  private static List<G1> points(byte[] proof, int offset, int count) throws Rejection {
    List<G1> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      points.add(point(proof, offset + ProofLayout.POINT * k));
    }
    return points;
  }

  private static G1 point(byte[] proof, int offset) throws Rejection {
    try {
      return G1.fromBytes(proof, offset);
    } catch (EncodingException e) {
      throw new Rejection(Reason.POINT, "byte " + offset + ": " + e.getMessage());
    }
  }
}
