package io.zkchain.it.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.srs.Srs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small GPT (embedding, causal attention, layer norms, GELU) from its file to a proof. */
final class TransformerPathTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("zkchain.shared")).resolve("peers/own-gpt-60k");

  @Test
  void aTransformersProofIsAccepted() throws Exception {
    Path onnx = FOLDER.resolve("network.onnx");
    Graph graph = ModelImporter.load(onnx, Map.of(), OperatorSupport.everything()).graph();
    Map<String, TensorData> input = InputFile.readOne(FOLDER.resolve("input.json"), graph.inputs());
    CompiledModel model =
        ModelCompiler.compile(onnx, CompileOptions.defaults().withLogRows(15), List.of(input));
    Srs srs = TrainedPath.ignition();
    ProvingKey key = Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
    long start = System.nanoTime();
    Proof proof =
        new Prover(key, srs).prove(model.witness(input), new byte[32], ProgressListener.NONE);
    System.out.printf(
        "own-gpt-60k: n = %d, %d lanes, first proof %d ms, %d bytes%n",
        model.circuit().logRows(),
        model.circuit().lanes(),
        (System.nanoTime() - start) / 1_000_000,
        proof.bytes().length);
    Verifier verifier = new Verifier(key.verifyingKey());
    assertThat(verifier.verify(proof)).isInstanceOf(Verdict.Accepted.class);
    byte[] altered = proof.bytes().clone();
    altered[altered.length / 2] ^= 1;
    Proof other = new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), altered);
    assertThat(verifier.verify(other)).isInstanceOf(Verdict.Rejected.class);
  }
}
