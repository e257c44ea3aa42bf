package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.prover.srs.Srs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code srs test}: powers of a tau that this process knew for a moment. */
@Command(
    name = "test",
    description = "Make INSECURE powers of tau for tests; all that comes from them is marked so.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain srs test --log-size 10 --out test.srs"})
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class SrsTestCommand extends BaseCommand {
  @Option(
      names = "--log-size",
      paramLabel = "K",
      required = true,
      description = "For circuits of up to 2^K rows.")
  int logSize;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to.")
  Path out;

  @Override
  public Result run(Session session) throws IOException {
    PowersOfTau.powersFor(logSize);
    session.warn("test powers of tau are insecure: whoever made them could forge any proof");
    Srs srs = Srs.test(logSize, new SecureRandom());
    AtomicFiles.write(out, srs::write);
    return PowersOfTau.describe(srs, Optional.of(session.show(out)));
  }
}
