package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.Result;
import io.zkchain.cli.io.Hex;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.prover.parallel.Parallel;
import io.zkchain.prover.srs.Srs;
import io.zkchain.prover.srs.SrsImport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the commands that read powers of tau share. */
final class PowersOfTau {
  private static final int MAX_LOG_SIZE = 24;

  private PowersOfTau() {}

  /** The powers that a circuit of 2^logSize rows needs: one for each row, and one for blinders. */
  static int powersFor(int logSize) {
    if (logSize < 1 || logSize > MAX_LOG_SIZE) {
      throw CliException.usage(
          "--log-size is %d, it must be 1 to %d".formatted(logSize, MAX_LOG_SIZE));
    }
    return (1 << logSize) + 1;
  }

  /** Opens our own file, or reads and checks a ceremony's; only as many powers as needed. */
  static Srs read(Path file, Optional<Path> g2, int powers) {
    return SrsImport.isImported(file)
        ? Srs.open(file).prefix(powers)
        : fromCeremony(file, g2, powers);
  }

  static Srs fromCeremony(Path file, Optional<Path> g2, int powers) {
    return SrsImport.read(file, g2, powers, new SecureRandom(), Parallel.common());
  }

  static Result describe(Srs srs, Optional<String> file) {
    int logSize = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(srs.size() - 1);
    var json = Json.object();
    json.put("powers", srs.size()).put("logSize", logSize);
    json.put("origin", srs.origin()).put("insecure", srs.insecure());
    json.put("digest", Hex.of(srs.digest()));
    file.ifPresent(name -> json.put("out", name));
    List<String> lines = new ArrayList<>();
    lines.add(
        "powers  %s, for circuits of up to 2^%d rows".formatted(Units.count(srs.size()), logSize));
    lines.add("origin  " + srs.origin());
    lines.add("digest  " + Hex.of(srs.digest()));
    if (srs.insecure()) {
      lines.add("INSECURE: for tests only");
    }
    file.ifPresent(name -> lines.add("wrote   " + name));
    return Result.ok(json, lines);
  }
}
