package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.AtomicFiles;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Numbers;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.Inference;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code run}: the exact integer inference, beside ONNX Runtime's. */
@Command(
    name = "run",
    description = "Run the circuit's integer inference, beside ONNX Runtime.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  zkchain run circuit --input input.json",
      "  zkchain run circuit --input input.json --out outputs.json"
    })
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class RunCommand extends BaseCommand {
  @Parameters(paramLabel = "DIR", description = "What compile wrote.")
  Path directory;

  @Option(names = "--input", paramLabel = "FILE", required = true, description = "One input.")
  Path input;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the outputs there, as JSON.")
  @Nullable Path out;

  @Override
  public Result run(Session session) throws IOException {
    CompiledModel model = new ModelDirectory(directory).model();
    Map<String, TensorData> inputs = InputFile.readOne(input, model.graph().inputs());
    Inference inference = model.run(inputs);
    Map<String, TensorData> reference;
    try (var runtime = OnnxRuntimeReference.open(model.graph())) {
      reference = runtime.run(inputs);
    }
    List<String> lines = new ArrayList<>();
    ObjectNode json = compare(model, inference, reference, lines);
    if (out != null) {
      AtomicFiles.writeString(out, Json.pretty(json) + "\n");
    }
    return Result.ok(json, lines);
  }

  private static ObjectNode compare(
      CompiledModel model,
      Inference inference,
      Map<String, TensorData> reference,
      List<String> lines) {
    ObjectNode json = Json.object();
    ObjectNode outputs = json.putObject("outputs");
    for (Value output : model.graph().outputs()) {
      String name = output.name();
      TensorData real = inference.outputs().get(name);
      TensorData expected = reference.get(name);
      long[] integers = inference.integers().get(name);
      if (real == null || expected == null || integers == null) {
        throw new IllegalStateException("no result for output " + name);
      }
      describe(outputs.putObject(name), integers, real.toDoubles(), expected.toDoubles());
      text(lines, name, real.toDoubles(), expected.toDoubles());
    }
    ObjectNode saturated = json.putObject("saturated");
    inference.saturated().forEach(saturated::put);
    inference
        .saturated()
        .forEach((place, count) -> lines.add("saturated  %s: %d".formatted(place, count)));
    return json;
  }

  private static void describe(
      ObjectNode json, long[] integers, double[] values, double[] reference) {
    json.set("integers", Numbers.integers(integers));
    json.set("values", Numbers.reals(values));
    json.set("onnxRuntime", Numbers.reals(reference));
    json.put("maxDifference", Numbers.maxDifference(values, reference));
  }

  private static void text(List<String> lines, String name, double[] values, double[] reference) {
    int best = Numbers.argMax(values);
    lines.add(
        String.format(
            Locale.ROOT,
            "output '%s': %d values, largest difference to ONNX Runtime %.3g, arg-max %d (ONNX"
                + " Runtime: %d)",
            name,
            values.length,
            Numbers.maxDifference(values, reference),
            best,
            Numbers.argMax(reference)));
    for (int i = 0; i < Math.min(values.length, 16); i++) {
      lines.add(String.format(Locale.ROOT, "  %3d  %12.5f  %12.5f", i, values[i], reference[i]));
    }
  }
}
