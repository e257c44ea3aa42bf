package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.UntypedGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of subgraphs whose names cannot clash with the rest of the graph. */
final class Bodies {

  private Bodies() {}

  /** The subgraph of an attribute. */
  static UntypedGraph of(Node node, String attribute) {
    if (!(node.attributes().get(attribute) instanceof Attribute.SubgraphValue(UntypedGraph body))) {
      throw node.invalid("attribute '" + attribute + "' is no readable graph");
    }
    return body;
  }

  /**
   * A subgraph with its own names, inputs among them, prefixed; the names that it captures stay.
   */
  static UntypedGraph copy(UntypedGraph body, String prefix) {
    Map<String, String> names = new HashMap<>();
    body.inputs().forEach(input -> names.put(input.name(), prefix + input.name()));
    body.initializers().keySet().forEach(name -> names.put(name, prefix + name));
    body.nodes()
        .forEach(inner ->
            inner.outputs().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.put(name, prefix + name)));
    return rename(body, names, prefix);
  }

  private static UntypedGraph rename(UntypedGraph body, Map<String, String> names, String prefix) {
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    body.initializers()
        .forEach((name, data) -> initializers.put(names.getOrDefault(name, name), data));
    List<Node> nodes = new ArrayList<>();
    for (Node node : body.nodes()) {
      Map<String, Attribute> attributes = new LinkedHashMap<>();
      node.attributes()
          .forEach((key, value) ->
              attributes.put(
                  key,
                  value instanceof Attribute.SubgraphValue(UntypedGraph inner)
                      ? new Attribute.SubgraphValue(rename(inner, visible(inner, names), ""))
                      : value));
      nodes.add(
          new Node(
              prefix + node.name(),
              node.domain(),
              node.opType(),
              node.opset(),
              renamed(node.inputs(), names),
              renamed(node.outputs(), names),
              attributes));
    }
    List<UntypedGraph.Input> inputs =
        body.inputs().stream()
            .map(input ->
                new UntypedGraph.Input(
                    names.getOrDefault(input.name(), input.name()), input.dtype(), input.dims()))
            .toList();
    return new UntypedGraph(
        body.name(), inputs, renamed(body.outputs(), names), nodes, initializers);
  }

  /** The renames that hold inside a nested graph: its own names hide those around it. */
  private static Map<String, String> visible(UntypedGraph inner, Map<String, String> names) {
    Map<String, String> visible = new HashMap<>(names);
    inner.inputs().forEach(input -> visible.remove(input.name()));
    inner.initializers().keySet().forEach(visible::remove);
    inner.nodes().forEach(node -> node.outputs().forEach(visible::remove));
    return visible;
  }

  private static List<String> renamed(List<String> values, Map<String, String> names) {
    return values.stream().map(name -> names.getOrDefault(name, name)).toList();
  }
}
