package io.zkchain.benchmarks;

import io.zkchain.cli.BuildInfo;
import io.zkchain.cli.io.Machine;
import io.zkchain.cli.io.Units;
import io.zkchain.prover.cost.ProverSpeed;
import io.zkchain.prover.field.Kernels;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** All that was measured in one run, as Markdown. */
final class Report {
  private final StringBuilder out = new StringBuilder();

  /** Machine, build, date and the prices that estimates come from. */
  Report header(ProverSpeed speed) {
    line("# Benchmarks");
    line("");
    line("Written by `benchmarks/figures`; do not edit.");
    line("");
    line("* Machine: %s, %s memory", Machine.processor(), memory());
    line("* Build: %s", BuildInfo.load().describe());
    line("* Kernels: %s", Kernels.explanation());
    line("* Date: %s", LocalDate.now());
    line(
        "* Measured for the estimates: %.1f ns a multiplication, %.2f and %.2f us a term of a sum"
            + " of 2^12 and 2^15, %.0f and %.0f ns with integers of 16 bits",
        speed.multiplicationNanos(),
        speed.shortSumNanos() / 1000,
        speed.longSumNanos() / 1000,
        speed.shortIntegerNanos(),
        speed.longIntegerNanos());
    line("");
    return this;
  }

  private static String memory() {
    return Units.bytes(Machine.memory().orElse(0));
  }

  /** The table of models, measured. */
  Report models(List<ModelFigures> figures) {
    line("## From model to receipt");
    line("");
    line(
        "Private input and weights, zero knowledge on. \"Cold\" is the wall time of the whole"
            + " command `prove` in a process of its own (median of three), \"warm\" a proof of a"
            + " prover that is up (median of eleven, after ten seconds of others).");
    line("");
    line(
        "| model | rows | compile | setup | prove, warm | prove, cold | peak memory | verify | gas"
            + " | gas to deploy | proof | proving key | arg-max | largest difference |");
    line("| --- |%s", " ---: |".repeat(13));
    for (ModelFigures f : figures) {
      line(
          "| `%s` | 2^%d%s | %s | %s | %s | %s | %s | %.1f ms | %s | %s | %s B | %s | %s | %.3g |",
          f.model(),
          f.logRows(),
          f.insecure() ? " *" : "",
          Units.millis(f.compileMillis()),
          Units.millis(f.setupMillis()),
          Units.millis(f.proveMillis()),
          Units.millis(f.coldMillis()),
          f.peakBytes().isPresent() ? Units.bytes(f.peakBytes().getAsLong()) : "unknown",
          f.verifyMillis(),
          Units.count(f.gas()),
          Units.count(f.deployGas()),
          Units.count(f.proofBytes()),
          Units.bytes(f.provingKeyBytes()),
          f.agreement().isPresent()
              ? String.format(Locale.ROOT, "%.1f %%", 100 * f.agreement().getAsDouble())
              : "one value",
          f.maxDifference());
    }
    line("");
    if (figures.stream().anyMatch(ModelFigures::insecure)) {
      line("`*` with powers of tau made for the measurement (insecure): no real file at hand is");
      line("large enough.");
      line("");
    }
    return this;
  }

  /** Estimates beside what was then measured. */
  Report estimates(List<ModelFigures> figures) {
    line("## Estimated and measured");
    line("");
    line("What `zkchain estimate` tells before there is a key, and what then was.");
    line("");
    line("| model | prove, warm | peak memory | gas | gas to deploy | proof | keys |");
    line("| --- |%s", " ---: |".repeat(6));
    for (ModelFigures f : figures) {
      ModelFigures.Estimated e = f.estimated();
      line(
          "| `%s` | %s | %s | %s | %s | %s | %s |",
          f.model(),
          beside(e.proveMillis(), f.proveMillis(), " ms"),
          beside(e.peakBytes() >> 20, f.peakBytes().orElse(0) >> 20, " MiB"),
          beside(e.cost().verificationGas(), f.gas(), ""),
          beside(e.cost().deploymentGas(), f.deployGas(), ""),
          beside(e.cost().proofBytes(), f.proofBytes(), " B"),
          beside(
              e.provingKeyBytes() + e.verifyingKeyBytes(),
              f.provingKeyBytes() + f.verifyingKeyBytes(),
              " B"));
    }
    line("");
    return this;
  }

  private static String beside(long estimated, long measured, String unit) {
    return measured == 0
        ? Units.count(estimated) + unit
        : String.format(
            Locale.ROOT,
            "%s / %s%s (%+.1f %%)",
            Units.count(estimated),
            Units.count(measured),
            unit,
            100.0 * estimated / measured - 100);
  }

  /** Where the gas and the time of each model go. */
  Report details(List<ModelFigures> figures) {
    line("## Where gas and time go");
    line("");
    for (ModelFigures f : figures) {
      line("* `%s`: gas %s", f.model(), parts(f.gasBreakdown()));
      line("  * warm proofs: %s ms; stages of the last: %s ms", f.runs(), f.stages());
    }
    line("");
    return this;
  }

