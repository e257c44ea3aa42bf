package io.zkchain.compiler.graph.narrow;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Slices before they are computed what is only sliced afterwards: of a transformer whose last
 * position is wanted, the last layer's other positions are left out.
 *
 * <p>A Slice moves above the node that makes its input if nothing else reads that; the node then
 * works on parts of its inputs. Slices of the same part are one. It ends, since each move brings a
 * slice nearer to the inputs.
 */
public final class Narrowing {
  private static final int SLICE_BY_INPUTS = 10;

  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, TensorData> constants;
  private final Map<String, TensorType> types;
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, Map<Box, String>> parts = new HashMap<>();
  private int made;

  private Narrowing(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
    this.constants = new LinkedHashMap<>(graph.initializers());
    this.types = new LinkedHashMap<>(graph.types());
    graph.outputs().forEach(output -> outputs.add(output.name()));
  }

  /** The graph with its slices as early as they can be; empty if they are already. */
  public static Optional<Graph> apply(Graph graph) {
    Narrowing narrowing = new Narrowing(graph);
    boolean moved = false;
    while (narrowing.moveOne()) {
      narrowing.dropDead();
      moved = true;
    }
    return moved ? Optional.of(narrowing.finish()) : Optional.empty();
  }

  private boolean moveOne() {
    for (Node slice : List.copyOf(nodes)) {
      if (slice.is("Slice") && move(slice)) {
        return true;
      }
    }
    return false;
  }

  private boolean move(Node slice) {
    String value = slice.input(0);
    Optional<Node> producer =
        nodes.stream().filter(node -> node.outputs().contains(value)).findFirst();
    boolean alone =
        nodes.stream().noneMatch(node -> !node.equals(slice) && node.inputs().contains(value));
    if (producer.isEmpty() || !alone || outputs.contains(value)) {
      return false;
    }
    Node node = producer.get();
    Optional<Box> box = Box.of(slice, inputs(slice)).filter(part -> !part.isWhole());
    Optional<List<Box>> needed =
        box.flatMap(part -> PartOfNode.inputs(node, inputs(node), part))
            .filter(boxes -> boxes.stream().anyMatch(part -> !part.isWhole()));
    if (needed.isEmpty()) {
      return false;
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int k = 0; k < needed.get().size(); k++) {
      Box part = needed.get().get(k);
      if (!part.isWhole()) {
        inputs.set(k, part(inputs.get(k), part, node));
      }
    }
    if (PartOfNode.isReshape(node)) {
      inputs = List.of(inputs.getFirst(), shape(slice, box.orElseThrow().partShape()));
    }
    nodes.set(nodes.indexOf(slice), narrow(node, inputs, slice.output(0)));
    return true;
  }

  private static Node narrow(Node node, List<String> inputs, String output) {
    boolean reshape = PartOfNode.isReshape(node);
    return new Node(
        node.name(),
        node.domain(),
        reshape ? "Reshape" : node.opType(),
        node.opset(),
        inputs,
        List.of(output),
        reshape ? Map.of() : node.attributes());
  }

  private String shape(Node slice, TensorShape dims) {
    return put(
        slice.output(0) + " shape",
        TensorData.ofInt64s(dims.dims().stream().mapToLong(d -> d).toArray()));
  }

  /** The name of a part of a value, which is computed right after the value. */
  private String part(String value, Box box, Node reader) {
    Map<Box, String> own = parts.computeIfAbsent(value, key -> new HashMap<>());
    String known = own.get(box);
    if (known != null && types.containsKey(known)) {
      return known;
    }
    String name = fresh("%s part%d".formatted(value, made++));
    own.put(box, name);
    TensorData constant = constants.get(value);
    if (constant != null) {
      put(name, box.of(constant));
      return name;
    }
    types.put(name, new TensorType(type(value).dtype(), box.partShape()));
    int after = 0;
    for (int k = 0; k < nodes.size(); k++) {
      after = nodes.get(k).outputs().contains(value) ? k + 1 : after;
    }
    nodes.add(after, slice(value, box, name, reader.opset()));
    return name;
  }

  private Node slice(String value, Box box, String name, int opset) {
    List<Integer> axes = box.cutAxes();
    LongStream starts = axes.stream().mapToLong(axis -> box.runs().get(axis).start());
    LongStream ends =
        axes.stream()
            .mapToLong(axis -> (long) box.runs().get(axis).start() + box.runs().get(axis).length());
    LongStream cut = axes.stream().mapToLong(axis -> axis);
    List<String> inputs = new ArrayList<>(List.of(value));
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (opset < SLICE_BY_INPUTS) {
      attributes.put("starts", new Attribute.IntList(starts.boxed().toList()));
      attributes.put("ends", new Attribute.IntList(ends.boxed().toList()));
      attributes.put("axes", new Attribute.IntList(cut.boxed().toList()));
    } else {
      inputs.add(put(name + " starts", TensorData.ofInt64s(starts.toArray())));
      inputs.add(put(name + " ends", TensorData.ofInt64s(ends.toArray())));
      inputs.add(put(name + " axes", TensorData.ofInt64s(cut.toArray())));
    }
    return new Node(name, "", "Slice", opset, inputs, List.of(name), attributes);
  }

  // The model may have a value of any name.
  private String fresh(String wanted) {
    String name = wanted;
    while (types.containsKey(name)) {
      name += "_";
    }
    return name;
  }

  private String put(String wanted, TensorData data) {
    String name = fresh(wanted);
    constants.put(name, data);
    types.put(name, data.type());
    return name;
  }

  private NodeInputs inputs(Node node) {
    return new NodeInputs(node, types, constants);
  }

  private TensorType type(String value) {
    TensorType type = types.get(value);
    if (type == null) {
      throw new IllegalStateException("no type for " + value);
    }
    return type;
  }

  private void dropDead() {
    Set<String> read = new HashSet<>(outputs);
    for (Node node : List.copyOf(nodes).reversed()) {
      if (node.outputs().stream().anyMatch(read::contains)) {
        read.addAll(node.inputs());
      } else {
        nodes.remove(node);
      }
    }
    parts.values().forEach(own -> own.values().removeIf(name -> !read.contains(name)));
  }

  // Types are inferred again: they must be those of the parts.
  private Graph finish() {
    Set<String> read = new HashSet<>(outputs);
    nodes.forEach(node -> read.addAll(node.inputs()));
    constants.keySet().retainAll(read);
    for (Node node : nodes) {
      List<TensorType> inferred = ShapeRules.standard().infer(node, inputs(node));
      for (int k = 0; k < node.outputs().size(); k++) {
        if (node.hasOutput(k) && !inferred.get(k).equals(type(node.output(k)))) {
          throw new IllegalStateException(node.describe() + " was narrowed to another shape");
        }
      }
    }
    return new Graph(
        graph.name(), graph.opsets(), graph.inputs(), graph.outputs(), nodes, constants, types);
  }
}
