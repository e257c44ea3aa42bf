package io.zkchain.compiler;

import io.zkchain.circuit.CircuitCodec;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.Placement;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** The same without the bits of each name in turn. */
  static Map<String, Map<String, Integer>> withoutEach(Graph graph, Map<String, Integer> bitsOf) {
    Map<String, Map<String, Integer>> out = new TreeMap<>();
    for (String name : bitsOf.keySet()) {
      Map<String, Integer> others = new TreeMap<>(bitsOf);
      others.remove(name);
      out.put(name, byValue(graph, others));
    }
    return out;
  }

  /** Whether two programs are one circuit with the same weights, tables and scales. */
  static boolean isSame(GraphLowering.Result one, GraphLowering.Result other, int logRows) {
    return other.inputs().equals(one.inputs())
        && scales(other).equals(scales(one))
        && isSame(one.program().fixed(), other.program().fixed())
        && isSame(tables(one), tables(other))
        && Arrays.equals(structure(one, logRows), structure(other, logRows));
  }

  private static List<Scale> scales(GraphLowering.Result lowered) {
    return lowered.outputs().stream().map(output -> output.value().scale()).toList();
  }

  private static Map<String, long[]> tables(GraphLowering.Result lowered) {
    Map<String, long[]> out = new TreeMap<>();
    lowered.program().tables().forEach(table -> out.put(table.name(), table.outputs()));
    return out;
  }

  private static <K> boolean isSame(Map<K, long[]> one, Map<K, long[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), other.get(e.getKey())));
  }

  private static byte[] structure(GraphLowering.Result lowered, int logRows) {
    return CircuitCodec.encode(Placement.place(lowered.program(), logRows, true));
  }

  /** What the user should know of bits that change nothing. */
  static String withoutEffect(String name, int bits) {
    return "the %d bits of '%s' have no effect: none of its values is rounded, or they need no more;"
            .formatted(bits, name)
        + " report.html lists the nodes that round, under what happens on overflow";
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
