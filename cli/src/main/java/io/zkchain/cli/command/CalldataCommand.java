package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.proof.ProofJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code calldata}: the call of the contract, for any other client. */
@Command(
    name = "calldata",
    description = "Print the ABI-encoded call for other clients (cast, ethers, viem).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain calldata --proof proof.json",
      "  zkchain calldata --proof proof.json --function verify --out call.hex"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class CalldataCommand extends BaseCommand {

  /** The entry points of a verifier. */
  enum Function {
    SUBMIT,
    VERIFY
  }

  @Mixin StatementOptions statement = new StatementOptions();

  @Option(names = "--proof", paramLabel = "FILE", required = true, description = "The proof.")
  Path proof;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      defaultValue = "submit",
      description = "submit, which emits an event, or verify, which only checks; default submit.")
  Function function;

  @Option(names = "--out", paramLabel = "FILE", description = "Write it there as well.")
  @Nullable Path out;

  @Override
  public Result run(Session session) throws IOException {
    var call = statement.call(session, proof, ProofJson.read(proof));
    String name = function.name().toLowerCase(Locale.ROOT);
    String calldata = call.hex(name);
    if (out != null) {
      AtomicFiles.writeString(out, calldata + "\n");
    }
    var json = Json.object();
    json.put("calldata", calldata).put("signature", call.encoder().signature(name));
    return Result.ok(json, calldata);
  }
}
