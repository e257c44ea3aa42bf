package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quickstart}: the whole path on a bundled model and a real input. */
@Command(
    name = "quickstart",
    description = "Take a bundled model from ONNX to a receipt on a local chain.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain quickstart",
      "  zkchain quickstart --rpc http://127.0.0.1:8545 --private-key-env SENDER_KEY"
    })
final class QuickstartCommand extends BaseCommand {
  @Mixin AccountOptions account = new AccountOptions();

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "Use this node, and the account that you name, instead of an embedded chain.")
  @Nullable URI rpc;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "zkchain-quickstart",
      description = "Where the files go; default ${DEFAULT-VALUE}.")
  Path directory = Path.of("zkchain-quickstart");

  @Override
  public Result run(Session session) throws Exception {
    var tour = new QuickstartTour(session, directory);
    tour.proveAndVerify();
    if (rpc == null) {
      tour.useEmbeddedChain();
    } else {
      account.key(session);
      tour.useChain(rpc, account.arguments());
    }
    return tour.summary();
  }
}
