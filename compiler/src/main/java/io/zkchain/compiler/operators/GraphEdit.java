package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A graph while patterns in it are rewritten: nodes in order, constants and types by name. */
final class GraphEdit {
  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, TensorData> constants;
  private final Map<String, TensorType> types;
  private final Set<String> outputs = new HashSet<>();

  GraphEdit(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
    this.constants = new LinkedHashMap<>(graph.initializers());
    this.types = new LinkedHashMap<>(graph.types());
    graph.outputs().forEach(o -> outputs.add(o.name()));
  }

  /** The nodes as they stand, in order. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The node that makes a value. */
  Optional<Node> producer(String value) {
    return value.isEmpty()
        ? Optional.empty()
        : nodes.stream().filter(n -> n.outputs().contains(value)).findFirst();
  }

  /** The producer, if it is the named operator of ai.onnx. */
  Optional<Node> producer(String value, String operator) {
    return producer(value).filter(n -> n.is(operator));
  }

  /** The nodes that read a value. */
  List<Node> readers(String value) {
    return nodes.stream().filter(n -> n.inputs().contains(value)).toList();
  }

  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  Optional<TensorData> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  /** A constant whose elements are all the same number. */
  OptionalDouble number(String value) {
    TensorData data = constants.get(value);
    if (data == null || data.size() == 0) {
      return OptionalDouble.empty();
    }
    double first = data.doubleAt(0);
    for (int i = 1; i < data.size(); i++) {
      if (data.doubleAt(i) != first) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(first);
  }

  TensorType type(String value) {
    TensorType type = types.get(value);
    if (type == null) {
      throw new IllegalArgumentException("no value '" + value + "'");
    }
    return type;
  }

  Map<String, TensorType> types() {
    return Map.copyOf(types);
  }

  Map<String, TensorData> constants() {
    return Map.copyOf(constants);
  }

  /**
   * Adds a constant.
   *
   * @return its name: the one wanted, or one made of it where the model has such a value
   */
  String put(String wanted, TensorData data) {
    String name = fresh(wanted, types);
    constants.put(name, data);
    types.put(name, data.type());
    return name;
  }

  /** A name that no value has. */
  static String fresh(String wanted, Map<String, TensorType> types) {
    String name = wanted;
    while (types.containsKey(name)) {
      name += "_";
    }
    return name;
  }

  void declare(String name, TensorType type) {
    types.put(name, type);
  }

  /** Puts nodes in the place of one. */
  void replace(Node old, Node... others) {
    int at = nodes.indexOf(old);
    nodes.remove(at);
    nodes.addAll(at, List.of(others));
  }

  /** A node with other inputs, in the place and with the outputs of another. */
  static Node node(
      Node place,
      String domain,
      String operator,
      int opset,
      List<String> inputs,
      Map<String, Attribute> attributes) {
    return new Node(place.name(), domain, operator, opset, inputs, place.outputs(), attributes);
  }

  /** The graph without nodes that nothing reads any more. */
  Graph finish() {
    Map<String, Integer> reads = new HashMap<>();
    outputs.forEach(o -> reads.put(o, 1));
    List<Node> live = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(reads::containsKey)) {
        live.addFirst(node);
        node.inputs().forEach(input -> reads.merge(input, 1, Integer::sum));
      }
    }
    return new Graph(
        graph.name(), graph.opsets(), graph.inputs(), graph.outputs(), live, constants, types);
  }
}
