package io.zkchain.compiler.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A statically shaped graph.
 *
 * <p>Invariants, checked on construction: nodes are in topological order, each value has one
 * definition (input, initializer or node output), each value has a type in {@link #types}, and node
 * names are unique. A graph output may be an initializer or a graph input.
 *
 * @param name the model's name for the graph
 * @param opsets imported version by domain ({@code ""} is ai.onnx)
 * @param inputs what the caller supplies, in the model's order
 * @param outputs the results, in the model's order
 * @param nodes in topological order
 * @param initializers constants by value name
 * @param types element type and shape of every value
 */
public record Graph(
    String name,
    Map<String, Integer> opsets,
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    Map<String, TensorData> initializers,
    Map<String, TensorType> types) {

  /**
   * @throws IllegalArgumentException if an invariant does not hold
   */
  public Graph {
    opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    check(inputs, outputs, nodes, initializers, types);
  }

  /**
   * The type of a value.
   *
   * @throws IllegalArgumentException if the graph has no such value
   */
  public TensorType type(String value) {
    TensorType type = types.get(value);
    if (type == null) {
      throw new IllegalArgumentException("the graph has no value '" + value + "'");
    }
    return type;
  }

  /** The shape of a value; see {@link #type}. */
  public TensorShape shape(String value) {
    return type(value).shape();
  }

  /** Whether a value is an initializer. */
  public boolean isConstant(String value) {
    return initializers.containsKey(value);
  }

  /** The same graph with other values as its outputs. */
  public Graph withOutputs(List<String> values) {
    List<Value> wanted = values.stream().map(value -> new Value(value, type(value))).toList();
    return new Graph(name, opsets, inputs, wanted, nodes, initializers, types);
  }

  /** The producing node of every value that a node computes. */
  public Map<String, Node> producers() {
    Map<String, Node> producers = new HashMap<>();
    for (Node node : nodes) {
      node.outputs().stream().filter(out -> !out.isEmpty()).forEach(o -> producers.put(o, node));
    }
    return producers;
  }

  /**
   * The nodes that read each value, in graph order; a node that reads it twice is listed twice.
   * Graph outputs do not count.
   */
  public Map<String, List<Node>> consumers() {
    Map<String, List<Node>> consumers = new HashMap<>();
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!input.isEmpty()) {
          consumers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
        }
      }
    }
    return consumers;
  }

  private static void check(
      List<Value> inputs,
      List<Value> outputs,
      List<Node> nodes,
      Map<String, TensorData> initializers,
      Map<String, TensorType> types) {
    Set<String> defined = new HashSet<>();
    for (Value input : inputs) {
      define(input.name(), defined);
      require(input.type().equals(types.get(input.name())), "type of input " + input.name());
    }
    initializers.forEach((value, data) -> {
      define(value, defined);
      require(data.type().equals(types.get(value)), "type of initializer " + value);
    });
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      require(names.add(node.name()), "second node named " + node.name());
      for (String input : node.inputs()) {
        require(input.isEmpty() || defined.contains(input), node.describe() + " reads " + input);
      }
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          define(output, defined);
          require(types.containsKey(output), "no type for " + output);
        }
      }
    }
    for (Value output : outputs) {
      require(defined.contains(output.name()), "output " + output.name() + " is not defined");
      require(output.type().equals(types.get(output.name())), "type of output " + output.name());
    }
  }

  private static void define(String value, Set<String> defined) {
    require(defined.add(value), "second definition of " + value);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("malformed graph: " + problem);
    }
  }
}
