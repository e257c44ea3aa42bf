package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.WrongCode;
import java.util.Optional;

/** Puts a compiled contract on a chain, or finds it there. */
public final class Deployer {
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
   * Deploys a contract and checks that the chain then holds its code.
   *
   * @param arguments ABI-encoded constructor arguments, hex digits without 0x, empty if there are
   *     none
   * @param listener told the transaction's hash before it is sent
   * @throws WrongCode if the chain holds other code afterwards
   * @throws ChainException as {@link TransactionSender#send} says
   */
  public Deployment deploy(
      CompiledContract contract, String arguments, TransactionListener listener) {
    TransactionRequest request =
        TransactionRequest.creation(
            "deployment of " + contract.name(),
            contract.creationCode() + arguments,
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
        receipt.gasUsed(),
        contract.runtimeBytes(),
        Hex.keccak(Hex.bytes(code)));
  }
}
