package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Background;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Machine;
import io.zkchain.cli.io.Numbers;
import io.zkchain.cli.io.Stages;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.proof.ProofFile;
import io.zkchain.cli.proof.ProofJson;
import io.zkchain.cli.proof.Statements;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Inference;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProverMemory;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.srs.Srs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code prove}: one inference, proven. */
@Command(
    name = "prove",
    description = "Prove one inference.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain prove circuit --input input.json",
      "  zkchain prove circuit --input input.json --out bound.json --context"
          + " 0x00000000000000000000000000000000000000000000000000000000000000ff"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class ProveCommand extends BaseCommand {
  private static final int CONTEXT_BYTES = 32;

  @Parameters(paramLabel = "DIR", description = "What compile wrote and setup added keys to.")
  Path directory;

  @Option(names = "--input", paramLabel = "FILE", required = true, description = "One input.")
  Path input;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "proof.json",
      description = "Where the proof goes; default ${DEFAULT-VALUE}.")
  Path out;

  @Option(
      names = "--context",
      paramLabel = "HEX",
      description = "32 bytes that the proof is bound to; default zero.")
  @Nullable String context;

  @Option(
      names = "--srs",
      paramLabel = "FILE",
      description = "Powers of tau, if not those that setup left in DIR.")
  @Nullable Path srs;

  @Override
  public Result run(Session session) throws IOException {
    byte[] binding = binding();
    var files = new ModelDirectory(directory);
    Background<ProvingKey> key = Background.start(files::openProvingKey);
    Background<Prover> preparing = Background.start(() -> prover(files, key.get()));
    CompiledModel model = files.model();
    Map<String, TensorData> inputs = InputFile.readOne(input, model.graph().inputs());
    files.requireSame(model, key.get());
    if (key.get().verifyingKey().insecure()) {
      session.warn("the key comes from test powers of tau: anyone may forge such proofs");
    }
    var memory = ProverMemory.of(model.circuit());
    session.note("memory: about %s at most", Units.bytes(memory.residentBytes()));
    Prover prover = preparing.get();
    try (var progress = session.progress()) {
      var stages = Stages.shownBy(progress);
      long start = System.nanoTime();
      Proof proof = prover.prove(model.witness(inputs), binding, stages);
      long millis = (System.nanoTime() - start) / 1_000_000;
      ProofFile file = Statements.toFile(proof, model.circuit());
      ProofJson.write(out, file);
      progress.done();
      return result(session, file, model, model.run(inputs), stages, millis);
    }
  }

  /** Reads the powers of tau and prepares, where there is memory enough, beside the model. */
  private Prover prover(ModelDirectory files, ProvingKey key) {
    var circuit = key.verifyingKey().circuit();
    Path file = srs == null ? files.powers() : srs;
    Srs powers = PowersOfTau.read(file, Optional.empty(), circuit.rows() + 1);
    MemoryCheck.require(
        ProverMemory.of(circuit), Runtime.getRuntime().maxMemory(), Machine.memory());
    return new Prover(key, powers);
  }

  private byte[] binding() {
    if (context == null) {
      return new byte[CONTEXT_BYTES];
    }
    try {
      return Hex.parse("--context", context, CONTEXT_BYTES);
    } catch (CliException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Result result(
      Session session,
      ProofFile file,
      CompiledModel model,
      Inference inference,
      Stages stages,
      long millis) {
    int bytes = file.proofBytes().length;
    ObjectNode json = Json.object();
    json.put("proofBytes", bytes).put("proveMillis", millis);
    ObjectNode times = json.putObject("stages");
    stages.millis().forEach(times::put);
    json.set("publicInputs", Json.integers(file.publicInputs()));
    json.set("publicOutputs", Json.integers(file.publicOutputs()));
    ArrayNode outputs = json.putArray("outputs");
    List<String> lines = new ArrayList<>();
    for (Value output : model.graph().outputs()) {
      TensorData values = inference.outputs().get(output.name());
      if (values == null) {
        throw new IllegalStateException("no result for output " + output.name());
      }
      outputs.add(Numbers.reals(values.toDoubles()));
      if (values.size() > 1) {
        lines.add(
            "output '%s': arg-max %d".formatted(output.name(), Numbers.argMax(values.toDoubles())));
      }
    }
    json.put("out", session.show(out));
    json.put("memoryNeededBytes", ProverMemory.of(model.circuit()).residentBytes());
    Machine.peakResident().ifPresent(peak -> json.put("peakMemoryBytes", peak));
    lines.add("proof        %s bytes in %s".formatted(Units.count(bytes), Units.millis(millis)));
    lines.add("wrote        " + session.show(out));
    return Result.ok(json, lines);
  }
}
