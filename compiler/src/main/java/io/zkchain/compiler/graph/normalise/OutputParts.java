package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.UntypedGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A graph that computes some of its outputs, or parts of them. A part keeps the output's name; the
 * value that it is sliced from is renamed. Nothing else changes, and what no output needs any more
 * is dropped with the other dead nodes.
 */
final class OutputParts {
  private static final int SLICE_BY_INPUTS = 10;

  private final UntypedGraph graph;
  private final int opset;
  private final List<Node> slices = new ArrayList<>();
  private final Map<String, TensorData> constants;
  private final Map<String, String> renamed = new HashMap<>();

  private OutputParts(UntypedGraph graph, int opset) {
    this.graph = graph;
    this.opset = opset;
    this.constants = new LinkedHashMap<>(graph.initializers());
  }

  /**
   * The graph with these outputs, in this order.
   *
   * @param parts empty for the outputs that the model has
   * @param opset version of ai.onnx
   * @param notices receives what is left out
   * @throws InvalidModelException if an output does not exist or is named twice
   */
  static UntypedGraph apply(
      UntypedGraph graph, List<OutputPart> parts, int opset, List<String> notices) {
    if (parts.isEmpty()) {
      return graph;
    }
    Set<String> seen = new HashSet<>();
    for (OutputPart part : parts) {
      if (!graph.outputs().contains(part.output())) {
        throw new InvalidModelException(
            "the model has no output '%s'; it has %s".formatted(part.output(), graph.outputs()));
      }
      if (!seen.add(part.output())) {
        throw new InvalidModelException(
            "output '%s' is asked for twice; a model publishes one part of it"
                .formatted(part.output()));
      }
    }
    for (OutputPart part : parts) {
      if (!part.isWhole()) {
        notices.add("of output '%s' only %s is computed".formatted(part.output(), part));
      }
    }
    graph.outputs().stream()
        .filter(output -> !seen.contains(output))
        .forEach(output -> notices.add("output '" + output + "' is not computed"));
    return new OutputParts(graph, opset).select(parts);
  }

  private UntypedGraph select(List<OutputPart> parts) {
    parts.stream().filter(part -> !part.isWhole()).forEach(this::slice);
    List<Node> nodes = new ArrayList<>();
    graph.nodes().forEach(node -> nodes.add(rename(node)));
    nodes.addAll(slices);
    return new UntypedGraph(
        graph.name(),
        graph.inputs(),
        parts.stream().map(OutputPart::output).toList(),
        nodes,
        constants);
  }

  private void slice(OutputPart part) {
    if (graph.nodes().stream().noneMatch(node -> node.outputs().contains(part.output()))) {
      throw new InvalidModelException(
          "output '%s' is no node's result; it can only be taken whole".formatted(part.output()));
    }
    String whole = part.output() + " (whole)";
    renamed.put(part.output(), whole);
    List<OutputPart.Run> runs = part.axes();
    LongStream starts = runs.stream().mapToLong(OutputPart.Run::from);
    LongStream ends = runs.stream().mapToLong(run -> run.to().orElse(Long.MAX_VALUE));
    LongStream axes = LongStream.range(0, runs.size());
    LongStream steps = runs.stream().mapToLong(OutputPart.Run::step);
    List<String> inputs = new ArrayList<>(List.of(whole));
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (opset < SLICE_BY_INPUTS) {
      if (steps.anyMatch(step -> step != 1)) {
        throw new InvalidModelException(
            "output part '%s': a model of opset %d has no steps".formatted(part, opset));
      }
      attributes.put("starts", new Attribute.IntList(starts.boxed().toList()));
      attributes.put("ends", new Attribute.IntList(ends.boxed().toList()));
    } else {
      inputs.add(constant(part, "starts", starts));
      inputs.add(constant(part, "ends", ends));
      inputs.add(constant(part, "axes", axes));
      inputs.add(constant(part, "steps", steps));
    }
    slices.add(
        new Node("output " + part, "", "Slice", opset, inputs, List.of(part.output()), attributes));
  }

  private String constant(OutputPart part, String role, LongStream values) {
    String name = "%s %s".formatted(part, role);
    while (constants.containsKey(name)) {
      name += "_";
    }
    constants.put(name, TensorData.ofInt64s(values.toArray()));
    return name;
  }

  private Node rename(Node node) {
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.opset(),
        names(node.inputs()),
        names(node.outputs()),
        node.attributes());
  }

  private List<String> names(List<String> values) {
    return values.stream().map(value -> renamed.getOrDefault(value, value)).toList();
  }
}
