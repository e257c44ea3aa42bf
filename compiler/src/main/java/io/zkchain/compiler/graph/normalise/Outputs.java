package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assembles the finished graph: graph outputs keep the model's names. A value that became an output
 * is renamed; where that is not possible (it is an input, or already another output) an Identity
 * node stays.
 */
final class Outputs {

  private final Map<String, TensorType> types;
  private final Map<String, TensorData> constants;
  private final Map<String, String> alias;

  Outputs(
      Map<String, TensorType> types, Map<String, TensorData> constants, Map<String, String> alias) {
    this.types = types;
    this.constants = constants;
    this.alias = alias;
  }

  Graph assemble(
      String name,
      Map<String, Integer> opsets,
      List<Value> inputs,
      List<String> outputs,
      List<Node> nodes) {
    Map<String, String> renamed = new HashMap<>();
    List<Node> all = new ArrayList<>(nodes);
    all.addAll(connect(outputs, nodes, renamed, opsets));
    List<Node> live =
        Liveness.live(
            uniqueNames(all).stream().map(node -> rename(node, renamed)).toList(), outputs);
    return new Graph(
        name,
        opsets,
        inputs,
        outputs.stream().map(this::value).toList(),
        live,
        usedConstants(live, outputs),
        usedTypes(inputs, outputs, live, renamed));
  }

  /**
   * Gives every output its source: by a rename, as a constant, or by an Identity node.
   *
   * @param renamed receives the new names of values that became outputs
   * @return the Identity nodes
   */
  private List<Node> connect(
      List<String> outputs,
      List<Node> nodes,
      Map<String, String> renamed,
      Map<String, Integer> opsets) {
    Set<String> computed = new HashSet<>();
    nodes.forEach(node -> computed.addAll(node.outputs()));
    List<Node> identities = new ArrayList<>();
    for (String output : outputs) {
      String source = alias.getOrDefault(output, output);
      types.put(output, typeOf(source));
      TensorData constant = constants.get(source);
      boolean free = !outputs.contains(source) && !renamed.containsKey(source);
      if (constant != null) {
        constants.put(output, constant);
      } else if (computed.contains(source) && free) {
        renamed.put(source, output);
      } else if (!source.equals(output)) {
        identities.add(identity(output, renamed.getOrDefault(source, source), opsets));
      }
    }
    return identities;
  }

  private TensorType typeOf(String value) {
    TensorType type = types.get(value);
    if (type == null) {
      throw new IllegalStateException("no type for " + value);
    }
    return type;
  }

  private Value value(String output) {
    TensorType type = typeOf(output);
    if (type.shape().size() == 0) {
      throw new UnsupportedModelException(
          "output '%s' of shape %s has no elements".formatted(output, type.shape()));
    }
    return new Value(output, type);
  }

  private static Node identity(String output, String source, Map<String, Integer> opsets) {
    return new Node(
        "Identity_" + output,
        "",
        "Identity",
        opsets.getOrDefault("", 1),
        List.of(source),
        List.of(output),
        Map.of());
  }

  /** Inlined branches and Identity nodes may bring a node name that the model has as well. */
  private static List<Node> uniqueNames(List<Node> nodes) {
    Set<String> used = new HashSet<>();
    List<Node> out = new ArrayList<>();
    for (Node node : nodes) {
      String name = node.name();
      while (!used.add(name)) {
        name += "_";
      }
      out.add(name.equals(node.name()) ? node : named(node, name));
    }
    return out;
  }

  private static Node named(Node node, String name) {
    return new Node(
        name,
        node.domain(),
        node.opType(),
        node.opset(),
        node.inputs(),
        node.outputs(),
        node.attributes());
  }

  private Map<String, TensorData> usedConstants(List<Node> live, List<String> outputs) {
    Set<String> used = new HashSet<>(outputs);
    live.forEach(node -> used.addAll(node.inputs()));
    Map<String, TensorData> kept = new LinkedHashMap<>();
    constants.forEach((name, data) -> {
      if (used.contains(name)) {
        kept.put(name, data);
      }
    });
    return kept;
  }

  private Map<String, TensorType> usedTypes(
      List<Value> inputs, List<String> outputs, List<Node> live, Map<String, String> renamed) {
    Map<String, TensorType> known = new HashMap<>(types);
    renamed.forEach((from, to) -> known.put(to, typeOf(from)));
    Map<String, TensorType> kept = new LinkedHashMap<>();
    inputs.forEach(input -> kept.put(input.name(), input.type()));
    for (Node node : live) {
      for (String name : node.inputs()) {
        keep(name, known, kept);
      }
      for (String name : node.outputs()) {
        keep(name, known, kept);
      }
    }
    outputs.forEach(name -> keep(name, known, kept));
    return kept;
  }

  private static void keep(
      String name, Map<String, TensorType> known, Map<String, TensorType> kept) {
    TensorType type = known.get(name);
    if (type != null) {
      kept.put(name, type);
    }
  }

  private static Node rename(Node node, Map<String, String> names) {
    Node read = withInputs(node, names);
    return new Node(
        read.name(),
        read.domain(),
        read.opType(),
        read.opset(),
        read.inputs(),
        read.outputs().stream().map(name -> names.getOrDefault(name, name)).toList(),
        read.attributes());
  }

  /** The node with a name for its first output, which a model may leave out. */
  static Node withFirstNamed(Node node) {
    if (node.hasOutput(0)) {
      return node;
    }
    List<String> outputs = new ArrayList<>(node.outputs());
    outputs.set(0, node.name() + "/output0");
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.opset(),
        node.inputs(),
        outputs,
        node.attributes());
  }

  /** The node with other inputs. */
  static Node withInputList(Node node, List<String> inputs) {
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.opset(),
        inputs,
        node.outputs(),
        node.attributes());
  }

  /** The node with its inputs replaced where a map has another name for them. */
  static Node withInputs(Node node, Map<String, String> names) {
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.opset(),
        node.inputs().stream().map(name -> names.getOrDefault(name, name)).toList(),
        node.outputs(),
        node.attributes());
  }
}
