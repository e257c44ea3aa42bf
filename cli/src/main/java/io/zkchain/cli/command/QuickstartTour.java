package io.zkchain.cli.command;

import io.zkchain.cli.Cli;
import io.zkchain.cli.CliException;
import io.zkchain.cli.ExitCode;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.Terminal;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.proof.ProofFile;
import io.zkchain.cli.proof.ProofJson;
import io.zkchain.cli.proof.Statements;
import io.zkchain.cli.verifier.GasBreakdown;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ChainOptions;
import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.NpmTools;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.Calldata;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps of the quickstart: each is a command line that is shown and then run. */
final class QuickstartTour {
  private static final String MODEL = "mnist-lenet";
  private static final String POWERS = "kzg10-bn254-aztec-srs-32768.bin";
  private static final String KEY_VARIABLE = "QUICKSTART_KEY";

  /** The first account of every development chain: public knowledge, worth nothing elsewhere. */
  private static final String DEVELOPMENT_KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final int TAMPERED_BYTE = 1000;

  private final Session session;
  private final Session inside;
  private final Path directory;
  private final Cli cli;
  private final ObjectNode results = Json.object();
  private final Map<String, Long> millis = new LinkedHashMap<>();
  private Map<String, Long> gas = Map.of();

  QuickstartTour(Session session, Path directory) throws IOException {
    this.session = session;
    this.directory = directory;
    Terminal outer = session.terminal();
    var terminal =
        new Terminal(
            outer.out(),
            outer.err(),
            outer.errIsTerminal(),
            name ->
                name.equals(KEY_VARIABLE)
                    ? Optional.of(DEVELOPMENT_KEY)
                    : outer.environment().apply(name),
            outer.prompt(),
            directory);
    inside = new Session(terminal, session.quiet(), session.color());
    cli = new Cli(terminal);
    bundle("models/" + MODEL + "/model.onnx", MODEL + "/model.onnx");
    bundle("models/" + MODEL + "/input.json", MODEL + "/input.json");
    bundle("models/" + MODEL + "/calibration.json", MODEL + "/calibration.json");
    bundle("srs/" + POWERS, POWERS);
    session.note("$ cd %s   # zkchain below is the launcher that you just used", directory);
  }

