package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsCheck;
import io.zkchain.prover.srs.SrsImport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code srs check}: whether a file holds consecutive powers of one tau. */
@Command(
    name = "check",
    description = "Check every point of a file, and that they are powers of one tau.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain srs check ignition.srs",
      "  zkchain srs check powersOfTau28_hez_final_08.ptau --json"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class SrsCheckCommand extends BaseCommand {
  @Parameters(paramLabel = "FILE", description = "A file of ours, or a ceremony's.")
  Path file;

  @Option(
      names = "--g2",
      paramLabel = "FILE",
      description = "The powers in G2, where the ceremony has them in a file of their own.")
  @Nullable Path g2;

  @Override
  public Result run(Session session) {
    try (var progress = session.progress()) {
      progress.stage("check powers of tau", 0);
      Srs srs;
      if (SrsImport.isImported(file)) {
        srs = Srs.open(file);
        SrsCheck.check(srs, new SecureRandom(), Parallel.common());
      } else {
        srs = PowersOfTau.fromCeremony(file, Optional.ofNullable(g2), SrsImport.ALL);
      }
      progress.done();
      return PowersOfTau.describe(srs, Optional.empty());
    }
  }
}
