package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.transcript.Keccak256;
import io.zkchain.solidity.Calldata;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs of the real prover under generated verifiers on a chain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HonestProofTest {
  private static final Srs SRS = Srs.test(8, new Random(1));

  private final LocalChain chain = LocalChain.start();
  private final ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
  private final TransactionSender sender = new TransactionSender(client, chain.account(0));

  @AfterAll
  void stop() {
    client.close();
    chain.close();
  }

  private static Proof prove(ProvingKey key, Instance instance) {
    return new Prover(key, SRS)
        .prove(instance.witness(), Keccak256.word(77), ProgressListener.NONE);
  }

  private static ProvingKey key(Instance instance) {
    return Setup.create(instance.circuit(), instance.fixedValues(), SRS, ProgressListener.NONE);
  }

  private ProofSubmitter deployed(VerifyingKey key, int parts, boolean apart) {
    GeneratedVerifier verifier =
        SolidityVerifier.generate(key, "random", "Apache-2.0", parts, apart);
    Compilation compilation = SolidityCompiler.create().compile(verifier.standardJson());
    CompiledContract contract = compilation.contract(verifier.contractName());
    if (apart) {
      contract =
          contract.withParts(
              IntStream.range(0, parts)
                  .mapToObj(k -> compilation.contract(verifier.partName(k)))
                  .toList());
    }
    Deployment deployment =
        new Deployer(client, sender).deploy(contract, "", TransactionListener.none());
    return new ProofSubmitter(client, deployment.contract(), ContractErrors.ofAbi(contract.abi()));
  }

  @ParameterizedTest
  @CsvSource({"11, 0, false", "14, 2, false", "14, 3, true"})
  void proofsOfRandomCircuitsAreAcceptedAndOthersRejected(long seed, int parts, boolean apart) {
    Instance instance = RandomCircuits.generate(seed, 7 + (int) (seed % 2));
    ProvingKey key = key(instance);
    Proof proof = prove(key, instance);
    assertThat(new Verifier(key.verifyingKey()).verify(proof).accepted()).isTrue();
    ProofSubmitter submitter = deployed(key.verifyingKey(), parts, apart);
    Calldata calls = Calldata.of(instance.circuit().publicTensors());
    Address caller = chain.account(1).address();
    assertThat(submitter.check(caller, Calldata.hex(calls.verify(proof)))).isEmpty();
    byte[] bytes = proof.bytes();
    for (int at = 31; at < bytes.length; at += 32 * 7) {
      byte[] altered = bytes.clone();
      altered[at] ^= 1;
      Proof other = new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), altered);
      Optional<Revert> refusal = submitter.check(caller, Calldata.hex(calls.verify(other)));
      assertThat(refusal).as("byte %d", at).isPresent();
    }
  }

  @Test
  void theProfilingTwinReadsTheGasOfEverySection() {
    Instance toy = ToyCircuit.sample(3, true);
    ProvingKey key = key(toy);
    GeneratedVerifier twin =
        SolidityVerifier.generateProfiling(key.verifyingKey(), "twin", 0, false);
    CompiledContract contract =
        SolidityCompiler.create().compile(twin.standardJson()).contract(twin.contractName());
    Address address =
        new Deployer(client, sender).deploy(contract, "", TransactionListener.none()).contract();
    Calldata calls = Calldata.of(toy.circuit().publicTensors());
    String call = Calldata.hex(calls.verify(prove(key, toy)));
    TransactionRequest request =
        TransactionRequest.call("twin", address, call, ContractErrors.standard());
    byte[] marks =
        Hex.bytes(client.call(sender.account(), request, BigInteger.valueOf(10_000_000)));
    int sections = SolidityVerifier.SECTIONS.size();
    assertThat(marks).hasSize(32 * (sections + 1));
    for (int k = 0; k < sections; k++) {
      assertThat(mark(marks, k)).isGreaterThan(mark(marks, k + 1));
    }
    // EIP-1108: 45,000 + 34,000 for each of two pairs.
    long pairing = mark(marks, sections - 1) - mark(marks, sections);
    assertThat(pairing).isBetween(113_000L, 115_000L);
  }

  private static long mark(byte[] marks, int number) {
    return new BigInteger(1, Arrays.copyOfRange(marks, 32 * number, 32 * number + 32))
        .longValueExact();
  }
}
