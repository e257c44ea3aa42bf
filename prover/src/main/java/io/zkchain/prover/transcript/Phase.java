package io.zkchain.prover.transcript;

/** What is absorbed, in this order; the tag separates the hash inputs of different phases. */
public enum Phase {
  /** Commitments to cells and multiplicities. Then alpha, beta. */
  CELLS(1),
  /** Commitments to helpers and masks. Then gamma, delta, xi, rho, tau_0, tau_1, .. */
  HELPERS(2),
  /** One round of the first sum-check. Then that round's coordinate of r. */
  FIRST_ROUND(3),
  /** Evaluations of the revealed columns at r. Then lambda, rho2. */
  REVEALED(4),
  /** One round of the second sum-check. Then that round's coordinate of r*. */
  SECOND_ROUND(5),
  /** The opening mask's value at r*. Then eta. */
  MASK_VALUE(6),
  /** The commitment to S. Then z. */
  LAURENT(7),
  /** F(z), F(1/z), M(z), M(1/z), S(z). Then nu. */
  EVALUATIONS(8),
  /** The commitment to the first quotient W. Then zeta. */
  QUOTIENT(9);

  private final int tag;

  Phase(int tag) {
    this.tag = tag;
  }

  /** The word that starts the phase's hash input after the state. */
  public int tag() {
    return tag;
  }
}
