package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.UntypedGraph;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** ONNX's rules for names: each value defined once, and before its use. */
final class GraphOrder {

  private GraphOrder() {}

  /**
   * Checks a main graph.
   *
   * @throws InvalidModelException if a value is defined twice, not at all, or only after its use
   */
  static void check(UntypedGraph graph) {
    if (graph.inputs().isEmpty()) {
      throw new InvalidModelException("the model has no inputs");
    }
    if (graph.outputs().isEmpty()) {
      throw new InvalidModelException("the model has no outputs");
    }
    Set<String> outer = new HashSet<>();
    graph.inputs().forEach(input -> define(input.name(), "graph input", outer));
    checkBody(graph, outer);
  }

  /**
   * Checks a branch that is about to be inlined.
   *
   * @param outer the values that are defined around it
   */
  static void checkBranch(UntypedGraph body, Set<String> outer) {
    checkBody(body, new HashSet<>(outer));
  }

  private static void checkBody(UntypedGraph graph, Set<String> defined) {
    graph.initializers().keySet().forEach(name -> define(name, "initializer", defined));
    Map<String, Node> producers = new HashMap<>();
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()
            && (defined.contains(output) || producers.put(output, node) != null)) {
          throw new InvalidModelException(
              "%s: its output '%s' is already defined".formatted(node.describe(), output));
        }
      }
    }
    for (Node node : graph.nodes()) {
      for (String input : references(node)) {
        if (!defined.contains(input)) {
          throw undefined(node, input, producers);
        }
      }
      node.outputs().stream().filter(name -> !name.isEmpty()).forEach(defined::add);
    }
    Set<String> outputs = new HashSet<>();
    for (String output : graph.outputs()) {
      if (!defined.contains(output)) {
        throw new InvalidModelException("graph output '" + output + "' is not defined");
      }
      if (!outputs.add(output)) {
        throw new InvalidModelException("graph output '" + output + "' is listed twice");
      }
    }
  }

  private static void define(String name, String what, Set<String> defined) {
    if (!defined.add(name)) {
      throw new InvalidModelException("%s '%s' is defined twice".formatted(what, name));
    }
  }

  private static InvalidModelException undefined(
      Node node, String input, Map<String, Node> producers) {
    Node producer = producers.get(input);
    if (producer == null) {
      return node.invalid("reads '" + input + "', which nothing defines");
    }
    return reaches(node, producer, producers)
        ? node.invalid("lies on a cycle: it reads '%s'".formatted(input))
        : node.invalid(
            "reads '%s' before %s computes it: the nodes are not in topological order"
                .formatted(input, producer.describe()));
  }

  /** Whether a node's result is needed, over any number of steps, by another node. */
  private static boolean reaches(Node from, Node to, Map<String, Node> producers) {
    Set<Node> seen = new LinkedHashSet<>();
    ArrayDeque<Node> open = new ArrayDeque<>();
    open.add(to);
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (node.equals(from)) {
        return true;
      }
      if (seen.add(node)) {
        for (String input : references(node)) {
          Node producer = producers.get(input);
          if (producer != null) {
            open.add(producer);
          }
        }
      }
    }
    return false;
  }

  /** The values that a node reads, those that its subgraphs capture included. */
  static Set<String> references(Node node) {
    Set<String> names = new LinkedHashSet<>(node.inputs());
    names.remove("");
    for (Attribute attribute : node.attributes().values()) {
      if (attribute instanceof Attribute.SubgraphValue(UntypedGraph body)) {
        names.addAll(captured(body));
      }
    }
    return names;
  }

  /** All names in a body: its own, and those that it reads from around it. */
  static Set<String> names(UntypedGraph body) {
    Set<String> names = new HashSet<>(body.outputs());
    names.addAll(body.initializers().keySet());
    body.inputs().forEach(input -> names.add(input.name()));
    for (Node node : body.nodes()) {
      names.addAll(references(node));
      names.addAll(node.outputs());
    }
    names.remove("");
    return names;
  }

  private static Set<String> captured(UntypedGraph body) {
    Set<String> own = new HashSet<>(body.initializers().keySet());
    body.inputs().forEach(input -> own.add(input.name()));
    Set<String> names = new LinkedHashSet<>(body.outputs());
    for (Node node : body.nodes()) {
      names.addAll(references(node));
      own.addAll(node.outputs());
    }
    names.removeAll(own);
    return names;
  }
}
