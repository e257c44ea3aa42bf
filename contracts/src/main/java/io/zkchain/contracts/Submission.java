package io.zkchain.contracts;

/** What a contract said to a proof. */
public sealed interface Submission {

  /**
   * The proof was accepted and its transaction is in a block.
   *
   * @param receipt the transaction's receipt
   * @param event the verifier's event
   */
  record Accepted(Receipt receipt, ProofVerified event) implements Submission {}

  /**
   * The contract refused the proof when simulated. Nothing was sent, no gas was spent.
   *
   * @param reason what it said
   */
  record Rejected(Revert reason) implements Submission {}
}
