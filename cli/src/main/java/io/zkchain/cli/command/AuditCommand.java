package io.zkchain.cli.command;

import io.zkchain.circuit.audit.AuditReport;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.circuit.audit.Finding;
import io.zkchain.cli.CliException;
import io.zkchain.cli.ExitCode;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.data.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code audit}: changes of committed cells that no constraint notices. */
@Command(
    name = "audit",
    description = "Change the cells of a real witness and report what no constraint notices.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain audit circuit --input input.json",
      "  zkchain audit circuit --input input.json --sample 500 --seed 7"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class AuditCommand extends BaseCommand {
  @Parameters(paramLabel = "DIR", description = "What compile wrote.")
  Path directory;

  @Option(names = "--input", paramLabel = "FILE", required = true, description = "One input.")
  Path input;

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      defaultValue = "50000",
      description = "Rows to change, if the circuit has more (default: ${DEFAULT-VALUE}).")
  int sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the sample and of random changes (default: ${DEFAULT-VALUE}).")
  long seed;

  @Override
  public Result run(Session session) throws IOException {
    if (sample < 1) {
      throw CliException.usage("--sample must be at least 1, it is " + sample);
    }
    CompiledModel model = new ModelDirectory(directory).model();
    var witness = model.witness(InputFile.readOne(input, model.graph().inputs()));
    var auditor = new Auditor(model.circuit(), model.fixedValues(), model.privateInputs());
    try (var progress = session.progress()) {
      progress.stage("audit", 0);
      AuditReport report =
          auditor.run(
              witness,
              sample,
              seed,
              part -> {
                synchronized (progress) {
                  progress.stage("audit", part);
                }
              });
      progress.done();
      return result(report);
    }
  }

  private static Result result(AuditReport report) {
    ObjectNode json = Json.object();
    json.put("rows", report.rows())
        .put("audited", report.audited())
        .put("changes", report.changes())
        .put("noticedByLookup", report.byLookup())
        .put("noticedByRelation", report.byRelation())
        .put("together", report.together());
    var found = json.putArray("unnoticed");
    List<String> lines = new ArrayList<>();
    for (Finding finding : report.findings()) {
      found.add(finding.message());
      lines.add("UNNOTICED  " + finding.message());
    }
    lines.add(
        "%s of %s rows changed in %s ways, %s of them several rows at once"
            .formatted(
                Units.count(report.audited()),
                Units.count(report.rows()),
                Units.count(report.changes()),
                Units.count(report.together())));
    lines.add(
        report.findings().isEmpty()
            ? "every change was noticed: %s by a lookup, %s by a relation"
                .formatted(Units.count(report.byLookup()), Units.count(report.byRelation()))
            : report.findings().size()
                + " changes that no constraint notices: the circuit does not determine its cells;"
                + " do not use it, and report the model");
    return new Result(report.findings().isEmpty() ? ExitCode.OK : ExitCode.FAILED, json, lines);
  }
}
