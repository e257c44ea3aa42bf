package io.zkchain.cli.command;

import io.zkchain.cli.CliException;
import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.model.SyntheticInputs;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompileReport;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Fidelity;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.NodeBits;
import io.zkchain.compiler.Objective;
import io.zkchain.compiler.Overflow;
import io.zkchain.compiler.Visibility;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.operators.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code compile}: from a model to a circuit, with the report of its fidelity. */
@Command(
    name = "compile",
    description = "Compile a model to a circuit, and compare it with ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain compile model.onnx --out circuit --calibration calibration.json",
      "  zkchain compile model.onnx --out circuit --input-visibility public --bits 10",
      "  zkchain compile model.onnx --out circuit --output output[:,0]"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class CompileCommand extends BaseCommand {
  private static final String VISIBILITY = "public or private; default ${DEFAULT-VALUE}.";

  @Mixin DimensionOptions dimensions = new DimensionOptions();

  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  Path model;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Gets circuit.zkc, settings.json, report.json and report.html.")
  Path out;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "Typical inputs, which choose the scales; without it random ones are taken.")
  @Nullable Path calibration;

  @Option(
      names = "--samples",
      paramLabel = "FILE",
      description = "Inputs to compare with ONNX Runtime on; default: those of the calibration.")
  @Nullable Path samples;

  @Option(
      names = "--input-visibility",
      paramLabel = "V",
      defaultValue = "private",
      description = "Who sees the input: " + VISIBILITY)
  Visibility inputs;

  @Option(
      names = "--output-visibility",
      paramLabel = "V",
      defaultValue = "public",
      description = "Who sees the output: " + VISIBILITY)
  Visibility outputs;

  @Option(
      names = "--output",
      paramLabel = "PART",
      description =
          "Compute only this output, whole or in part, with indices as NumPy's: 'logits[:, -1]';"
              + " repeatable; default: all outputs.")
  List<String> selection = new ArrayList<>();

  @Option(
      names = "--params-visibility",
      paramLabel = "V",
      defaultValue = "private",
      description = "Who sees the weights: " + VISIBILITY)
  Visibility parameters;

  @Option(
      names = "--bits",
      paramLabel = "8..16",
      description =
          "Bits of the function tables; default: as many as cost nothing, or as 99 %% of the"
              + " arg-maxima of the calibration need.")
  @Nullable Integer bits;

  @Option(
      names = "--bits-of",
      paramLabel = "NODE=BITS",
      description =
          "Bits of the values that a node (or input) of this name rounds, 4 to those of the"
              + " tables; repeatable.")
  Map<String, Integer> bitsOf = new LinkedHashMap<>();

  @Option(
      names = "--overflow",
      paramLabel = "MODE",
      defaultValue = "saturate",
      description = "What happens outside the proven range: saturate or reject; default saturate.")
  Overflow overflow;

  @Option(
      names = "--optimize",
      paramLabel = "GOAL",
      defaultValue = "balanced",
      description = "What the circuit's size favours: gas, time or balanced; default balanced.")
  Objective objective;

  @Option(
      names = "--log-rows",
      paramLabel = "N",
      description = "Take 2^N rows instead of choosing; 6 to 24.")
  @Nullable Integer logRows;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the model is called; default: from the name of its file or folder.")
  @Nullable String name;

  @Override
  public Result run(Session session) throws IOException {
    CompileOptions options = options();
    Graph graph = ModelImporter.load(model, dimensions.values(), Operators::reasonAgainst).graph();
    requireNodes(graph);
    List<Value> graphInputs = graph.inputs();
    List<Map<String, TensorData>> typical = typical(session, graphInputs);
    List<Map<String, TensorData>> compared =
        samples == null ? typical : InputFile.read(samples, graphInputs);
    try (var progress = session.progress()) {
      progress.stage("compile", 0);
      CompiledModel compiled = ModelCompiler.compile(model, options, typical);
      compiled.notices().forEach(notice -> session.note("%s", notice));
      progress.stage("compare with ONNX Runtime", 0);
      CompileReport report = compiled.report(compared);
      report.fidelity().warnings(options.bits()).forEach(warning -> session.warn("%s", warning));
      AtomicFiles.writeDirectory(out, directory -> compiled.save(directory, report));
      progress.done();
      return result(session, report);
    }
  }

  private List<Map<String, TensorData>> typical(Session session, List<Value> graphInputs) {
    if (calibration != null) {
      return InputFile.read(calibration, graphInputs);
    }
    session.warn(
        "no calibration: scales come from random inputs; give --calibration for a close circuit");
    return SyntheticInputs.of(graphInputs);
  }

  private CompileOptions options() {
    try {
      return new CompileOptions(
          name == null ? defaultName() : name,
          optional(bits),
          optional(logRows),
          overflow,
          objective,
          inputs,
          outputs,
          parameters,
          dimensions.values(),
          selection.stream().map(OutputPart::parse).toList(),
          bitsOf);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  private void requireNodes(Graph graph) {
    try {
      NodeBits.byValue(graph, bitsOf);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--bits-of: " + e.getMessage());
    }
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** model.onnx is named after its folder, any other file after itself. */
  private String defaultName() {
    String file = String.valueOf(model.getFileName());
    int dot = file.lastIndexOf('.');
    String stem = dot > 0 ? file.substring(0, dot) : file;
    Path folder = model.toAbsolutePath().getParent();
    Path folderName = folder == null ? null : folder.getFileName();
    return stem.equals("model") && folderName != null ? folderName.toString() : stem;
  }

  private Result result(Session session, CompileReport report) throws IOException {
    ObjectNode json = Json.read("report", out.resolve("report.json"));
    json.put("out", session.show(out));
    int rows = 1 << report.chosen().logRows();
    List<String> lines = new ArrayList<>();
    lines.add(
        "circuit     2^%d rows (%s), %d committed columns, %d relations"
            .formatted(
                report.chosen().logRows(),
                Units.count(rows),
                report.columns(),
                report.relations()));
    lines.add("parameters  " + Units.count(report.parameters()));
    lines.add("operators   " + report.operators());
    lines.add(
        "estimate    %s gas to verify, %s bytes of proof"
            .formatted(
                Units.count(report.chosen().gas()), Units.count(report.chosen().proofBytes())));
    fidelity(report.fidelity(), lines);
    lines.add("wrote       %s (see report.html)".formatted(session.show(out)));
    return Result.ok(json, lines);
  }

  private static void fidelity(Fidelity fidelity, List<String> lines) {
    for (var error : fidelity.outputs()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "fidelity    '%s' on %d samples: difference to ONNX Runtime %.3g at most, %.3g in the"
                  + " mean (values up to %.3g)",
              error.value(),
              fidelity.samples(),
              error.max(),
              error.mean(),
              error.largest()));
    }
    fidelity
        .agreement()
        .forEach((output, share) ->
            lines.add(
                String.format(
                    Locale.ROOT, "arg-max     '%s' agrees in %.1f %%", output, 100 * share)));
  }
}
