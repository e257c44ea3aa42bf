package io.zkchain.benchmarks;

import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Progress;
import io.zkchain.cli.io.Stages;
import io.zkchain.cli.verifier.GasBreakdown;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompileReport;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Fidelity;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.CompiledContract;
import io.zkchain.contracts.CompiledVerifier;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.ProofSubmitter;
import io.zkchain.contracts.SigningKey;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.Submission;
import io.zkchain.contracts.TransactionListener;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.srs.Srs;
import io.zkchain.solidity.Calldata;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** One model, measured from compilation to the receipt. */
final class ModelRun {
  private static final int WARM_UPS = 3;
  private static final int RUNS = 5;

  private final String name;
  private final Path folder;
  private final Path work;
  private final Srs srs;

  /**
   * @param folder the model with its calibration and samples
   * @param work where keys go
   */
  ModelRun(String name, Path folder, Path work, Srs srs) {
    this.name = name;
    this.folder = folder;
    this.work = work;
    this.srs = srs;
  }

  ModelFigures measure(ChainClient chain, SigningKey payer)
      throws IOException, InterruptedException {
    CompiledModel model =
        ModelCompiler.compile(
            folder.resolve("model.onnx"),
            CompileOptions.defaults().withName(name),
            folder.resolve("calibration.json"));
    var inputs = model.graph().inputs();
    CompileReport report = model.report(InputFile.read(folder.resolve("samples.json"), inputs));
    Srs powers = srs.prefix(model.circuit().rows() + 1);
    ProvingKey key =
        Setup.create(model.circuit(), model.fixedValues(), powers, ProgressListener.NONE);
    model.save(work);
    key.write(work.resolve("proving.key"));
    powers.write(work.resolve("powers.srs"));

    var input = InputFile.readOne(folder.resolve("input.json"), inputs);
    var prover = new Prover(key, powers);
    List<Long> runs = new ArrayList<>();
    var stages = Stages.shownBy(Progress.silent());
    Proof proof = null;
    for (int k = 0; k < WARM_UPS + RUNS; k++) {
      stages = Stages.shownBy(Progress.silent());
      long start = System.nanoTime();
      proof = prover.prove(model.witness(input), new byte[32], stages);
      if (k >= WARM_UPS) {
        runs.add((System.nanoTime() - start) / 1_000_000);
      }
    }
    if (proof == null) {
      throw new IllegalStateException("no run");
    }
    Gas gas = gas(key, proof, chain, payer);
    return new ModelFigures(
        name,
        model.circuit().logRows(),
        runs.stream().sorted().skip(RUNS / 2).findFirst().orElseThrow(),
        runs,
        stages.millis(),
        peakOfCommand(),
        proof.bytes().length,
        gas.total(),
        gas.breakdown(),
        agreement(report.fidelity()),
        report.fidelity().outputs().stream().mapToDouble(e -> e.max()).max().orElse(0));
  }

  private static OptionalDouble agreement(Fidelity fidelity) {
    return fidelity.agreement().values().stream().mapToDouble(Double::doubleValue).min();
  }

  private record Gas(long total, Map<String, Long> breakdown) {}

  private Gas gas(ProvingKey key, Proof proof, ChainClient chain, SigningKey payer) {
    var verifyingKey = key.verifyingKey();
    var compiler = SolidityCompiler.create();
    CompiledContract contract =
        CompiledVerifier.compile(verifyingKey, name, "MIT", compiler).contract();
    var sender = new TransactionSender(chain, payer);
    var deployed = new Deployer(chain, sender).deploy(contract, "", TransactionListener.none());
    var calldata = Calldata.of(verifyingKey.circuit().publicTensors());
    Submission submission =
        new ProofSubmitter(chain, deployed.contract(), ContractErrors.ofAbi(contract.abi()))
            .submit(sender, Calldata.hex(calldata.submit(proof)), TransactionListener.none());
    if (!(submission instanceof Submission.Accepted accepted)) {
      throw new IllegalStateException("the contract refused a proof: " + submission);
    }
    long total = accepted.receipt().gasUsed().longValueExact();
    Map<String, Long> parts =
        new LinkedHashMap<>(
            GasBreakdown.measure(
                verifyingKey, compiler, chain, sender, Calldata.hex(calldata.verify(proof))));
    parts.put("entry and event", total - parts.values().stream().mapToLong(p -> p).sum());
    return new Gas(total, parts);
  }

  /** Starts the command in a process of its own, as a user would. */
  private OptionalLong peakOfCommand() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.zkchain.cli.Main"));
    command.addAll(List.of("prove", work.toString(), "--quiet", "--json"));
    command.addAll(List.of("--input", folder.resolve("input.json").toString()));
    command.addAll(List.of("--out", work.resolve("proof.json").toString()));
    Path output = work.resolve("prove.json");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("prove failed: " + Files.readString(output));
    }
    JsonNode peak = Json.read("output of prove", output).path("peakMemoryBytes");
    return peak.isNumber() ? OptionalLong.of(peak.longValue()) : OptionalLong.empty();
  }
}
