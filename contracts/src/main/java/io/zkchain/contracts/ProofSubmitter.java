package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.CallReverted;
import io.zkchain.contracts.ChainException.WrongCode;
import java.util.Optional;

/**
 * Submits proofs to one deployed verifier. Thread-safe.
 *
 * <pre>{@code
 * ProofSubmitter submitter =
 *     new ProofSubmitter(client, address, ContractErrors.ofAbi(SolidityVerifier.ERRORS_ABI));
 * String call = Calldata.hex(Calldata.of(key.circuit().publicTensors()).submit(proof));
 * switch (submitter.submit(sender, call, TransactionListener.none())) {
 *   case Submission.Accepted accepted -> use(accepted.event());
 *   case Submission.Rejected rejected -> explain(rejected.reason().describe());
 * }
 * }</pre>
 */
public final class ProofSubmitter {
  private final ChainClient client;
  private final Address verifier;
  private final ContractErrors errors;

  /**
   * For the verifier at an address.
   *
   * @param errors its custom errors, which explain a rejection
   * @throws WrongCode if the address holds no contract
   */
  public ProofSubmitter(ChainClient client, Address verifier, ContractErrors errors) {
    if (client.code(verifier).length() <= 2) {
      throw new WrongCode(
          "%s holds no contract on chain %d; give the address that deploy printed"
              .formatted(verifier, client.chainId()));
    }
    this.client = client;
    this.verifier = verifier;
    this.errors = errors;
  }

  /**
   * Asks the contract without sending anything.
   *
   * @param from the caller that the contract sees
   * @param calldata ABI-encoded call of {@code verify} or {@code submit}, 0x and hex digits
   * @return nothing if it accepts, otherwise why not
   */
  public Optional<Revert> check(Address from, String calldata) {
    try {
      client.call(from, request(calldata), GasLimit.cap(client));
      return Optional.empty();
    } catch (CallReverted e) {
      return Optional.of(e.revert());
    }
  }

  /**
   * Sends a proof and waits for its receipt. A proof that the contract refuses is not sent.
   *
   * @param calldata ABI-encoded call of {@code submit}, 0x and hex digits
   * @param listener told the transaction's hash before it is sent
   * @throws WrongCode if the transaction succeeded without the verifier's event
   * @throws ChainException as {@link TransactionSender#send} says, but for a refusal
   */
  public Submission submit(
      TransactionSender sender, String calldata, TransactionListener listener) {
    Receipt receipt;
    try {
      receipt = sender.send(request(calldata), listener);
    } catch (CallReverted e) {
      return new Submission.Rejected(e.revert());
    }
    ProofVerified event =
        ProofVerified.find(receipt, verifier)
            .orElseThrow(() ->
                new WrongCode(
                    "transaction %s succeeded, but %s emitted no ProofVerified event: it is no verifier of this program"
                        .formatted(receipt.transactionHash(), verifier)));
    return new Submission.Accepted(receipt, event);
  }

  private TransactionRequest request(String calldata) {
    return TransactionRequest.call("proof for " + verifier, verifier, calldata, errors);
  }
}
