package io.zkchain.contracts;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A transaction before it has a nonce, fees and a signature.
 *
 * @param what what it does, for errors, such as {@code "deployment of Verifier"}
 * @param to the contract called, or empty to create one
 * @param data ABI-encoded call or creation code, 0x and hex digits
 * @param value wei sent along
 * @param errors custom errors of the contract, to explain a revert
 */
public record TransactionRequest(
    String what, Optional<Address> to, String data, BigInteger value, ContractErrors errors) {

  /** A call of a contract, without value. */
  public static TransactionRequest call(
      String what, Address contract, String data, ContractErrors errors) {
    return new TransactionRequest(what, Optional.of(contract), data, BigInteger.ZERO, errors);
  }

  /** The creation of a contract, without value. */
  public static TransactionRequest creation(String what, String code, ContractErrors errors) {
    return new TransactionRequest(what, Optional.empty(), code, BigInteger.ZERO, errors);
  }
}
