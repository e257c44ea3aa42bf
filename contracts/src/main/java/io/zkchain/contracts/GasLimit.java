package io.zkchain.contracts;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the gas limit of a transaction from an execution with plenty of gas.
 *
 * <p>A search for the smallest limit that does not revert, as {@code eth_estimateGas} does it, is
 * fooled by a contract that answers false, or skips a part, when it is short of gas. Here the limit
 * comes from what the execution with plenty of gas used, and stands only if an execution at that
 * limit has the same effects.
 */
final class GasLimit {
  /** No transaction may use more (EIP-7825). */
  private static final BigInteger TRANSACTION_CAP = BigInteger.ONE.shiftLeft(24);

  private GasLimit() {}

  /** The most gas that a transaction can be given on the chain as it stands. */
  static BigInteger cap(ChainClient client) {
    return client.latestBlock().getGasLimit().min(TRANSACTION_CAP);
  }

  /** The limit to send with; {@code effects} are those of the execution with {@code cap}. */
  static BigInteger choose(
      ChainClient client, Address from, TransactionRequest request, BigInteger cap) {
    Optional<Execution> full = Execution.simulate(client, from, request, cap);
    List<String> wanted =
        full.map(Execution::effects).orElseGet(() -> List.of(client.call(from, request, cap)));
    BigInteger limit =
        margin(
            full.map(Execution::gasUsed).orElseGet(() -> estimate(client, from, request, cap)),
            cap);
    while (limit.compareTo(cap) < 0
        && !effects(client, from, request, limit, full.isPresent()).equals(wanted)) {
      limit = limit.shiftLeft(1).min(cap);
    }
    return limit;
  }

  /**
   * Refunds give back at most a fifth of the gas (EIP-3529), so an execution needs at most 5/4 of
   * what it pays for; some more is for state that changes before the transaction is mined.
   */
  private static BigInteger margin(BigInteger used, BigInteger cap) {
    return used.multiply(BigInteger.valueOf(27)).divide(BigInteger.valueOf(20)).min(cap);
  }

  private static BigInteger estimate(
      ChainClient client, Address from, TransactionRequest request, BigInteger cap) {
    var answer =
        client.answer(client.web3j().ethEstimateGas(ChainClient.transaction(from, request, cap)));
    return answer.hasError() ? cap : answer.getAmountUsed();
  }

  private static List<String> effects(
      ChainClient client,
      Address from,
      TransactionRequest request,
      BigInteger limit,
      boolean simulate) {
    if (simulate) {
      return Execution.simulate(client, from, request, limit)
          .filter(Execution::succeeded)
          .map(Execution::effects)
          .orElse(List.of());
    }
    try {
      return List.of(client.call(from, request, limit));
    } catch (ChainException.CallReverted e) {
      return List.of();
    }
  }
}
