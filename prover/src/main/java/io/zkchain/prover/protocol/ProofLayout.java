package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;

/**
 * Where the parts of a proof lie, in bytes. A proof is a sequence of 32-byte big-endian words; a
 * point takes two, x then y.
 *
 * <pre>
 * cells       3L+T points     a_0, b_0, c_0, a_1, .., m_0, ..
 * helpers     L+T+2 points    h_0, .., ht_0, .., M, O
 * rounds 1    n x 4 words     coefficients 0, 2, 3, 4; highest variable first
 * revealed    3L+T words      a_0, b_0, a_1, .., h_0, .., ht_0, ..
 * rounds 2    n x 2 words     coefficients 0, 2
 * mask value  1 word          O~(r*)
 * laurent     1 point         S
 * evaluations 5 words         F(z), F(1/z), M(z), M(1/z), S(z)
 * quotient    1 point         W
 * linear      1 point         W'
 * inverse     1 word          1 / (z (z^2 - 1))
 * </pre>
 *
 * @param logRows n
 * @param lanes L
 * @param tableLanes T
 */
public record ProofLayout(int logRows, int lanes, int tableLanes) {
  /** Bytes of a word. */
  public static final int WORD = 32;

  /** Bytes of a point. */
  public static final int POINT = 2 * WORD;

  /** Words of a round of the first sum-check. */
  public static final int FIRST_ROUND_WORDS = 4;

  /** Words of a round of the second sum-check. */
  public static final int SECOND_ROUND_WORDS = 2;

  /** Values sent at z and 1/z. */
  public static final int EVALUATIONS = 5;

  /** The layout of a circuit's proofs. */
  public static ProofLayout of(Circuit circuit) {
    return new ProofLayout(circuit.logRows(), circuit.lanes(), circuit.tableLanes());
  }

  /** Number of committed columns of cells and multiplicities. */
  public int cellColumns() {
    return 3 * lanes + tableLanes;
  }

  /** Number of helper columns. */
  public int helperColumns() {
    return lanes + tableLanes;
  }

  /** Number of revealed evaluations. */
  public int revealedColumns() {
    return 3 * lanes + tableLanes;
  }

  /** Start of the commitments to cells and multiplicities. */
  public int cells() {
    return 0;
  }

  /** Start of the commitments to helpers, M and O. */
  public int helpers() {
    return POINT * cellColumns();
  }

  /** Start of a round of the first sum-check. Round k binds variable n - 1 - k. */
  public int firstRound(int round) {
    return helpers() + POINT * (helperColumns() + 2) + WORD * FIRST_ROUND_WORDS * round;
  }

  /** Start of the revealed evaluations. */
  public int revealed() {
    return firstRound(logRows);
  }

  /** Start of a round of the second sum-check. Round k binds variable n - 1 - k. */
  public int secondRound(int round) {
    return revealed() + WORD * revealedColumns() + WORD * SECOND_ROUND_WORDS * round;
  }

  /** Start of the opening mask's value. */
  public int maskValue() {
    return secondRound(logRows);
  }

  /** Start of the commitment to S. */
  public int laurent() {
    return maskValue() + WORD;
  }

  /** Start of the values at z and 1/z. */
  public int evaluations() {
    return laurent() + POINT;
  }

  /** Start of the commitment to W. */
  public int quotient() {
    return evaluations() + WORD * EVALUATIONS;
  }

  /** Start of the commitment to W'. */
  public int linearQuotient() {
    return quotient() + POINT;
  }

  /** Start of the prover-supplied inverse. */
  public int inverse() {
    return linearQuotient() + POINT;
  }

  /** Bytes of a proof. */
  public int length() {
    return inverse() + WORD;
  }
}
