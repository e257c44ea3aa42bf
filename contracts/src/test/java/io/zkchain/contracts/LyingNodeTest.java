package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;

/** What the client does not take from a node: other code, failed transactions, refusals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LyingNodeTest {
  private static final BigInteger PLENTY = BigInteger.valueOf(1_000_000);

  private final CompiledContract fixture = Fixtures.fixture();
  private final LocalChain chain = LocalChain.start();
  private final ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
  private final Deployment deployment = deploy(client, 7);

  @AfterAll
  void stop() {
    client.close();
    chain.close();
  }

  private Deployment deploy(ChainClient through, int word) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) word;
    return new Deployer(through, new TransactionSender(through, chain.account(0)))
        .deploy(
            fixture,
            FunctionEncoder.encodeConstructor(List.of(new Bytes32(bytes))),
            TransactionListener.none());
  }

  private TransactionRequest countUp() {
    String call = FunctionEncoder.encode(new Function("hungry", List.of(), List.of()));
    return TransactionRequest.call(
        "test", deployment.contract(), call, ContractErrors.ofAbi(fixture.abi()));
  }

  private interface Use {
    void with(ChainClient client);
  }

  /** Uses a client whose node answers one method otherwise. */
  private void lying(String method, BinaryOperator<String> answers, Use use) throws IOException {
    BinaryOperator<String> one =
        (m, honest) -> m.equals(method) ? answers.apply(m, honest) : honest;
    try (FaultyNode node = FaultyNode.lying(chain.rpc(), one);
        ChainClient through = ChainClient.connect(node.rpc(), ChainOptions.defaults())) {
      use.with(through);
    }
  }

  private static String error(String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32000,\"message\":\"%s\"}}"
        .formatted(message);
  }

  /** Code of the same length, of another length, and none. */
  @ParameterizedTest
  @ValueSource(strings = {"same length", "longer", "none"})
  void refusesADeploymentThatHoldsOtherCode(String kind) throws IOException {
    lying(
        "eth_getCode",
        (method, honest) ->
            switch (kind) {
              case "same length" -> honest.replaceFirst("0x60", "0x61");
              case "longer" -> honest.replaceFirst("0x60", "0x6060");
              default -> honest.replaceFirst("0x[0-9a-f]+", "0x");
            },
        through ->
            assertThatThrownBy(() -> deploy(through, 7))
                .isInstanceOf(ChainException.WrongCode.class)
                .hasMessageContaining("holds other code than Fixture was compiled to"));
  }

  @Test
  void anEarlierDeploymentHasTheRecordedCodeAndTheContracts() {
    Deployer deployer = new Deployer(client, new TransactionSender(client, chain.account(0)));
    assertThat(deployer.find(fixture, Optional.of(deployment))).contains(deployment);
    Deployment otherImmutable = deploy(client, 8);
    assertThat(otherImmutable.codeHash()).isNotEqualTo(deployment.codeHash());
    Deployment mixed =
        new Deployment(
            deployment.chainId(),
            otherImmutable.contract(),
            deployment.transactionHash(),
            deployment.blockNumber(),
            deployment.gasUsed(),
            deployment.codeBytes(),
            deployment.codeHash());
    assertThat(deployer.find(fixture, Optional.of(mixed))).isEmpty();
    CompiledContract other = withCode(fixture.runtimeCode().replaceFirst("0x60", "0x61"));
    assertThat(deployer.find(other, Optional.of(deployment))).isEmpty();
  }

  private CompiledContract withCode(String runtime) {
    return new CompiledContract(
        fixture.source(),
        fixture.name(),
        fixture.abi(),
        fixture.creationCode(),
        runtime,
        fixture.immutables(),
        fixture.natspec(),
        fixture.parts());
  }

  @Test
  void anInterfaceIsDeployedNowhere() {
    CompiledContract nothing =
        new CompiledContract("I.sol", "I", "[]", "0x", "0x", List.of(), "{}", List.of());
    assertThat(nothing.isDeployedAs("0x")).isFalse();
  }

  @Test
  void aTransactionThatFailedIsNoReceipt() throws IOException {
    List<String> hashes = new ArrayList<>();
    lying(
        "eth_getTransactionReceipt",
        (method, honest) -> honest.replace("\"status\":\"0x1\"", "\"status\":\"0x0\""),
        through -> {
          TransactionSender sender = new TransactionSender(through, chain.account(1));
          assertThatThrownBy(() -> sender.send(countUp(), hashes::add))
              .isInstanceOf(ChainException.TransactionFailed.class);
          assertThatThrownBy(() -> through.receipt(hashes.getFirst()))
              .isInstanceOf(ChainException.TransactionFailed.class)
              .hasMessageContaining(hashes.getFirst());
        });
    assertThat(client.receipt(hashes.getFirst())).isPresent();
  }

  @Test
  void aTransactionThatTheNodeKnowsAlreadyIsSent() throws IOException {
    lying(
        "eth_sendRawTransaction",
        (method, honest) -> error("Transaction already known"),
        through ->
            assertThat(
                    new TransactionSender(through, chain.account(2))
                        .send(countUp(), TransactionListener.none())
                        .gasUsed())
                .isPositive());
  }

  @Test
  void aTransactionThatTheNodeRefusesIsNotSent() throws IOException {
    lying(
        "eth_sendRawTransaction",
        (method, honest) -> error("nonce too low"),
        through ->
            assertThatThrownBy(() ->
                    new TransactionSender(through, chain.account(3))
                        .send(countUp(), TransactionListener.none()))
                .isInstanceOf(ChainException.RpcFailed.class)
                .hasMessageContaining("nonce too low; it was not sent"));
  }

  @Test
  void anotherHashThanTheTransactionsLeavesItsFateOpen() throws IOException {
    String other = "0x" + "ab".repeat(32);
    lying(
        "eth_sendRawTransaction",
        (method, honest) -> honest.replaceFirst("0x[0-9a-f]{64}", other),
        through ->
            assertThatThrownBy(() ->
                    new TransactionSender(through, chain.account(4))
                        .send(countUp(), TransactionListener.none()))
                .isInstanceOf(ChainException.FateUnknown.class)
                .hasMessageContaining("another hash, " + other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth_call", "eth_getCode", "eth_getBalance"})
  void anErrorOfTheNodeIsNoAnswer(String method) throws IOException {
    lying(
        method,
        (m, honest) -> error("the method is not served"),
        through ->
            assertThatThrownBy(
                    () -> {
                      Address at = deployment.contract();
                      through.code(at);
                      through.balance(at);
                      through.call(at, countUp(), PLENTY);
                    })
                .isInstanceOf(ChainException.RpcFailed.class)
                .hasMessageContaining("refused " + method + ": the method is not served"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "http:/path", "https:///path", "host"})
  void addressesAreThoseOfWebServers(String rpc) {
    assertThatThrownBy(() -> ChainClient.connect(URI.create(rpc), ChainOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must start with http:// or https:// and name a host");
  }
}
