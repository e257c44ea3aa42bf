package io.zkchain.it.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.contracts.Submission;
import io.zkchain.it.chain.ChainOfClass;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.solidity.VerifierCost;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of different kinds to receipts, three of them by default; see {@link
 * SharedModel#isWanted}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelsOnChainTest {
  private static final long SEED = 20261124;

  /** An attention whose verifier is split, trees, a recurrent network. */
  private static final List<String> FEW =
      List.of("ezkl-examples/multihead_attention", "models/ml-forest", "models/digits-gru");

  /**
   * Transformers and a forest whose parts take transactions of their own or not, two outputs, two
   * inputs and outputs, int8, integers, kernels.
   */
  private static final List<String> FURTHER =
      List.of(
          "ezkl-examples/nanoGPT",
          "ezkl-examples/random_forest",
          "peers/own-gpt-60k",
          "models/digits-lstm",
          "models/mnist-lenet-int8-qop",
          "ezkl-examples/idolmodel",
          "ezkl-examples/lightgbm",
          "ezkl-examples/1l_topk",
          "models/ml-svc-rbf");

  private final TestPowers powers = new TestPowers();
  @RegisterExtension final ChainOfClass chain = new ChainOfClass();

  static List<SharedModel> models() {
    return Stream.concat(FEW.stream(), FURTHER.stream())
        .map(SharedModel::of)
        .filter(model -> model.isWanted(FEW.contains(model.toString())))
        .toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void reachesAReceipt(SharedModel shared) {
    SharedModel.Ready ready = shared.compile();
    reachesAReceipt(shared.toString(), ready);
  }

  /** A transformer that tells the next character's scores, and nothing of the text before. */
  @Test
  void thePartOfAnOutputReachesAReceipt() {
    SharedModel shared = SharedModel.of("models/char-gpt");
    assumeTrue(shared.isWanted(false));
    String part = "logits[:, -1]";
    SharedModel.Ready ready =
        shared.compile(CompileOptions.defaults().withSelection(List.of(OutputPart.parse(part))));
    assertThat(ready.model().circuit().publicWords()).isEqualTo(65);
    reachesAReceipt("models/char-gpt " + part, ready);
  }

  private void reachesAReceipt(String name, SharedModel.Ready ready) {
    ProvingKey key = key(ready);
    long start = System.nanoTime();
    Proof proof = proof(ready, key);
    long millis = (System.nanoTime() - start) / 1_000_000;
    DeployedVerifier contract =
        DeployedVerifier.deploy(key.verifyingKey(), chain.client(), chain.account(0));
    Submission submission = contract.submit(proof);
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    long gas = ((Submission.Accepted) submission).receipt().gasUsed().longValueExact();
    VerifierCost cost = VerifierCost.of(key.verifyingKey().circuit(), proof.publicValues());
    Percentage close = Percentage.withPercentage(2);
    assertThat((double) gas).isCloseTo(cost.verificationGas(), close);
    assertThat((double) contract.deploymentGas()).isCloseTo(cost.deploymentGas(), close);
    System.out.printf(
        "%s: proof %d ms, %d bytes; %d gas (%d estimated), %d to deploy (%d), %d parts%n",
        name,
        millis,
        proof.bytes().length,
        gas,
        cost.verificationGas(),
        contract.deploymentGas(),
        cost.deploymentGas(),
        cost.parts());
    List<Proof> altered =
        cost.parts() > 0
            ? Alterations.everyWord(proof, new Random(SEED))
            : Alterations.some(proof, new Random(SEED));
    for (Proof other : altered) {
      assertThat(contract.refusal(other)).isPresent();
    }
  }

  private ProvingKey key(SharedModel.Ready ready) {
    return Setup.create(
        ready.model().circuit(),
        ready.model().fixedValues(),
        powers.of(ready.model().circuit().logRows()),
        ProgressListener.NONE);
  }

  private Proof proof(SharedModel.Ready ready, ProvingKey key) {
    return new Prover(key, powers.of(key.verifyingKey().circuit().logRows()))
        .prove(ready.model().witness(ready.input()), new byte[32], ProgressListener.NONE);
  }
}
