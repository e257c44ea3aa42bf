package io.zkchain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.Visibility;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.NpmTools;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import io.zkchain.solidity.Calldata;
import io.zkchain.solidity.SolidityVerifier;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The escrow with a real model, real proofs and the generated verifier. */
class EscrowOnChainTest {
  private static final Path MODEL = Path.of("models", "iris-logreg");
  private static final Path POWERS = Path.of("srs", "kzg10-bn254-aztec-srs-32768.bin");
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);

  private static Map<String, TensorData> flower;
  private static PredictionService service;
  private static CompiledContract verifier;
  private static EscrowContract escrow;
  private static ContractErrors errors;

  /** One chain with a verifier and an escrow on it. */
  private record Site(LocalChain local, ChainClient chain, Address escrow)
      implements AutoCloseable {

    static Site deploy(long chainId) {
      var options = LocalChain.Options.defaults();
      LocalChain local =
          LocalChain.start(
              NpmTools.standard(),
              new LocalChain.Options(
                  chainId,
                  options.hardfork(),
                  options.blockGasLimit(),
                  options.transactionGasLimit()));
      ChainClient chain = ChainClient.connect(local.rpc(), ChainOptions.defaults());
      var sender = new TransactionSender(chain, local.account(0));
      Address address =
          new Deployer(chain, sender).deploy(verifier, "", TransactionListener.none()).contract();
      return new Site(local, chain, EscrowOnChainTest.escrow.deploy(chain, sender, address));
    }

    EscrowClient client(int account) {
      var sender = new TransactionSender(chain, local.account(account));
      return new EscrowClient(chain, sender, escrow, errors);
    }

    BigInteger balance(int account) {
      return chain.balance(local.account(account).address());
    }

    @Override
    public void close() {
      chain.close();
      local.close();
    }
  }

  @BeforeAll
  static void compileAndSetUp() {
    CompiledModel model =
        ModelCompiler.compile(
            MODEL.resolve("model.onnx"),
            CompileOptions.defaults()
                .withVisibility(Visibility.PUBLIC, Visibility.PUBLIC, Visibility.PRIVATE),
            MODEL.resolve("calibration.json"));
    Srs srs = SrsImport.read(POWERS);
    ProvingKey key = Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
    service = new PredictionService(model, key, srs);
    flower = InputFile.readOne(MODEL.resolve("input.json"), model.graph().inputs());
    assertThat(Calldata.of(model.circuit().publicTensors()).signature("verify"))
        .as("the interface in PredictionEscrow.sol")
        .isEqualTo("verify(int256[4],int256[3],bytes32,bytes)");
    var compiler = SolidityCompiler.create();
    var generated = SolidityVerifier.generate(key.verifyingKey(), "iris", "MIT");
    verifier = compiler.compile(generated.standardJson()).contract(generated.contractName());
    escrow = EscrowContract.compile(compiler);
    errors = escrow.errors(verifier.abi());
  }

  @Test
  void paysOnceForAProofOfThisSenderHere() {
    try (Site site = Site.deploy(31337);
        Site elsewhere = Site.deploy(31338)) {
      EscrowClient client = site.client(0);
      EscrowClient worker = site.client(1);
      BigInteger first = client.request(service.quantise(flower), inAnHour(), ETHER);
      BigInteger second = client.request(service.quantise(flower), inAnHour(), ETHER);
      var answer = service.prove(flower, worker.nextContext());
      byte[] proof = answer.proof().bytes();

      // Theft: another sender with the proof of this one.
      EscrowRulesTest.refused(
          "ProofRejected",
          () -> site.client(2).fulfil(first, answer.input(), answer.output(), proof));
      // Another answer than the proven one.
      var lie = answer.output().stream().map(BigInteger::negate).toList();
      EscrowRulesTest.refused(
          "ProofRejected", () -> worker.fulfil(first, answer.input(), lie, proof));
      // The same addresses on another chain.
      assertThat(elsewhere.escrow()).isEqualTo(site.escrow());
      BigInteger there = elsewhere.client(0).request(service.quantise(flower), inAnHour(), ETHER);
      EscrowRulesTest.refused(
          "ProofRejected",
          () -> elsewhere.client(1).fulfil(there, answer.input(), answer.output(), proof));

      BigInteger before = site.balance(1);
      var receipt = worker.fulfil(first, answer.input(), answer.output(), proof);
      BigInteger fee = receipt.gasUsed().multiply(receipt.effectiveGasPrice());
      assertThat(site.balance(1)).isEqualTo(before.add(ETHER).subtract(fee));

      // Replay: the nonce is consumed.
      EscrowRulesTest.refused(
          "NoSuchRequest", () -> worker.fulfil(first, answer.input(), answer.output(), proof));
      EscrowRulesTest.refused(
          "ProofRejected", () -> worker.fulfil(second, answer.input(), answer.output(), proof));
      var fresh = service.prove(flower, worker.nextContext());
      worker.fulfil(second, fresh.input(), fresh.output(), fresh.proof().bytes());
      assertThat(site.chain().balance(site.escrow())).isZero();
    }
  }

  @Test
  void anotherEscrowRefusesTheProof() {
    try (Site site = Site.deploy(31337)) {
      var sender = new TransactionSender(site.chain(), site.local().account(0));
      Address trusted =
          new Deployer(site.chain(), sender)
              .deploy(verifier, "", TransactionListener.none())
              .contract();
      Address other = escrow.deploy(site.chain(), sender, trusted);
      EscrowClient worker = site.client(1);
      var answer = service.prove(flower, worker.nextContext());
      var client = new EscrowClient(site.chain(), sender, other, errors);
      BigInteger id = client.request(answer.input(), inAnHour(), ETHER);
      var workerThere =
          new EscrowClient(
              site.chain(),
              new TransactionSender(site.chain(), site.local().account(1)),
              other,
              errors);
      EscrowRulesTest.refused(
          "ProofRejected",
          () -> workerThere.fulfil(id, answer.input(), answer.output(), answer.proof().bytes()));
    }
  }

  private static Instant inAnHour() {
    return Instant.now().plusSeconds(3600);
  }
}