  private static String parts(Map<String, Long> gas) {
    var text = new StringBuilder();
    for (Map.Entry<String, Long> part : gas.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(part.getKey()).append(' ').append(Units.count(part.getValue()));
    }
    return text.toString();
  }

  /** The points of the plot. */
  Report scaling(List<Scaling.Point> points, String plot) {
    line("## Time against size");
    line("");
    line("![Proving time against parameters and activations](%s)", plot);
    line("");
    line(
        "Untrained perceptrons and convolutional networks, test powers of tau; median of three warm"
            + " proofs. Fitted over all points, time grows as size to the power of %.2f; over those"
            + " from 10^5 on, where it is not the fixed part that counts, to the power of %.2f.",
        Scaling.exponent(points),
        Scaling.exponent(points.stream().filter(p -> p.size() >= 90_000).toList()));
    line("");
    line("| network | parameters + activations | rows | lanes | weight columns | prove, warm |");
    line("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (Scaling.Point p : points) {
      line(
          "| %s | %s | 2^%d | %d | %d | %s |",
          p.family(),
          Units.count(p.size()),
          p.logRows(),
          p.lanes(),
          p.fixedColumns(),
          Units.millis(p.millis()));
    }
    line("");
    return this;
  }

  /**
   * ezkl beside this project, on the models that both ran.
   *
   * @param ezkl what {@code benchmarks/ezkl/run} wrote
   */
  Report peer(JsonNode ezkl, List<ModelFigures> figures) {
    line("## Beside ezkl");
    line("");
    line(
        "ezkl %s on the same machine (%s), one process a step: wall seconds, peak memory in"
            + " brackets. ezkl reads its key with every proof, so its time compares with the cold"
            + " command; a server's proofs are warm. \"Faster\" is ezkl's time by zkchain's, less"
            + " than 1 where ezkl is faster.",
        ezkl.path("version").asString(""), ezkl.path("date").asString(""));
    line("");
    line(
        "| model | ezkl setup | ezkl prove | zkchain prove, cold | faster | zkchain prove, warm"
            + " | faster | memory, less by |");
    line("| --- |%s", " ---: |".repeat(7));
    for (ModelFigures f : figures) {
      JsonNode other = ezkl.path("models").path(f.model());
      if (other.isObject()) {
        double seconds = other.at("/prove/seconds").asDouble(0);
        double bytes = other.at("/prove/peakBytes").asDouble(0);
        line(
            "| `%s` | %s | %s | %.2f s | %.0f | %s | %.0f | %.1f |",
            f.model(),
            step(other.path("setup")),
            step(other.path("prove")),
            f.coldMillis() / 1000.0,
            1000 * seconds / f.coldMillis(),
            Units.millis(f.proveMillis()),
            1000 * seconds / f.proveMillis(),
            bytes / f.peakBytes().orElse(0));
      }
    }
    line("");
    return this;
  }

  /**
   * gnark-crypto beside this project, on the same sums.
   *
   * @param gnark what {@code benchmarks/gnark/run} wrote
   */
  Report sums(JsonNode gnark) {
    line("## Beside gnark-crypto");
    line("");
    line(
        "Multi-scalar multiplication in G1, both programs in turns on the same points and scalars"
            + " (%s; %s; %s): milliseconds of the fastest round, CPU in brackets. Scalars \"full\""
            + " are uniform below the group's order, \"s16\" signed integers of 16 bits, whose"
            + " negatives gnark-crypto has to take at full width. Ratios below 1 mean that zkchain"
            + " is faster.",
        gnark.path("peer").asString(""),
        gnark.path("build").asString(""),
        gnark.path("date").asString(""));
    line("");
    line("| scalars | terms | threads | zkchain | gnark-crypto | ratio | CPU ratio |");
    line("| --- |%s", " ---: |".repeat(6));
    for (JsonNode row : gnark.path("results")) {
      line(
          "| %s | 2^%d | %d | %.1f (%.1f) | %.1f (%.1f) | %.2f | %.2f |",
          row.path("scalars").asString(""),
          row.path("logSize").asInt(0),
          row.path("threads").asInt(0),
          row.path("zkchainMillis").asDouble(0),
          row.path("zkchainCpuMillis").asDouble(0),
          row.path("gnarkMillis").asDouble(0),
          row.path("gnarkCpuMillis").asDouble(0),
          row.path("ratio").asDouble(0),
          row.path("cpuRatio").asDouble(0));
    }
    line("");
    return this;
  }

  private static String step(JsonNode step) {
    return String.format(
        Locale.ROOT,
        "%.1f s (%s)",
        step.path("seconds").asDouble(0),
        Units.bytes(step.path("peakBytes").asLong(0)));
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
