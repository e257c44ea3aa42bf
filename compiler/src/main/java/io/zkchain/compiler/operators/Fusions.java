package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites of the real graph that make its integer form cheaper and leave its function unchanged:
 * batch normalisation goes into the weights before it, and a monotone activation after a maximum
 * changes places with it, so that it shares a row with the rounding before the maximum.
 *
 * <p>Deterministic, and applied anew whenever a compiled model is loaded.
 */
public final class Fusions {
  private static final Set<String> MONOTONE = Set.of("Relu", "Sigmoid", "Tanh", "Clip");

  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, TensorData> initializers;
  private final Map<String, TensorType> types;

  private Fusions(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
    this.initializers = new LinkedHashMap<>(graph.initializers());
    this.types = new LinkedHashMap<>(graph.types());
  }

  public static Graph apply(Graph original) {
    Graph graph = QuantFusions.apply(original);
    Fusions fusions = new Fusions(graph);
    for (Node node : graph.nodes()) {
      if (node.is("BatchNormalization")) {
        fusions.foldNormalization(node);
      } else if (MONOTONE.contains(node.operator())) {
        fusions.swapWithMaximum(node);
      }
    }
    return new Graph(
        graph.name(),
        graph.opsets(),
        graph.inputs(),
        graph.outputs(),
        fusions.nodes,
        fusions.initializers,
        fusions.types);
  }

  // The node that makes a value which nothing else reads.
  private Optional<Node> onlyProducer(String value) {
    boolean isOutput = graph.outputs().stream().anyMatch(o -> o.name().equals(value));
    long readers = nodes.stream().flatMap(n -> n.inputs().stream()).filter(value::equals).count();
    return isOutput || readers != 1
        ? Optional.empty()
        : nodes.stream().filter(n -> n.outputs().contains(value)).findFirst();
  }

  private void foldNormalization(Node node) {
    Optional<Node> producer = onlyProducer(node.input(0));
    Optional<BatchNorm> norm = BatchNorm.of(graph, node);
    if (producer.isEmpty() || norm.isEmpty() || !foldable(producer.get())) {
      return;
    }
    Node before = producer.get();
    TensorData weights = constant(before, 1);
    int channelAxis = channelAxis(before);
    double[] factors = norm.get().factors();
    if (weights.shape().dim(channelAxis) != factors.length) {
      return;
    }
    String name = node.output(0);
    String newWeights =
        put(name + ".weights", weights.shape(), scaled(weights, channelAxis, factors));
    String newBias =
        put(
            name + ".bias",
            TensorShape.of(factors.length),
            bias(before, norm.get(), before.is("Gemm") ? before.floatAttribute("beta", 1) : 1));
    Map<String, Attribute> attributes = new LinkedHashMap<>(before.attributes());
    attributes.remove("beta");
    Node merged =
        new Node(
            before.name(),
            before.domain(),
            before.opType(),
            before.opset(),
            List.of(before.input(0), newWeights, newBias),
            List.of(name),
            attributes);
    nodes.set(nodes.indexOf(before), merged);
    nodes.remove(node);
  }

  private boolean foldable(Node before) {
    boolean layer = before.is("Conv") || before.is("Gemm");
    return layer
        && initializers.containsKey(before.input(1))
        && (!before.hasInput(2)
            || (initializers.containsKey(before.input(2))
                && constant(before, 2).shape().rank() == 1));
  }

  private TensorData constant(Node node, int input) {
    return new NodeInputs(node, types, initializers).requireConstant(input, "the operand");
  }

  private static int channelAxis(Node before) {
    return before.is("Conv") || before.intAttribute("transB", 0) != 0 ? 0 : 1;
  }

  private double[] bias(Node before, BatchNorm norm, double beta) {
    double[] out = norm.offsets().clone();
    if (before.hasInput(2)) {
      TensorData old = constant(before, 2);
      for (int k = 0; k < out.length; k++) {
        out[k] += beta * old.doubleAt(old.size() == 1 ? 0 : k) * norm.factors()[k];
      }
    }
    return out;
  }

  private static double[] scaled(TensorData weights, int axis, double[] factors) {
    double[] out = weights.toDoubles();
    int inner = weights.shape().sizeOf(axis + 1, weights.shape().rank());
    for (int i = 0; i < out.length; i++) {
      out[i] *= factors[i / inner % factors.length];
    }
    return out;
  }

  private String put(String wanted, TensorShape shape, double[] values) {
    String name = GraphEdit.fresh(wanted, types);
    TensorData data = TensorData.ofDoubles(DataType.DOUBLE, shape, values);
    initializers.put(name, data);
    types.put(name, data.type());
    return name;
  }

  private void swapWithMaximum(Node activation) {
    Optional<Node> producer = onlyProducer(activation.input(0));
    if (producer.isEmpty() || !isMaximum(producer.get())) {
      return;
    }
    Node pool = producer.get();
    String source = pool.input(0);
    String activated = activation.output(0) + ".before";
    types.put(activated, types.getOrDefault(source, graph.type(source)));
    List<String> inputs = new ArrayList<>(activation.inputs());
    inputs.set(0, source);
    nodes.set(nodes.indexOf(pool), with(activation, inputs, List.of(activated)));
    nodes.set(nodes.indexOf(activation), with(pool, List.of(activated), activation.outputs()));
  }

  private static boolean isMaximum(Node node) {
    return (node.is("MaxPool") && !node.hasOutput(1)) || node.is("GlobalMaxPool");
  }

  private static Node with(Node node, List<String> inputs, List<String> outputs) {
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.opset(),
        inputs,
        outputs,
        node.attributes());
  }
}
