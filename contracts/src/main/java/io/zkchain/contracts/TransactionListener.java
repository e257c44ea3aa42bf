package io.zkchain.contracts;

/**
 * Learns a transaction's hash before the transaction is sent, so that it can be looked up whatever
 * happens afterwards.
 */
@FunctionalInterface
public interface TransactionListener {

  /**
   * The transaction is signed and about to be handed to the node. If this throws, it is not sent.
   *
   * @param transactionHash 0x and 64 hex digits
   */
  void signed(String transactionHash);

  /** A listener that does nothing. */
  static TransactionListener none() {
    return hash -> {};
  }
}
