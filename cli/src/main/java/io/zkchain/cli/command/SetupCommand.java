package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Stages;
import io.zkchain.cli.io.Units;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.prover.protocol.ProvingKey;
import io.zkchain.prover.protocol.Setup;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.prover.srs.Srs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code setup}: the keys of a compiled model. */
@Command(
    name = "setup",
    description = "Make the proving and the verifying key of a compiled model.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain setup circuit --srs ignition.srs"})
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class SetupCommand extends BaseCommand {
  @Parameters(
      paramLabel = "DIR",
      description =
          "What compile wrote; gets proving.key (keep it secret if the weights are),"
              + " verifying.key, and powers.srs, the powers of tau that proving needs.")
  Path directory;

  @Option(
      names = "--srs",
      paramLabel = "FILE",
      required = true,
      description = "Powers of tau: what srs import wrote, or a ceremony's file.")
  Path srs;

  @Option(
      names = "--g2",
      paramLabel = "FILE",
      description = "The powers in G2, where the ceremony has them in a file of their own.")
  @Nullable Path g2;

  @Override
  public Result run(Session session) throws IOException {
    var target = new ModelDirectory(directory);
    CompiledModel model = target.model();
    try (var progress = session.progress()) {
      progress.stage("powers of tau", 0);
      Srs powers = PowersOfTau.read(srs, Optional.ofNullable(g2), model.circuit().rows() + 1);
      long start = System.nanoTime();
      ProvingKey key =
          Setup.create(model.circuit(), model.fixedValues(), powers, Stages.shownBy(progress));
      long millis = (System.nanoTime() - start) / 1_000_000;
      AtomicFiles.writeDirectory(
          directory,
          temporary -> {
            var files = new ModelDirectory(temporary);
            key.write(files.provingKey());
            key.verifyingKey().write(files.verifyingKey());
            powers.write(files.powers());
          });
      progress.done();
      return result(session, target, key.verifyingKey(), millis);
    }
  }

  private static Result result(
      Session session, ModelDirectory directory, VerifyingKey key, long millis) throws IOException {
    long provingBytes = Files.size(directory.provingKey());
    long verifyingBytes = Files.size(directory.verifyingKey());
    var json = Json.object();
    json.put("keyDigest", Hex.of(key.digest()));
    json.put("provingKeyBytes", provingBytes).put("verifyingKeyBytes", verifyingBytes);
    json.put("srsOrigin", key.srsOrigin()).put("insecure", key.insecure());
    json.put("setupMillis", millis);
    List<String> lines = new ArrayList<>();
    lines.add("key digest     " + Hex.of(key.digest()));
    lines.add("powers of tau  " + key.srsOrigin());
    lines.add(
        "wrote          %s (%s), %s (%s)"
            .formatted(
                session.show(directory.provingKey()),
                Units.bytes(provingBytes),
                session.show(directory.verifyingKey()),
                Units.bytes(verifyingBytes)));
    if (key.insecure()) {
      lines.add("INSECURE: for tests only");
    }
    return Result.ok(json, lines);
  }
}
