package io.zkchain.contracts;

import io.zkchain.contracts.ChainException.CallReverted;
import io.zkchain.contracts.ChainException.RpcFailed;
import io.zkchain.contracts.ChainException.Unreachable;
import io.zkchain.contracts.ChainException.WrongChain;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import tools.jackson.core.JacksonException;

/**
 * A connection to a node, for reading. Sending is {@link TransactionSender}'s part.
 *
 * <p>Thread-safe. Errors name the host of the RPC address only, since its path often holds an
 * access key.
 */
public final class ChainClient implements AutoCloseable {
  private static final Pattern EXECUTION_FAILED =
      Pattern.compile(
          "revert|out of ?gas|invalid opcode|EVM error|stack (over|under)flow|bad jump",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED_BYTES =
      Pattern.compile("\"?0x([0-9a-fA-F]{2})*\"?"); // web3j leaves JSON's quotes
  private static final int REVERT_CODE = 3; // as geth and Anvil answer it

  private final Web3j web3j;
  private final JsonRpcHttp service;
  private final String host;
  private final ChainOptions options;
  private final long chainId;

  private ChainClient(JsonRpcHttp service, String host, ChainOptions options) {
    this.service = service;
    this.web3j = Web3j.build(service);
    this.host = host;
    this.options = options;
    this.chainId = send(web3j.ethChainId()).getChainId().longValueExact();
  }

  /**
   * Connects, and checks the chain id.
   *
   * @param rpc address for JSON-RPC over HTTP or HTTPS
   * @throws IllegalArgumentException if it is no such address
   * @throws Unreachable if no node answers there
   * @throws WrongChain if it serves another chain than the options expect
   */
  public static ChainClient connect(URI rpc, ChainOptions options) {
    boolean web = "http".equals(rpc.getScheme()) || "https".equals(rpc.getScheme());
    if (!web || rpc.getHost() == null) {
      throw new IllegalArgumentException(
          "the RPC address must start with http:// or https:// and name a host");
    }
    String host = rpc.getPort() < 0 ? rpc.getHost() : rpc.getHost() + ":" + rpc.getPort();
    JsonRpcHttp service = new JsonRpcHttp(rpc, options.requestTimeout());
    try {
      ChainClient client = new ChainClient(service, host, options);
      if (options.expectedChainId().isPresent()
          && options.expectedChainId().getAsLong() != client.chainId) {
        throw new WrongChain(options.expectedChainId().getAsLong(), client.chainId, host);
      }
      return client;
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** Chain id that the node reports. */
  public long chainId() {
    return chainId;
  }

  /** Host and port of the node. */
  public String host() {
    return host;
  }

  /**
   * Balance of an account in wei, in the newest block.
   *
   * @throws RpcFailed if the node refuses the request
   * @throws Unreachable if no node answers
   */
  public BigInteger balance(Address account) {
    return send(web3j.ethGetBalance(account.value(), DefaultBlockParameterName.LATEST))
        .getBalance();
  }

  /**
   * Code at an address in the newest block, 0x and hex digits; {@code 0x} if there is none.
   *
   * @throws RpcFailed if the node refuses the request
   * @throws Unreachable if no node answers
   */
  public String code(Address contract) {
    return send(web3j.ethGetCode(contract.value(), DefaultBlockParameterName.LATEST)).getCode();
  }

  /**
   * The receipt of a transaction, if it is in a block.
   *
   * @param transactionHash 0x and 64 hex digits
   * @throws ChainException.TransactionFailed if it is, and failed there
   */
  public Optional<Receipt> receipt(String transactionHash) {
    return send(web3j.ethGetTransactionReceipt(transactionHash))
        .getTransactionReceipt()
        .map(raw -> {
          if (!raw.isStatusOK()) {
            throw new ChainException.TransactionFailed(
                transactionHash, raw.getBlockNumber(), raw.getGasUsed(), "execution reverted");
          }
          return Receipt.of(raw);
        });
  }

  /**
   * Executes a call on the newest block without sending it.
   *
   * @param from the caller that the contract sees
   * @param gas gas for the execution
   * @return the returned data, 0x and hex digits
   * @throws CallReverted if the contract refuses it
   */
  public String call(Address from, TransactionRequest request, BigInteger gas) {
    return call(from, request, gas, DefaultBlockParameterName.LATEST);
  }

  String call(
      Address from, TransactionRequest request, BigInteger gas, DefaultBlockParameter block) {
    var response = answer(web3j.ethCall(transaction(from, request, gas), block));
    Response.Error error = response.getError();
    if (error == null) {
      return response.getValue();
    }
    Optional<String> data = revertData(error);
    if (data.isEmpty()) {
      throw refused("eth_call", error);
    }
    throw new CallReverted(request.what(), request.errors().decode(data.get(), error.getMessage()));
  }

  /** The data of a failed execution, or nothing if the error is another one. */
  private static Optional<String> revertData(Response.Error error) {
    String data = error.getData();
    if (data != null && QUOTED_BYTES.matcher(data).matches()) {
      return Optional.of(data.replace("\"", ""));
    }
    boolean failed =
        error.getCode() == REVERT_CODE || EXECUTION_FAILED.matcher(error.getMessage()).find();
    return failed ? Optional.of("0x") : Optional.empty();
  }

  static Transaction transaction(Address from, TransactionRequest request, BigInteger gas) {
    @Nullable String to = request.to().map(Address::value).orElse(null);
    return new Transaction(from.value(), null, null, gas, to, request.value(), request.data());
  }

  EthBlock.Block latestBlock() {
    return send(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)).getBlock();
  }

  Web3j web3j() {
    return web3j;
  }

  JsonRpcHttp service() {
    return service;
  }

  ChainOptions options() {
    return options;
  }

  /** The answer to a request, which must not be an error. */
  <T extends Response<?>> T send(Request<?, T> request) {
    T response = answer(request);
    if (response.hasError()) {
      throw refused(request.getMethod(), response.getError());
    }
    return response;
  }

  /** The answer to a request, error or not. */
  <T extends Response<?>> T answer(Request<?, T> request) {
    try {
      return request.send();
    } catch (InterruptedIOException e) {
      throw new ChainException.Interrupted(
          "interrupted while " + host + " was asked for " + request.getMethod());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (JacksonException e) {
      throw new RpcFailed(
          "%s gave no JSON-RPC answer to %s; is it the address of a node?"
              .formatted(host, request.getMethod()));
    }
  }

  Unreachable unreachable(IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Unreachable(
        "no node answers at %s: %s; check the RPC address".formatted(host, why), e);
  }

  RpcFailed refused(String method, Response.Error error) {
    return new RpcFailed(
        "the node at %s refused %s: %s (code %d)"
            .formatted(host, method, Foreign.line(error.getMessage()), error.getCode()));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    web3j.shutdown();
  }
}
