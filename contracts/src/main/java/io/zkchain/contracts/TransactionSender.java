package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.CallReverted;
import io.zkchain.contracts.ChainException.FateUnknown;
import io.zkchain.contracts.ChainException.InsufficientFunds;
import io.zkchain.contracts.ChainException.RpcFailed;
import io.zkchain.contracts.ChainException.TransactionFailed;
import io.zkchain.contracts.ChainException.Unreachable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import tools.jackson.core.JacksonException;

/**
 * Sends transactions of one account: simulates, prices, signs, sends once, waits for the receipt.
 *
 * <p>Thread-safe; one sender gives its transactions consecutive nonces. Two senders for one account
 * may pick the same nonce, of which the node then refuses one.
 */
public final class TransactionSender {
  private static final BigInteger DEFAULT_TIP = BigInteger.valueOf(1_000_000_000L);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ChainClient client;
  private final SigningKey key;
  private final ReentrantLock nonceLock = new ReentrantLock();

  /** A sender for one account. */
  public TransactionSender(ChainClient client, SigningKey key) {
    this.client = client;
    this.key = key;
  }

  /** The account that pays. */
  public Address account() {
    return key.address();
  }

  private record Signed(String hash, String raw, BigInteger gasLimit) {}

  /**
   * Sends a transaction and waits until it is in a block.
   *
   * @param listener told the hash before the transaction is sent
   * @throws CallReverted if the contract would refuse it; nothing was sent
   * @throws InsufficientFunds if the account cannot pay; nothing was sent
   * @throws Unreachable if the node was gone before anything was sent
   * @throws TransactionFailed if it is in a block and failed there
   * @throws FateUnknown if it was handed over and no receipt came
   */
  public Receipt send(TransactionRequest request, TransactionListener listener) {
    BigInteger cap = GasLimit.cap(client);
    client.call(account(), request, cap);
    BigInteger gasLimit = GasLimit.choose(client, account(), request, cap);
    Signed signed;
    nonceLock.lock();
    try {
      signed = sign(request, gasLimit);
      listener.signed(signed.hash());
      handOver(signed);
    } finally {
      nonceLock.unlock();
    }
    return await(request, signed);
  }

  private Signed sign(TransactionRequest request, BigInteger gasLimit) {
    BigInteger baseFee = client.latestBlock().getBaseFeePerGas();
    var answer = client.answer(client.web3j().ethMaxPriorityFeePerGas());
    BigInteger tip = answer.hasError() ? DEFAULT_TIP : answer.getMaxPriorityFeePerGas();
    // The base fee grows by at most an eighth a block: twice the present one lasts for six full
    // blocks.
    BigInteger maxFee = baseFee.shiftLeft(1).add(tip);
    BigInteger balance = client.balance(account());
    BigInteger needed = gasLimit.multiply(maxFee).add(request.value());
    if (balance.compareTo(needed) < 0) {
      throw new InsufficientFunds(account(), balance, needed);
    }
    BigInteger nonce =
        client
            .send(
                client
                    .web3j()
                    .ethGetTransactionCount(account().value(), DefaultBlockParameterName.PENDING))
            .getTransactionCount();
    RawTransaction raw =
        RawTransaction.createTransaction(
            client.chainId(),
            nonce,
            gasLimit,
            request.to().map(Address::value).orElse(""),
            request.value(),
            request.data(),
            tip,
            maxFee);
    byte[] bytes = TransactionEncoder.signMessage(raw, key.credentials());
    return new Signed(Hex.keccak(bytes), "0x" + HexFormat.of().formatHex(bytes), gasLimit);
  }

  /** Hands the transaction to the node, once. Returns if the node has it or may have it. */
  private void handOver(Signed signed) {
    EthSendTransaction answer;
    try {
      answer = client.web3j().ethSendRawTransaction(signed.raw()).send();
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw client.unreachable(e);
    } catch (IOException | JacksonException e) {
      return; // it may have arrived: whoever waits for the receipt finds out
    }
    if (answer.hasError()) {
      String message = Foreign.line(answer.getError().getMessage());
      if (!message.toLowerCase(Locale.ROOT).contains("already known")) {
        throw new RpcFailed(
            "the node at %s refused transaction %s: %s; it was not sent"
                .formatted(client.host(), signed.hash(), message));
      }
    } else if (!signed.hash().equals(answer.getTransactionHash())) {
      throw new FateUnknown(
          signed.hash(), "the node answered with another hash, " + answer.getTransactionHash());
    }
  }

  private Receipt await(TransactionRequest request, Signed signed) {
    long start = System.nanoTime();
    long lastAnswer = start;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        Optional<TransactionReceipt> receipt =
            client
                .send(client.web3j().ethGetTransactionReceipt(signed.hash()))
                .getTransactionReceipt();
        lastAnswer = System.nanoTime();
        if (receipt.isPresent()) {
          return checked(request, signed, receipt.get());
        }
      } catch (Unreachable | RpcFailed e) {
        if (since(lastAnswer).compareTo(client.options().outageTimeout()) > 0) {
          throw new FateUnknown(signed.hash(), e.getMessage());
        }
      } catch (ChainException.Interrupted e) {
        throw new FateUnknown(signed.hash(), e.getMessage());
      }
      if (since(start).compareTo(client.options().receiptTimeout()) > 0) {
        throw new FateUnknown(
            signed.hash(),
            "no receipt after " + client.options().receiptTimeout().toSeconds() + " s");
      }
      sleep(pause, signed.hash());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void sleep(Duration pause, String hash) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FateUnknown(hash, "interrupted while waiting for its receipt");
    }
  }

  private Receipt checked(TransactionRequest request, Signed signed, TransactionReceipt receipt) {
    if (receipt.isStatusOK()) {
      return Receipt.of(receipt);
    }
    throw new TransactionFailed(
        signed.hash(),
        receipt.getBlockNumber(),
        receipt.getGasUsed(),
        reason(request, signed, receipt));
  }

  /**
   * Why a transaction failed: the receipt does not say, so it is executed once more on the state
   * before its block.
   */
  private String reason(TransactionRequest request, Signed signed, TransactionReceipt receipt) {
    if (receipt.getGasUsed().equals(signed.gasLimit())) {
      return "out of gas";
    }
    try {
      BigInteger before = receipt.getBlockNumber().subtract(BigInteger.ONE).max(BigInteger.ZERO);
      client.call(account(), request, signed.gasLimit(), DefaultBlockParameter.valueOf(before));
      return "execution reverted, though not on the state before its block: another transaction came first";
    } catch (CallReverted e) {
      return e.revert().describe();
    } catch (Unreachable | RpcFailed e) {
      return "execution reverted";
    }
  }
}
