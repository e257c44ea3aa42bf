package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.contracts.FaultyNode.Fault;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/** The client against a real node, and against one that fails at the worst moments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainTest {
  private static final BigInteger PLENTY = BigInteger.valueOf(10_000_000);
  private static final ChainOptions HASTY =
      new ChainOptions(
          OptionalLong.empty(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMillis(300));
  private static final byte[] RIGHT = word(7);

  private final CompiledContract fixture = Fixtures.fixture();
  private final ContractErrors errors = ContractErrors.ofAbi(fixture.abi());
  private final LocalChain chain = LocalChain.start();
  private final ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
  private final TransactionSender sender = new TransactionSender(client, chain.account(0));
  private Deployment deployment = deploy();

  @AfterAll
  void stop() {
    client.close();
    chain.close();
  }

  @BeforeAll
  void codeIsThere() {
    assertThat(fixture.isDeployedAs(client.code(deployment.contract()))).isTrue();
  }

  private Deployment deploy() {
    return new Deployer(client, sender)
        .deploy(
            fixture,
            FunctionEncoder.encodeConstructor(List.of(new Bytes32(RIGHT))),
            TransactionListener.none());
  }

  private static byte[] word(int last) {
    byte[] word = new byte[32];
    word[31] = (byte) last;
    return word;
  }

  private static String call(String name, Type<?>... arguments) {
    return FunctionEncoder.encode(
        new org.web3j.abi.datatypes.Function(name, List.of(arguments), List.of()));
  }

  private static String submit(byte[] proof) {
    return call("submit", new Bytes32(word(1)), new DynamicBytes(proof));
  }

  private TransactionRequest request(String data) {
    return TransactionRequest.call("test", deployment.contract(), data, errors);
  }

  private ProofSubmitter submitter(ChainClient through) {
    return new ProofSubmitter(through, deployment.contract(), errors);
  }

  @Test
  void submitsAProofAndReadsItsEvent() {
    List<String> hashes = new ArrayList<>();
    Submission result = submitter(client).submit(sender, submit(RIGHT), hashes::add);
    assertThat(result)
        .isInstanceOfSatisfying(
            Submission.Accepted.class,
            accepted -> {
              assertThat(hashes).containsExactly(accepted.receipt().transactionHash());
              assertThat(accepted.event().context()).endsWith("0001");
              assertThat(accepted.event().publicValuesHash()).isEqualTo(Hex.keccak(RIGHT));
              assertThat(accepted.receipt().gasUsed())
                  .isBetween(BigInteger.valueOf(21_000), BigInteger.valueOf(80_000));
              assertThat(client.receipt(hashes.getFirst())).contains(accepted.receipt());
            });
  }

  @Test
  void sendsNothingForAProofThatIsRefused() {
    BigInteger before = client.balance(sender.account());
    Submission result =
        submitter(client).submit(sender, submit(word(8)), hash -> assertThat(hash).isNull());
    assertThat(result)
        .isInstanceOfSatisfying(
            Submission.Rejected.class,
            rejected ->
                assertThat(rejected.reason().describe())
                    .isEqualTo("WrongWord(0, 0x" + "0".repeat(63) + "8)"));
    assertThat(client.balance(sender.account())).isEqualTo(before);
    assertThat(submitter(client).check(sender.account(), submit(word(8)))).isPresent();
    assertThat(submitter(client).check(sender.account(), submit(RIGHT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, plain reason",
    "1, Panic(1)",
    "2, execution reverted (no reason given)",
    "3, unknown error 0xdeadbeef"
  })
  void explainsEveryKindOfRevert(int kind, String reason) {
    String data = call("fail", new Uint256(kind));
    assertThatThrownBy(() -> client.call(sender.account(), request(data), PLENTY))
        .isInstanceOf(ChainException.CallReverted.class)
        .hasMessage("test would revert: " + reason + "; nothing was sent");
  }

  @Test
  void reportsACallThatRunsOutOfGas() {
    assertThatThrownBy(
            () -> client.call(sender.account(), request(submit(RIGHT)), BigInteger.valueOf(25_000)))
        .isInstanceOf(ChainException.CallReverted.class);
  }

  @ParameterizedTest
  @CsvSource({"NONE", "UNKNOWN_METHOD"})
  void givesEnoughGasToAContractThatHidesItsNeed(Fault simulation) throws IOException {
    try (FaultyNode node =
            new FaultyNode(chain.rpc(), m -> m.equals("eth_simulateV1") ? simulation : Fault.NONE);
        ChainClient through = ChainClient.connect(node.rpc(), HASTY)) {
      BigInteger before = Hex.quantity(count());
      Receipt receipt =
          new TransactionSender(through, chain.account(1))
              .send(request(call("hungry")), TransactionListener.none());
      assertThat(Hex.quantity(count())).isEqualTo(before.add(BigInteger.valueOf(45)));
      assertThat(receipt.gasUsed()).isLessThan(BigInteger.valueOf(100_000));
    }
  }

  private String count() {
    return client.call(sender.account(), request(call("count")), PLENTY);
  }

  @Test
  void findsItsEarlierDeployment(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deployment.json");
    assertThat(Deployment.read(file)).isEmpty();
    deployment.write(file);
    assertThat(Deployment.read(file)).contains(deployment);
    Deployer deployer = new Deployer(client, sender);
    assertThat(deployer.find(fixture, Deployment.read(file))).contains(deployment);
    assertThat(deployer.find(fixture, Optional.empty())).isEmpty();
    assertThat(deployer.find(fixture, Optional.of(at(sender.account(), client.chainId()))))
        .isEmpty();
    assertThat(deployer.find(fixture, Optional.of(at(deployment.contract(), 1)))).isEmpty();
    String record = Files.readString(file);
    for (String other :
        List.of(
            record.replace("zkchain-deployment", "other"),
            record.replaceFirst("\"version\" *: *1", "\"version\": 2"),
            "{\"format\":\"other\"}")) {
      assertThat(other).isNotEqualTo(record);
      Files.writeString(file, other);
      assertThatThrownBy(() -> Deployment.read(file))
          .isInstanceOf(ChainException.FileFailed.class)
          .hasMessageContaining("is no zkchain-deployment file of version 1");
    }
    Files.writeString(file, "{");
    assertThatThrownBy(() -> Deployment.read(file)).isInstanceOf(ChainException.FileFailed.class);
    assertThatThrownBy(() -> deployment.write(folder.resolve("none/deployment.json")))
        .isInstanceOf(ChainException.FileFailed.class);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  private Deployment at(Address contract, long chainId) {
    return new Deployment(
        chainId,
        contract,
        deployment.transactionHash(),
        BigInteger.ONE,
        BigInteger.ONE,
        1,
        deployment.codeHash());
  }

  @Test
  void refusesAnAddressWithoutCode() {
    assertThatThrownBy(() -> new ProofSubmitter(client, sender.account(), errors))
        .isInstanceOf(ChainException.WrongCode.class)
        .hasMessageContaining("holds no contract");
  }

  @Test
  void refusesAnotherChain() {
    assertThatThrownBy(() -> ChainClient.connect(chain.rpc(), ChainOptions.defaults().expecting(1)))
        .isInstanceOf(ChainException.WrongChain.class)
        .hasMessageContaining("serves chain 31337, expected chain 1");
  }

  @Test
  void reportsAnAddressWhereNobodyAnswers() {
    assertThatThrownBy(
            () -> ChainClient.connect(URI.create("http://127.0.0.1:1/secret-access-key"), HASTY))
        .isInstanceOf(ChainException.Unreachable.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ChainClient.connect(URI.create("ftp://host"), HASTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsAServerThatIsNoNode() throws IOException {
    try (FaultyNode node = new FaultyNode(chain.rpc(), m -> Fault.HTML)) {
      assertThatThrownBy(() -> ChainClient.connect(node.rpc(), HASTY))
          .isInstanceOf(ChainException.RpcFailed.class)
          .hasMessageContaining("no JSON-RPC answer")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void reportsAnAccountWithoutFunds() {
    SigningKey poor = SigningKey.fromEnvironment("KEY", name -> "0x" + "11".repeat(32));
    TransactionSender broke = new TransactionSender(client, poor);
    assertThatThrownBy(() -> broke.send(request(submit(RIGHT)), hash -> assertThat(hash).isNull()))
        .isInstanceOf(ChainException.InsufficientFunds.class)
        .hasMessageContaining("holds 0 wei");
  }

  @Test
  void namesTheHashWhenTheNodeDiesAfterSending() throws IOException {
    List<String> hashes = new ArrayList<>();
    try (FaultyNode node = new FaultyNode(chain.rpc(), on("eth_sendRawTransaction", Fault.DIE));
        ChainClient through = ChainClient.connect(node.rpc(), HASTY)) {
      TransactionSender dying = new TransactionSender(through, chain.account(2));
      assertThatThrownBy(() -> dying.send(request(submit(RIGHT)), hashes::add))
          .isInstanceOfSatisfying(
              ChainException.FateUnknown.class,
              e ->
                  assertThat(e)
                      .hasMessageContaining(hashes.getFirst())
                      .hasMessageContaining("no node answers")
                      .hasMessageContaining("may still be mined"));
      assertThat(node.count("eth_sendRawTransaction")).isEqualTo(1);
      assertThat(client.receipt(hashes.getFirst())).isPresent();
    }
  }

  @Test
  void doesNotSendAgainWhenTheAnswerIsLost() throws IOException {
    try (FaultyNode node =
            new FaultyNode(chain.rpc(), on("eth_sendRawTransaction", Fault.LOSE_ANSWER));
        ChainClient through = ChainClient.connect(node.rpc(), HASTY)) {
      BigInteger before = Hex.quantity(count());
      Submission result =
          submitter(through)
              .submit(
                  new TransactionSender(through, chain.account(3)),
                  submit(RIGHT),
                  TransactionListener.none());
      assertThat(result).isInstanceOf(Submission.Accepted.class);
      assertThat(node.count("eth_sendRawTransaction")).isEqualTo(1);
      assertThat(Hex.quantity(count())).isEqualTo(before.add(BigInteger.ONE));
    }
  }

  @Test
  void givesUpWaitingAfterTheLimit() throws IOException {
    ChainOptions brief =
        new ChainOptions(
            OptionalLong.empty(),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(60));
    try (FaultyNode node =
            new FaultyNode(chain.rpc(), on("eth_getTransactionReceipt", Fault.UNKNOWN_METHOD));
        ChainClient through = ChainClient.connect(node.rpc(), brief)) {
      TransactionSender waiting = new TransactionSender(through, chain.account(4));
      assertThatThrownBy(() -> waiting.send(request(submit(RIGHT)), TransactionListener.none()))
          .isInstanceOf(ChainException.FateUnknown.class)
          .hasMessageContaining("no receipt after");
    }
  }

  @Test
  void doesNotSendWhenTheHashCannotBeRecorded() {
    TransactionSender careful = new TransactionSender(client, chain.account(5));
    BigInteger before = client.balance(careful.account());
    assertThatThrownBy(() ->
            careful.send(
                request(submit(RIGHT)),
                hash -> {
                  throw new IllegalStateException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(client.balance(careful.account())).isEqualTo(before);
  }

  @Test
  void keepsTheHashWhenInterrupted() throws Exception {
    List<String> hashes = new ArrayList<>();
    List<Throwable> seen = new ArrayList<>();
    TransactionSender slow = new TransactionSender(client, chain.account(6));
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                slow.send(
                    request(submit(RIGHT)),
                    hash -> {
                      hashes.add(hash);
                      Thread.currentThread().interrupt();
                    });
              } catch (ChainException e) {
                seen.add(e);
              }
            });
    thread.join();
    assertThat(seen).singleElement().isInstanceOf(ChainException.FateUnknown.class);
    assertThat(seen.getFirst()).hasMessageContaining(hashes.getFirst());
  }

  @Test
  void givesParallelTransactionsTheirOwnNonces() throws Exception {
    BigInteger before = Hex.quantity(count());
    TransactionSender shared = new TransactionSender(client, chain.account(7));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() ->
                  submitter(client).submit(shared, submit(RIGHT), TransactionListener.none())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Hex.quantity(count())).isEqualTo(before.add(BigInteger.valueOf(8)));
  }

  private static Function<String, Fault> on(String method, Fault fault) {
    return m -> m.equals(method) ? fault : Fault.NONE;
  }
}
