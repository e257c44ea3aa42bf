package io.zkchain.cli.command;

import io.zkchain.cli.ExitCode;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.proof.ProofFile;
import io.zkchain.cli.proof.ProofJson;
import io.zkchain.cli.proof.Statements;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.protocol.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: accepts or rejects a proof. */
@Command(
    name = "verify",
    description = "Verify a proof: exit code 0 accepted, 4 rejected.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain verify --key circuit/verifying.key --proof proof.json"})
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class VerifyCommand extends BaseCommand {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description =
          "The verifying key; take it from someone who compiled the model, never with a"
              + " proof.")
  Path key;

  @Option(names = "--proof", paramLabel = "FILE", required = true, description = "The proof.")
  Path proof;

  @Override
  public Result run(Session session) throws IOException {
    VerifyingKey verifyingKey = VerifyingKey.open(key);
    ProofFile file = ProofJson.read(proof);
    if (verifyingKey.insecure()) {
      session.warn("the key comes from test powers of tau: anyone may forge such proofs");
    }
    Verdict verdict = verdict(verifyingKey, file);
    var json = Json.object();
    json.put("accepted", verdict.accepted());
    return switch (verdict) {
      case Verdict.Accepted _ -> {
        json.put("keyDigest", Hex.of(verifyingKey.digest()));
        json.put("context", "0x" + file.context());
        json.set("publicInputs", Json.integers(file.publicInputs()));
        json.set("publicOutputs", Json.integers(file.publicOutputs()));
        yield Result.ok(json, "accepted");
      }
      case Verdict.Rejected(var reason, var detail) -> {
        json.put("reason", reason.name().toLowerCase(Locale.ROOT)).put("detail", detail);
        yield new Result(ExitCode.PROOF_REJECTED, json, List.of("rejected: " + detail));
      }
    };
  }

  private static Verdict verdict(VerifyingKey key, ProofFile file) {
    if (!Arrays.equals(file.verifyingKeyBytes(), key.digest())) {
      return new Verdict.Rejected(
          Verdict.Reason.OTHER_KEY, "the proof was made for another verifying key");
    }
    return Statements.toProof(file, key.circuit())
        .map(new Verifier(key)::verify)
        .orElseGet(() ->
            new Verdict.Rejected(
                Verdict.Reason.PUBLIC_VALUE_COUNT, Statements.mismatch(file, key.circuit())));
  }
}
