package io.zkchain.examples;

import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Receipt;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionRequest;
import io.zkchain.contracts.TransactionSender;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Int256;
import org.web3j.abi.datatypes.generated.StaticArray3;
import org.web3j.abi.datatypes.generated.StaticArray4;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint64;

/**
 * One account's view of a {@code PredictionEscrow}. Thread-safe.
 *
 * <p>A refused call throws {@link io.zkchain.contracts.ChainException.CallReverted} before anything
 * is sent, so that it costs no gas.
 */
public final class EscrowClient {
  private static final BigInteger CALL_GAS = BigInteger.valueOf(10_000_000);

  private final ChainClient chain;
  private final TransactionSender sender;
  private final Address escrow;
  private final ContractErrors errors;

  /**
   * @param escrow address of the escrow
   * @param errors its errors and those of the verifier behind it, to explain a refusal
   */
  public EscrowClient(
      ChainClient chain, TransactionSender sender, Address escrow, ContractErrors errors) {
    this.chain = chain;
    this.sender = sender;
    this.escrow = escrow;
    this.errors = errors;
  }

  /**
   * Asks for a prediction and pays in advance.
   *
   * @param input the quantised input, 4 values
   * @param wei the payment
   * @return the number of the request
   */
  public BigInteger request(List<BigInteger> input, Instant deadline, BigInteger wei) {
    Receipt receipt = send("request", wei, input4(input), new Uint64(deadline.getEpochSecond()));
    return word(receipt.events().getFirst().topics().get(1));
  }

  /** The 32 bytes that this account's next proof must be bound to. */
  public byte[] nextContext() {
    var account = new org.web3j.abi.datatypes.Address(sender.account().value());
    BigInteger nonce = word(call(function("nonces", account)));
    String context = call(function("contextOf", account, new Uint256(nonce)));
    return HexFormat.of().parseHex(context, 2, context.length());
  }

  /**
   * Hands in a proof and takes the payment.
   *
   * @param input the quantised input of the request
   * @param output the quantised output that the proof shows
   * @param proof its bytes
   */
  public Receipt fulfil(
      BigInteger id, List<BigInteger> input, List<BigInteger> output, byte[] proof) {
    return send(
        "fulfil",
        BigInteger.ZERO,
        new Uint256(id),
        input4(input),
        new StaticArray3<>(Int256.class, output.stream().map(Int256::new).toList()),
        new DynamicBytes(proof));
  }

  /** Takes the payment of an unanswered request back, after its deadline. */
  public Receipt withdraw(BigInteger id) {
    return send("withdraw", BigInteger.ZERO, new Uint256(id));
  }

  private static StaticArray4<Int256> input4(List<BigInteger> input) {
    return new StaticArray4<>(Int256.class, input.stream().map(Int256::new).toList());
  }

  private static String function(String name, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(name, List.of(arguments), List.of()));
  }

  private String call(String data) {
    var request = TransactionRequest.call("a question to the escrow", escrow, data, errors);
    return chain.call(sender.account(), request, CALL_GAS);
  }

  private Receipt send(String name, BigInteger wei, Type<?>... arguments) {
    String data = function(name, arguments);
    var request = new TransactionRequest(name, Optional.of(escrow), data, wei, errors);
    return sender.send(request, TransactionListener.none());
  }

  private static BigInteger word(String hex) {
    return new BigInteger(hex.substring(2), 16);
  }
}
