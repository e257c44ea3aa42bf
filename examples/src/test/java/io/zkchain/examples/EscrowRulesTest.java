package io.zkchain.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainException.CallReverted;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The escrow's own rules, with a verifier that checks nothing but the context. */
class EscrowRulesTest {
  private static final List<BigInteger> INPUT = integers(64, 31, 55, 18);
  private static final List<BigInteger> OTHER_INPUT = integers(64, 31, 55, 19);
  private static final List<BigInteger> OUTPUT = integers(0, 38, 217);
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);

  private static LocalChain local;
  private static ChainClient chain;
  private static EscrowContract contract;
  private static Address verifier;
  private static ContractErrors errors;

  @BeforeAll
  static void deploy() throws IOException {
    local = LocalChain.start();
    chain = ChainClient.connect(local.rpc(), ChainOptions.defaults());
    var compiler = SolidityCompiler.create();
    contract = EscrowContract.compile(compiler);
    CompiledContract stand = standIn(compiler);
    verifier =
        new Deployer(chain, sender(0)).deploy(stand, "", TransactionListener.none()).contract();
    errors = contract.errors(stand.abi());
  }

  @AfterAll
  static void stop() {
    chain.close();
    local.close();
  }

  @Test
  void paysOnceAndNeverForTheSameProof() {
    Address escrow = contract.deploy(chain, sender(0), verifier);
    EscrowClient client = client(0, escrow);
    EscrowClient worker = client(1, escrow);
    BigInteger first = client.request(INPUT, inAnHour(), ETHER);
    BigInteger second = client.request(INPUT, inAnHour(), ETHER);
    assertThat(chain.balance(escrow)).isEqualTo(ETHER.shiftLeft(1));

    byte[] proof = worker.nextContext();
    BigInteger before = chain.balance(sender(1).account());
    var receipt = worker.fulfil(first, INPUT, OUTPUT, proof);
    BigInteger fee = receipt.gasUsed().multiply(receipt.effectiveGasPrice());
    assertThat(chain.balance(sender(1).account())).isEqualTo(before.add(ETHER).subtract(fee));

    refused("NoSuchRequest", () -> worker.fulfil(first, INPUT, OUTPUT, proof));
    refused("WrongContext", () -> worker.fulfil(second, INPUT, OUTPUT, proof));
    worker.fulfil(second, INPUT, OUTPUT, worker.nextContext());
    assertThat(chain.balance(escrow)).isZero();
  }

  @Test
  void refusesAnotherSenderAnotherInputAndAnotherEscrow() {
    Address escrow = contract.deploy(chain, sender(0), verifier);
    Address other = contract.deploy(chain, sender(0), verifier);
    EscrowClient worker = client(1, escrow);
    BigInteger id = client(0, escrow).request(INPUT, inAnHour(), ETHER);
    byte[] proof = worker.nextContext();

    refused("WrongContext", () -> client(2, escrow).fulfil(id, INPUT, OUTPUT, proof));
    refused("WrongInput", () -> worker.fulfil(id, OTHER_INPUT, OUTPUT, proof));
    BigInteger there = client(0, other).request(INPUT, inAnHour(), ETHER);
    refused("WrongContext", () -> client(1, other).fulfil(there, INPUT, OUTPUT, proof));
  }

  @Test
  void givesBackOnlyToTheClientAndOnlyLate() {
    Address escrow = contract.deploy(chain, sender(0), verifier);
    EscrowClient client = client(0, escrow);
    BigInteger id = client.request(INPUT, inAnHour(), ETHER);
    refused("NotYet", () -> client.withdraw(id));
    refused("NotTheClient", () -> client(1, escrow).withdraw(id));
    refused("NothingToPay", () -> client.request(INPUT, inAnHour(), BigInteger.ZERO));
    refused("DeadlinePassed", () -> client.request(INPUT, Instant.EPOCH, ETHER));
  }

  static void refused(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CallReverted.class)
        .satisfies(e -> assertThat(((CallReverted) e).revert().name()).isEqualTo(reason));
  }

  private static EscrowClient client(int account, Address escrow) {
    return new EscrowClient(chain, sender(account), escrow, errors);
  }

  private static TransactionSender sender(int account) {
    return new TransactionSender(chain, local.account(account));
  }

  private static Instant inAnHour() {
    return Instant.now().plusSeconds(3600);
  }

  private static List<BigInteger> integers(long... values) {
    return Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
  }

  private static CompiledContract standIn(SolidityCompiler compiler) throws IOException {
    String name = "ContextVerifier.sol";
    String source;
    try (var in = Objects.requireNonNull(EscrowRulesTest.class.getResourceAsStream(name))) {
      source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var json = JsonMapper.shared();
    var input = json.createObjectNode().put("language", "Solidity");
    input.putObject("sources").putObject(name).put("content", source);
    var settings = input.putObject("settings");
    var selection = settings.putObject("outputSelection").putObject("*").putArray("*");
    selection.add("abi").add("evm").add("devdoc").add("userdoc");
    return compiler.compile(json.writeValueAsString(input)).contract("ContextVerifier");
  }
}
