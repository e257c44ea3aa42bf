package io.zkchain.compiler;

import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The precision of single nodes: {@link CompileOptions#bitsOf}, by the values that it concerns. */
public final class NodeBits {
  private static final int SHOWN = 10;

  private NodeBits() {}

  /**
   * Bits by the outputs of the named nodes, and by the names of inputs.
   *
   * @param graph the normalised model
   * @throws IllegalArgumentException if the model has no node or input of a name
   */
  public static Map<String, Integer> byValue(Graph graph, Map<String, Integer> bitsOf) {
    Map<String, Integer> bits = new TreeMap<>();
    bitsOf.forEach((name, count) -> {
      List<String> values = values(graph, name);
      if (values.isEmpty()) {
        throw new IllegalArgumentException(unknown(graph, name));
      }
      values.forEach(value -> bits.put(value, count));
    });
    return bits;
  }

  private static List<String> values(Graph graph, String name) {
    List<String> values = new ArrayList<>();
    graph.inputs().stream()
        .filter(input -> input.name().equals(name))
        .forEach(input -> values.add(name));
    graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .flatMap(node -> node.outputs().stream())
        .filter(output -> !output.isEmpty())
        .forEach(values::add);
    return values;
  }

  private static String unknown(Graph graph, String name) {
    List<String> names = graph.nodes().stream().map(Node::name).toList();
    String more = names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "";
    return "no node or input is named '%s' (or it folds away); the nodes are %s%s"
        .formatted(name, String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))), more);
  }
}
