package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.WrongCode;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Puts a compiled contract on a chain, or finds it there. Either way the chain holds the contract's
 * code, whatever the node says about the transaction.
 */
public final class Deployer {
  private static final int ADDRESS_PADDING = 24;

  private final ChainClient client;
  private final TransactionSender sender;

  /** Deploys through a client, paid by a sender. */
  public Deployer(ChainClient client, TransactionSender sender) {
    this.client = client;
    this.sender = sender;
  }

  /**
   * The earlier deployment, if it is of this contract and stands on this chain: its address holds
   * the code it recorded, and that is the contract's.
   */
  public Optional<Deployment> find(CompiledContract contract, Optional<Deployment> earlier) {
    return earlier
        .filter(d -> d.chainId() == client.chainId())
        .filter(d -> {
          String code = client.code(d.contract());
          return contract.isDeployedAs(code) && Hex.keccak(Hex.bytes(code)).equals(d.codeHash());
        });
  }

  /**
   * Deploys a contract and checks that the chain then holds its code. Its parts are deployed first,
   * each in a transaction of its own.
   *
   * @param arguments further ABI-encoded constructor arguments, hex digits without 0x, empty if
   *     there are none
   * @param listener told each transaction's hash before it is sent
   * @return of the contract; the gas is that of all transactions
   * @throws WrongCode if the chain holds other code afterwards
   * @throws ChainException as {@link TransactionSender#send} says
   */
  public Deployment deploy(
      CompiledContract contract, String arguments, TransactionListener listener) {
    BigInteger gas = BigInteger.ZERO;
    StringBuilder addresses = new StringBuilder();
    for (CompiledContract part : contract.parts()) {
      Deployment deployed = deploy(part, "", listener);
      gas = gas.add(deployed.gasUsed());
      addresses
          .append("0".repeat(ADDRESS_PADDING))
          .append(deployed.contract().value().substring(2));
    }
    TransactionRequest request =
        TransactionRequest.creation(
            "deployment of " + contract.name(),
            contract.creationCode() + addresses + arguments,
            ContractErrors.ofAbi(contract.abi()));
    Receipt receipt = sender.send(request, listener);
    Address address =
        receipt
            .contract()
            .orElseThrow(() ->
                new WrongCode("transaction " + receipt.transactionHash() + " created no contract"));
    String code = client.code(address);
    if (!contract.isDeployedAs(code)) {
      throw new WrongCode(
          "%s holds other code than %s was compiled to".formatted(address, contract.name()));
    }
    return new Deployment(
        client.chainId(),
        address,
        receipt.transactionHash(),
        receipt.blockNumber(),
        gas.add(receipt.gasUsed()),
        contract.runtimeBytes(),
        Hex.keccak(Hex.bytes(code)));
  }
}
