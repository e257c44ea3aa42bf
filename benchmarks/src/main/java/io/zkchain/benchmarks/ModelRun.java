package io.zkchain.benchmarks;

import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Progress;
import io.zkchain.cli.io.Stages;
import io.zkchain.cli.verifier.GasBreakdown;
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
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.cost.ProverWork;
import io.zkchain.prover.protocol.KeySizes;
import io.zkchain.prover.protocol.ProgressListener;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.Prover;
import io.zkchain.prover.protocol.ProverMemory;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.srs.Srs;
import io.zkchain.solidity.Calldata;
import io.zkchain.solidity.VerifierCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** One model, measured from compilation to the receipt. */
final class ModelRun {
  /** For how long proofs are made before those that count: the compiler takes a dozen or more. */
  private static final int WARM_UP_MILLIS = 10_000;

  private static final int RUNS = 11;
  private static final int COLD_RUNS = 3;
  private static final int VERIFICATIONS = 20;

  private final ModelChoice choice;
  private final Path folder;
  private final Path work;
  private final Path launcher;
  private final Srs srs;

  /**
   * @param choice the model with its calibration and samples
   * @param work where keys go
   * @param launcher the script {@code zkchain}
   * @param srs real powers of tau; for larger circuits insecure ones are made
   */
  ModelRun(ModelChoice choice, Path work, Path launcher, Srs srs) {
    this.choice = choice;
    this.folder = choice.folder();
    this.work = work;
    this.launcher = launcher;
    this.srs = srs;
  }

  ModelFigures measure(ChainClient chain, SigningKey payer)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    CompiledModel model =
        ModelCompiler.compile(folder.resolve("model.onnx"), choice.options(), calibration());
    long compileMillis = since(start);
    var inputs = model.graph().inputs();
    Fidelity fidelity =
        model.report(InputFile.read(folder.resolve("samples.json"), inputs)).fidelity();
    int needed = model.circuit().rows() + 1;
    boolean secure = needed <= srs.size();
    Srs powers =
        secure ? srs.prefix(needed) : Srs.test(model.circuit().logRows(), new SecureRandom());
    start = System.nanoTime();
    ProvingKey key =
        Setup.create(model.circuit(), model.fixedValues(), powers, ProgressListener.NONE);
    long setupMillis = since(start);
    model.save(work);
    key.write(work.resolve("proving.key"));
    key.verifyingKey().write(work.resolve("verifying.key"));
    powers.write(work.resolve("powers.srs"));
    Warm warm = prove(model, new Prover(key, powers));
    // Now, so that whatever else the machine does weighs on both.
    ModelFigures.Estimated estimated = estimate(model, ProverSpeed.measure());
    Gas gas = gas(key, warm.proof(), chain, payer);
    Cold cold = cold();
    return new ModelFigures(
        choice.label(),
        model.circuit().logRows(),
        !secure,
        compileMillis,
        setupMillis,
        cold.millis(),
        median(warm.millis()),
        warm.millis(),
        warm.stages(),
        verify(key, warm.proof()),
        cold.peakBytes(),
        warm.proof().bytes().length,
        Files.size(work.resolve("proving.key")),
        Files.size(work.resolve("verifying.key")),
        gas.total(),
        gas.deployment(),
        gas.breakdown(),
        agreement(fidelity),
        fidelity.outputs().stream().mapToDouble(e -> e.max()).max().orElse(0),
        estimated);
  }

  private Path calibration() {
    Path plain = folder.resolve("calibration.json");
    return Files.exists(plain) ? plain : folder.resolve("calibration.json.gz");
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private ModelFigures.Estimated estimate(CompiledModel model, ProverSpeed speed) {
    KeySizes keys = KeySizes.of(model.circuit(), model.fixedValues());
    return new ModelFigures.Estimated(
        Math.round(1000 * ProverWork.of(model.circuit()).seconds(speed)),
        ProverMemory.of(model.circuit()).residentBytes(),
        keys.provingKeyBytes(),
        keys.verifyingKeyBytes(),
        VerifierCost.of(model.circuit()));
  }

  private record Warm(Proof proof, List<Long> millis, Map<String, Long> stages) {}

  private Warm prove(CompiledModel model, Prover prover) {
    var input = InputFile.readOne(folder.resolve("input.json"), model.graph().inputs());
    List<Long> runs = new ArrayList<>();
    long begin = System.nanoTime();
    while (true) {
      var stages = Stages.shownBy(Progress.silent());
      long start = System.nanoTime();
      Proof proof = prover.prove(model.witness(input), new byte[32], stages);
      if (since(begin) > WARM_UP_MILLIS) {
        runs.add(since(start));
      }
      if (runs.size() == RUNS) {
        return new Warm(proof, runs, stages.millis());
      }
    }
  }

  private static double verify(ProvingKey key, Proof proof) {
    Verifier verifier = new Verifier(key.verifyingKey());
    double best = Double.MAX_VALUE;
    for (int k = 0; k < VERIFICATIONS; k++) {
      long start = System.nanoTime();
      if (!(verifier.verify(proof) instanceof Verdict.Accepted)) {
        throw new IllegalStateException("the verifier refused a proof");
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }

  private static OptionalDouble agreement(Fidelity fidelity) {
    return fidelity.agreement().values().stream().mapToDouble(Double::doubleValue).min();
  }

  private record Gas(long total, long deployment, Map<String, Long> breakdown) {}

  private Gas gas(ProvingKey key, Proof proof, ChainClient chain, SigningKey payer) {
    var verifyingKey = key.verifyingKey();
    var compiler = SolidityCompiler.create();
    CompiledContract contract =
        CompiledVerifier.compile(verifyingKey, choice.model(), "MIT", compiler).contract();
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
    return new Gas(total, deployed.gasUsed().longValueExact(), parts);
  }

  private record Cold(long millis, OptionalLong peakBytes) {}

  /** Starts the command in a process of its own, as a user would. */
  private Cold cold() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            launcher.toString(),
            "prove",
            work.toString(),
            "--quiet",
            "--json",
            "--input",
            folder.resolve("input.json").toString(),
            "--out",
            work.resolve("proof.json").toString());
    Path output = work.resolve("prove.json");
    List<Long> millis = new ArrayList<>();
    long most = 0;
    for (int k = 0; k < COLD_RUNS; k++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IOException("prove failed: " + Files.readString(output));
      }
      millis.add(since(start));
      JsonNode peak = Json.read("output of prove", output).path("peakMemoryBytes");
      most = Math.max(most, peak.asLong(0));
    }
    return new Cold(median(millis), most == 0 ? OptionalLong.empty() : OptionalLong.of(most));
  }
}
