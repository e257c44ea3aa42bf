package io.zkchain.contracts;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How to talk to a node.
 *
 * @param expectedChainId chain id that the node must report, if given
 * @param requestTimeout time for one request
 * @param receiptTimeout time from sending a transaction to its receipt
 * @param outageTimeout how long the node may stay away while a receipt is waited for
 */
public record ChainOptions(
    OptionalLong expectedChainId,
    Duration requestTimeout,
    Duration receiptTimeout,
    Duration outageTimeout) {

  /** Any chain, 30 seconds a request, 3 minutes for a receipt, 15 seconds of outage. */
  public static ChainOptions defaults() {
    return new ChainOptions(
        OptionalLong.empty(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(3),
        Duration.ofSeconds(15));
  }

  /** These options, for one chain only. */
  public ChainOptions expecting(long chainId) {
    return new ChainOptions(
        OptionalLong.of(chainId), requestTimeout, receiptTimeout, outageTimeout);
  }
}
