package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.ExitCode;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.proof.ProofFile;
import io.zkchain.cli.proof.ProofJson;
import io.zkchain.contracts.Address;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.ContractErrors;
import io.zkchain.contracts.ProofSubmitter;
import io.zkchain.contracts.ProofVerified;
import io.zkchain.contracts.Receipt;
import io.zkchain.contracts.Revert;
import io.zkchain.contracts.Submission;
import io.zkchain.contracts.TransactionSender;
import io.zkchain.solidity.SolidityVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code submit-proof}: has a deployed verifier check a proof in a transaction. */
@Command(
    name = "submit-proof",
    description = "Submit a proof to a deployed verifier; a rejected one costs no gas.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain submit-proof --rpc http://127.0.0.1:8545 --contract"
          + " 0x5FbDB2315678afecb367f032d93F642f64180aa3 --proof proof.json --private-key-env"
          + " SENDER_KEY"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class SubmitProofCommand extends BaseCommand {
  @Mixin NodeOptions node = new NodeOptions();
  @Mixin AccountOptions account = new AccountOptions();
  @Mixin StatementOptions statement = new StatementOptions();

  @Option(
      names = "--contract",
      paramLabel = "ADDRESS",
      required = true,
      description = "The verifier's address, as deploy printed it.")
  Address contract;

  @Option(names = "--proof", paramLabel = "FILE", required = true, description = "The proof.")
  Path proof;

  @Override
  public Result run(Session session) throws IOException {
    ProofFile file = ProofJson.read(proof);
    String calldata = statement.call(session, proof, file).hex("submit");
    var key = account.key(session);
    try (ChainClient client = node.connect()) {
      var submitter =
          new ProofSubmitter(client, contract, ContractErrors.ofAbi(SolidityVerifier.ERRORS_ABI));
      Submission submission =
          submitter.submit(
              new TransactionSender(client, key),
              calldata,
              hash -> session.note("sending transaction %s", hash));
      return switch (submission) {
        case Submission.Accepted(Receipt receipt, ProofVerified event) ->
            accepted(file, receipt, event);
        case Submission.Rejected(Revert reason) -> rejected(reason);
      };
    }
  }

  private Result accepted(ProofFile file, Receipt receipt, ProofVerified event) {
    if (!event.keyDigest().equals("0x" + file.verifyingKey())
        || !event.context().equals("0x" + file.context())) {
      throw CliException.chain(
          "the contract at %s reports another key or context than the proof has: it is not this"
                  .formatted(contract)
              + " model's verifier");
    }
    long gas = receipt.gasUsed().longValueExact();
    var json = Json.object();
    json.put("accepted", true);
    json.put("transactionHash", receipt.transactionHash());
    json.put("gasUsed", gas);
    json.put("blockNumber", receipt.blockNumber().longValueExact());
    json.put("keyDigest", event.keyDigest());
    json.put("context", event.context());
    json.put("publicValuesHash", event.publicValuesHash());
    return Result.ok(
        json,
        "accepted by " + contract,
        "transaction  " + receipt.transactionHash(),
        "block        " + receipt.blockNumber(),
        "gas          " + Units.count(gas),
        "public values hash  " + event.publicValuesHash());
  }

  private Result rejected(Revert reason) {
    if (reason.name().isEmpty()) {
      throw CliException.chain(
          "the contract at %s does not understand the call (%s): it is no verifier of this model"
              .formatted(contract, reason.describe()));
    }
    var json = Json.object().put("accepted", false).put("reason", reason.describe());
    return new Result(
        ExitCode.PROOF_REJECTED,
        json,
        List.of("rejected by %s: %s; nothing was sent".formatted(contract, reason.describe())));
  }
}
