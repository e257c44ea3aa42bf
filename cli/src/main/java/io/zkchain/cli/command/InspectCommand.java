package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import io.zkchain.cli.io.Json;
import io.zkchain.cli.io.Units;
import io.zkchain.cli.model.ModelFigures;
import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.normalise.NormalizedModel;
import io.zkchain.compiler.operators.Operators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code inspect}: what a model consists of, and whether it can be compiled. */
@Command(
    name = "inspect",
    description = "Show inputs, outputs, operators and size of a model.",
    footerHeading = "%nExamples:%n",
    footer = {"  zkchain inspect model.onnx", "  zkchain inspect model.onnx --json"})
@SuppressWarnings("NullAway.Init") // the parser sets required options
final class InspectCommand extends BaseCommand {
  @Mixin DimensionOptions dimensions = new DimensionOptions();

  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  Path model;

  @Override
  public Result run(Session session) {
    NormalizedModel normalized =
        ModelImporter.load(model, dimensions.values(), Operators::reasonAgainst);
    normalized.notices().forEach(notice -> session.note("%s", notice));
    Graph graph = normalized.graph();
    ModelFigures figures = ModelFigures.of(graph);
    ObjectNode json = Json.object();
    json.set("inputs", values(graph.inputs()));
    json.set("outputs", values(graph.outputs()));
    ObjectNode operators = json.putObject("operators");
    figures.operators().forEach(operators::put);
    json.put("parameters", figures.parameters());
    json.put("multiplyAccumulates", figures.multiplyAccumulates());
    List<String> lines = new ArrayList<>();
    graph.inputs().forEach(value -> lines.add("input       " + describe(value)));
    graph.outputs().forEach(value -> lines.add("output      " + describe(value)));
    figures
        .operators()
        .forEach((operator, count) -> lines.add("operator    %s x %d".formatted(operator, count)));
    lines.add("parameters  " + Units.count(figures.parameters()));
    lines.add("multiply-accumulates  " + Units.count(figures.multiplyAccumulates()));
    return Result.ok(json, lines);
  }

  private static String describe(Value value) {
    return value.name() + ": " + value.type();
  }

  private static ArrayNode values(List<Value> values) {
    ArrayNode array = Json.array();
    for (Value value : values) {
      ObjectNode node = array.addObject();
      node.put("name", value.name()).put("dtype", value.type().dtype().toString());
      ArrayNode shape = node.putArray("shape");
      value.type().shape().dims().forEach(shape::add);
    }
    return array;
  }
}