  private void bundle(String resource, String name) throws IOException {
    try (InputStream in = Cli.class.getResourceAsStream("bundled/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks bundled/" + resource);
      }
      byte[] bytes = in.readAllBytes();
      AtomicFiles.write(directory.resolve(name), temporary -> Files.write(temporary, bytes));
    }
  }

  /** From the model to a verified proof. */
  void proveAndVerify() throws Exception {
    step("inspect", MODEL + "/model.onnx");
    step(
        "compile",
        MODEL + "/model.onnx",
        "--out",
        "circuit",
        "--calibration",
        MODEL + "/calibration.json");
    step("srs", "import", POWERS, "--out", "ignition.srs");
    step("setup", "circuit", "--srs", "ignition.srs");
    step("prove", "circuit", "--input", MODEL + "/input.json", "--out", "proof.json");
    step("verify", "--key", "circuit/verifying.key", "--proof", "proof.json");
    step("generate-verifier", "--key", "circuit/verifying.key", "--out", "verifier");
  }

  /** Deploys and submits on a chain that lives as long as this step, and measures gas there. */
  void useEmbeddedChain() throws Exception {
    var tools = NpmTools.standard(note -> session.note("%s", note));
    try (LocalChain chain = LocalChain.start(tools, LocalChain.Options.defaults())) {
      session.note("# an embedded chain (Anvil, chain id %d)", chain.options().chainId());
      session.note("# with a key that every development chain funds; never use it elsewhere:");
      session.note("$ export %s=%s", KEY_VARIABLE, DEVELOPMENT_KEY);
      useChain(chain.rpc(), List.of("--private-key-env", KEY_VARIABLE));
      try (ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults())) {
        gas = measureGas(tools, client, new TransactionSender(client, chain.account(0)));
        long total = results.path("submit-proof").path("gasUsed").longValue();
        long known = gas.values().stream().mapToLong(Long::longValue).sum();
        gas.put("entry and event", total - known);
      }
    }
  }

  private Map<String, Long> measureGas(NpmTools tools, ChainClient client, TransactionSender sender)
      throws IOException {
    VerifyingKey key = VerifyingKey.open(directory.resolve("circuit/verifying.key"));
    ProofFile file = ProofJson.read(directory.resolve("proof.json"));
    Proof proof = Statements.toProof(file, key.circuit()).orElseThrow();
    String call = Calldata.hex(Calldata.of(key.circuit().publicTensors()).verify(proof));
    var compiler = SolidityCompiler.create(tools, Duration.ofMinutes(5));
    return GasBreakdown.measure(key, compiler, client, sender, call);
  }

  /** Deploys, submits, and shows that an altered proof is refused here and there. */
  void useChain(URI rpc, List<String> account) throws Exception {
    List<String> deploy =
        new ArrayList<>(List.of("deploy", "--rpc", rpc.toString(), "--verifier", "verifier"));
    deploy.addAll(account);
    JsonNode deployed = step(deploy.toArray(String[]::new)).json();
    String contract = deployed.path("contract").stringValue();
    step(submission(rpc, account, contract, "proof.json"));
    tamper();
    session.note(
        "# the same proof with one bit of byte %d changed: both verifiers refuse it",
        TAMPERED_BYTE);
    refused("verify", "--key", "circuit/verifying.key", "--proof", "tampered.json");
    refused(submission(rpc, account, contract, "tampered.json"));
  }

  private static String[] submission(URI rpc, List<String> account, String contract, String proof) {
    List<String> arguments =
        new ArrayList<>(List.of("submit-proof", "--rpc", rpc.toString(), "--contract", contract));
    arguments.addAll(List.of("--proof", proof));
    arguments.addAll(account);
    return arguments.toArray(String[]::new);
  }

  private void tamper() throws IOException {
    ProofFile proof = ProofJson.read(directory.resolve("proof.json"));
    byte[] bytes = proof.proofBytes();
    bytes[TAMPERED_BYTE] ^= 1;
    ProofJson.write(
        directory.resolve("tampered.json"),
        ProofFile.of(
            proof.verifyingKeyBytes(),
            proof.contextBytes(),
            proof.publicInputs(),
            proof.publicOutputs(),
            bytes));
  }

  private Result step(String... arguments) throws Exception {
    Result result = call(arguments);
    if (result.exitCode() != ExitCode.OK) {
      throw CliException.failed(
          "%s failed: %s".formatted(arguments[0], String.join("; ", result.lines())));
    }
    results.set(name(arguments), result.json());
    return result;
  }

  private void refused(String... arguments) throws Exception {
    Result result = call(arguments);
    if (result.exitCode() != ExitCode.PROOF_REJECTED) {
      throw new IllegalStateException(arguments[0] + " accepted an altered proof");
    }
    results.withObject("/tampered").set(name(arguments), result.json());
  }

  private Result call(String... arguments) throws Exception {
    session.note("%n$ zkchain %s", String.join(" ", shown(arguments)));
    long start = System.nanoTime();
    Result result = cli.call(inside, List.of(arguments));
    millis.merge(name(arguments), (System.nanoTime() - start) / 1_000_000, Long::sum);
    result.lines().forEach(line -> session.note("%s", line));
    return result;
  }

  /** An RPC address may hold an access key in its path. */
  private static List<String> shown(String... arguments) {
    List<String> shown = new ArrayList<>(List.of(arguments));
    int rpc = shown.indexOf("--rpc") + 1;
    if (rpc > 0) {
      URI uri = URI.create(shown.get(rpc));
      shown.set(rpc, uri.getScheme() + "://" + uri.getAuthority());
    }
    return shown;
  }

  private static String name(String... arguments) {
    return arguments[0].equals("srs") ? "srs import" : arguments[0];
  }

  /** What came out, and the time of each step. */
  Result summary() {
    return QuickstartSummary.of(results, gas, millis);
  }
}
