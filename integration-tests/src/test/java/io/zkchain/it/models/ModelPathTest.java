package io.zkchain.it.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.contracts.Submission;
import io.zkchain.it.chain.ChainOfClass;
import io.zkchain.prover.protocol.KeySizes;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.prover.srs.Srs;
import io.zkchain.solidity.VerifierCost;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From trained ONNX files to receipts, with real powers of tau. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelPathTest {
  private final Srs srs = TrainedPath.ignition();
  @RegisterExtension final ChainOfClass chain = new ChainOfClass();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iris-logreg",
        "breast-cancer-mlp",
        "digits-cnn-tiny",
        "mnist-lenet-avg",
        "mnist-lenet"
      })
  void aTrainedModelReachesAReceipt(String name) throws Exception {
    TrainedPath path = TrainedPath.of(name, srs);
    byte[] context = new byte[32];
    Arrays.fill(context, (byte) 0xa5);
    long start = System.nanoTime();
    Proof proof =
        path.prover().prove(path.model().witness(path.input()), context, ProgressListener.NONE);
    long millis = (System.nanoTime() - start) / 1_000_000;
    VerifyingKey key = path.key().verifyingKey();
    Verifier verifier = new Verifier(key);
    assertThat(verifier.verify(proof)).isInstanceOf(Verdict.Accepted.class);
    assertThat(proof.publicValues()).isEqualTo(publicOutputs(path));

    DeployedVerifier contract = DeployedVerifier.deploy(key, chain.client(), chain.account(0));
    Submission submission = contract.submit(proof);
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    System.out.printf(
        "%s: n = %d, first proof %d ms, %d bytes, code %d bytes, gas %s%n",
        name,
        key.circuit().logRows(),
        millis,
        proof.bytes().length,
        contract.codeBytes(),
        ((Submission.Accepted) submission).receipt().gasUsed());
    agreesWithTheEstimate(path, contract, (Submission.Accepted) submission);

    for (Proof altered : alterations(proof)) {
      assertThat(verifier.verify(altered)).isInstanceOf(Verdict.Rejected.class);
      assertThat(contract.refusal(altered)).isPresent();
    }
  }

  /** What was told from the circuit alone, and what keys, receipts and proof then were. */
  private void agreesWithTheEstimate(
      TrainedPath path, DeployedVerifier contract, Submission.Accepted submission)
      throws IOException {
    Circuit circuit = path.model().circuit();
    VerifierCost cost = VerifierCost.of(circuit);
    Percentage close = Percentage.withPercentage(2);
    assertThat(cost.proofBytes()).isEqualTo(path.key().verifyingKey().layout().length());
    assertThat((double) cost.verificationGas())
        .isCloseTo(submission.receipt().gasUsed().doubleValue(), close);
    assertThat((double) cost.codeBytes()).isCloseTo(contract.codeBytes(), close);
    assertThat((double) cost.deploymentGas()).isCloseTo(contract.deploymentGas(), close);
    assertThat(path.model().chosen().gas()).isEqualTo(cost.verificationGas());
    KeySizes sizes = KeySizes.of(circuit, path.model().fixedValues());
    Path file = folder.resolve("a.key");
    path.key().write(file);
    assertThat((double) sizes.provingKeyBytes()).isCloseTo(Files.size(file), close);
    path.key().verifyingKey().write(file);
    assertThat((double) sizes.verifyingKeyBytes()).isCloseTo(Files.size(file), close);
    System.out.printf(
        "  estimated: code %d bytes, %d gas to deploy (%d), %d gas to verify%n",
        cost.codeBytes(), cost.deploymentGas(), contract.deploymentGas(), cost.verificationGas());
  }

  private static List<BigInteger> publicOutputs(TrainedPath path) {
    return path.model().run(path.input()).integers().values().stream()
        .flatMapToLong(Arrays::stream)
        .mapToObj(BigInteger::valueOf)
        .toList();
  }

  /** One byte of the proof, one public value, one bit of the context. */
  private static List<Proof> alterations(Proof proof) {
    byte[] bytes = proof.bytes().clone();
    bytes[bytes.length / 2] ^= 1;
    List<BigInteger> values = new ArrayList<>(proof.publicValues());
    values.set(0, values.getFirst().add(BigInteger.ONE));
    byte[] context = proof.context().clone();
    context[31] ^= 1;
    return List.of(
        new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), bytes),
        new Proof(proof.keyDigest(), proof.context(), values, proof.bytes()),
        new Proof(proof.keyDigest(), context, proof.publicValues(), proof.bytes()));
  }
}
