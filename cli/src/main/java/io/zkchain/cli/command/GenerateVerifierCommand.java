package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.verifier.VerifierArtifact;
import io.zkchain.contracts.CompiledVerifier;
import io.zkchain.contracts.NpmTools;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.GeneratedVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code generate-verifier}: the contract that checks proofs of one key. */
@Command(
    name = "generate-verifier",
    description = "Write and compile the Solidity contract that verifies proofs of a key.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain generate-verifier --key circuit/verifying.key --out verifier",
      "  zkchain generate-verifier --key circuit/verifying.key --out verifier --name Iris"
          + " --license MIT"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class GenerateVerifierCommand extends BaseCommand {
  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(5);

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "The verifying key.")
  Path key;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the source, the compiler's standard-JSON input, ABI, bytecode and NatSpec; builds"
              + " in Foundry and Hardhat as it is.")
  Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the contract is named after; default: the model's name.")
  @Nullable String name;

  @Option(
      names = "--license",
      paramLabel = "SPDX",
      defaultValue = "Apache-2.0",
      description = "Licence identifier in the source; default ${DEFAULT-VALUE}.")
  String license;

  @Override
  public Result run(Session session) throws IOException {
    VerifyingKey verifyingKey = VerifyingKey.open(key);
    if (verifyingKey.insecure()) {
      session.warn("the key comes from test powers of tau: anyone may forge proofs for it");
    }
    try (var progress = session.progress()) {
      progress.stage("compile Solidity", 0);
      var tools = NpmTools.standard(note -> session.note("%s", note));
      CompiledVerifier verifier =
          compile(verifyingKey, SolidityCompiler.create(tools, COMPILE_LIMIT));
      var artifact =
          new VerifierArtifact(
              verifier.contract(), Hex.of(verifyingKey.digest()), verifyingKey.insecure());
      write(verifier.generated(), artifact);
      progress.done();
      return result(session, artifact, verifier.generated());
    }
  }

  private void write(GeneratedVerifier generated, VerifierArtifact artifact) throws IOException {
    AtomicFiles.writeDirectory(
        out,
        directory -> {
          for (var file : generated.files().entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.resolveSibling("."));
            Files.writeString(target, file.getValue());
          }
          artifact.write(directory);
        });
  }

  private CompiledVerifier compile(VerifyingKey verifyingKey, SolidityCompiler compiler)
      throws IOException {
    try {
      String named = name == null ? modelName() : name;
      return CompiledVerifier.compile(verifyingKey, named, license, compiler);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** From the settings that lie beside the key in the directory of compile. */
  private String modelName() throws IOException {
    Path settings = key.resolveSibling("settings.json");
    return Files.isRegularFile(settings)
        ? Json.read("settings", settings).path("name").asString("model")
        : "model";
  }

  private Result result(Session session, VerifierArtifact artifact, GeneratedVerifier generated) {
    var json = Json.object();
    json.put("contractName", generated.contractName());
    json.put("keyDigest", artifact.keyDigest());
    json.put("parts", generated.parts());
    json.put("codeBytes", artifact.contract().runtimeBytes());
    json.put("out", session.show(out));
    return Result.ok(
        json,
        "contract    " + generated.contractName(),
        "code        %s bytes".formatted(Units.count(artifact.contract().runtimeBytes())),
        "key digest  " + artifact.keyDigest(),
        "wrote       " + session.show(out));
  }
}
