package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code srs import}: reads a ceremony's file, checks it whole, and keeps it in our own form. */
@Command(
    name = "import",
    description = "Read a ceremony's powers of tau (.ptau, Ignition, gnark) and check all of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain srs import kzg10-bn254-aztec-srs-32768.bin --out ignition.srs",
      "  zkchain srs import powersOfTau28_hez_final_08.ptau --log-size 7",
      "  zkchain srs import ppot-0085-g1.65536.point --g2 ppot-0085-g2.point.powerOf2"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class SrsImportCommand extends BaseCommand {
  @Parameters(paramLabel = "FILE", description = "The ceremony's file.")
  Path file;

  @Option(
      names = "--g2",
      paramLabel = "FILE",
      description = "The powers in G2, where the ceremony has them in a file of their own.")
  @Nullable Path g2;

  @Option(
      names = "--log-size",
      paramLabel = "K",
      description = "Keep only what circuits of 2^K rows need; default: all.")
  @Nullable Integer logSize;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; default: the name of FILE with the ending .srs, in this directory.")
  @Nullable Path out;

  @Override
  public Result run(Session session) throws IOException {
    int powers = logSize == null ? SrsImport.ALL : PowersOfTau.powersFor(logSize);
    Path target = out == null ? session.terminal().directory().resolve(ownName()) : out;
    try (var progress = session.progress()) {
      progress.stage("check powers of tau", 0);
      Srs srs = PowersOfTau.fromCeremony(file, Optional.ofNullable(g2), powers);
      AtomicFiles.write(target, srs::write);
      progress.done();
      return PowersOfTau.describe(srs, Optional.of(session.show(target)));
    }
  }

  private String ownName() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + ".srs";
  }
}
