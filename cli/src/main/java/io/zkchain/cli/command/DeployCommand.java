package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.verifier.VerifierArtifact;
import io.zkchain.contracts.ChainClient;
import io.zkchain.contracts.Deployer;
import io.zkchain.contracts.Deployment;
import io.zkchain.contracts.TransactionSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: puts a verifier on a chain, or finds it there. */
@Command(
    name = "deploy",
    description = "Deploy a generated verifier and wait for the receipt.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain deploy --rpc http://127.0.0.1:8545 --verifier verifier --private-key-env DEPLOYER_KEY",
      "  zkchain deploy --rpc http://127.0.0.1:8545 --verifier verifier --keystore account.json"
          + " --password-file password.txt"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class DeployCommand extends BaseCommand {
  @Mixin NodeOptions node = new NodeOptions();
  @Mixin AccountOptions account = new AccountOptions();

  @Option(
      names = "--verifier",
      paramLabel = "DIR",
      required = true,
      description = "What generate-verifier wrote; deployment.json is written into it.")
  Path verifier;

  @Override
  public Result run(Session session) throws IOException {
    VerifierArtifact artifact = VerifierArtifact.read(verifier);
    if (artifact.insecure()) {
      session.warn("this verifier comes from test powers of tau: anyone may forge proofs for it");
    }
    Path record = verifier.resolve("deployment.json");
    var key = account.key(session);
    try (ChainClient client = node.connect()) {
      var deployer = new Deployer(client, new TransactionSender(client, key));
      Optional<Deployment> found = deployer.find(artifact.contract(), Deployment.read(record));
      if (found.isPresent()) {
        return result(found.get(), true);
      }
      Deployment made =
          deployer.deploy(
              artifact.contract(), "", hash -> session.note("sending transaction %s", hash));
      made.write(record);
      return result(made, false);
    }
  }

  private static Result result(Deployment deployment, boolean found) {
    var json = Json.object();
    json.put("contract", deployment.contract().value());
    json.put("transactionHash", deployment.transactionHash());
    json.put("gasUsed", deployment.gasUsed().longValueExact());
    json.put("codeBytes", deployment.codeBytes());
    json.put("chainId", deployment.chainId());
    json.put("blockNumber", deployment.blockNumber().longValueExact());
    json.put("alreadyDeployed", found);
    return Result.ok(
        json,
        "contract     %s%s".formatted(deployment.contract(), found ? " (already deployed)" : ""),
        "transaction  " + deployment.transactionHash(),
        "gas          " + Units.count(deployment.gasUsed().longValueExact()),
        "code         %s bytes".formatted(Units.count(deployment.codeBytes())));
  }
}
