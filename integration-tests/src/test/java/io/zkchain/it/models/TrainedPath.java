package io.zkchain.it.models;

import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * A trained model, compiled, with its keys under real powers of tau.
 *
 * @param input one held-out input
 */
record TrainedPath(
    CompiledModel model, ProvingKey key, Prover prover, Map<String, TensorData> input) {
  private static final Path SHARED = Path.of(System.getProperty("zkchain.shared"));

  /** The Ignition ceremony's 32,769 powers. */
  static Srs ignition() {
    return SrsImport.ignition(
        SHARED.resolve("srs/kzg10-bn254-aztec-srs-32768.bin"),
        SrsImport.ALL,
        new SecureRandom(),
        Parallel.common());
  }

  static TrainedPath of(String name, Srs srs) throws IOException {
    Path folder = SHARED.resolve("models").resolve(name);
    Path onnx = folder.resolve("model.onnx");
    Graph graph =
        ModelImporter.load(Files.readAllBytes(onnx), Map.of(), OperatorSupport.everything())
            .graph();
    CompiledModel model =
        ModelCompiler.compile(
            onnx,
            CompileOptions.defaults().withName(name),
            InputFile.read(folder.resolve("calibration.json"), graph.inputs()));
    ProvingKey key = Setup.create(model.circuit(), model.fixedValues(), srs, ProgressListener.NONE);
    return new TrainedPath(
        model,
        key,
        new Prover(key, srs),
        InputFile.readOne(folder.resolve("input.json"), graph.inputs()));
  }
}
