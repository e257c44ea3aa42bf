package io.zkchain.contracts;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * The receipt of a transaction that succeeded.
 *
 * @param transactionHash 0x and 64 hex digits
 * @param blockNumber number of its block
 * @param gasUsed gas that the sender paid for
 * @param effectiveGasPrice wei for each unit of gas
 * @param contract address of the contract it created, if it did
 * @param events events in the order they were emitted
 */
public record Receipt(
    String transactionHash,
    BigInteger blockNumber,
    BigInteger gasUsed,
    BigInteger effectiveGasPrice,
    Optional<Address> contract,
    List<Event> events) {

  /**
   * One event.
   *
   * @param contract who emitted it
   * @param topics its indexed words, the first one the hash of its signature
   * @param data the other words, 0x and hex digits
   */
  public record Event(Address contract, List<String> topics, String data) {
    /** Copies the list. */
    public Event {
      topics = List.copyOf(topics);
    }
  }

  /** Copies the list. */
  public Receipt {
    events = List.copyOf(events);
  }

  static Receipt of(TransactionReceipt raw) {
    return new Receipt(
        raw.getTransactionHash(),
        raw.getBlockNumber(),
        raw.getGasUsed(),
        raw.getEffectiveGasPrice() == null
            ? BigInteger.ZERO
            : Hex.quantity(raw.getEffectiveGasPrice()),
        Optional.ofNullable(raw.getContractAddress()).map(Address::new),
        raw.getLogs().stream()
            .map(log -> new Event(new Address(log.getAddress()), log.getTopics(), log.getData()))
            .toList());
  }
}
