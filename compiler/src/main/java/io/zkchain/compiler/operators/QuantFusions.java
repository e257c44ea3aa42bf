package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers between DequantizeLinear and QuantizeLinear become quantised layers in whole numbers, as
 * ONNX Runtime runs them: Conv, MatMul and Gemm with quantised constant weights. A Relu before a
 * QuantizeLinear whose zero point is the type's least value says what its clamp says, and goes.
 * DequantizeLinear of other constants is folded. A QLinearMatMul made here may have a bias as its
 * ninth input.
 */
final class QuantFusions {
  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, TensorData> constants;
  private final Map<String, TensorType> types;

  private QuantFusions(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
    this.constants = new LinkedHashMap<>(graph.initializers());
    this.types = new LinkedHashMap<>(graph.types());
  }

  static Graph apply(Graph graph) {
    if (graph.nodes().stream().noneMatch(n -> n.is("QuantizeLinear") || n.is("DequantizeLinear"))) {
      return graph;
    }
    QuantFusions fusions = new QuantFusions(graph);
    for (Node node : graph.nodes()) {
      if (node.is("QuantizeLinear") && fusions.isConstant(node, 1)) {
        fusions.fuse(fusions.withoutRelu(node));
      }
    }
    fusions.foldConstants();
    return new Graph(
        graph.name(),
        graph.opsets(),
        graph.inputs(),
        graph.outputs(),
        fusions.live(),
        fusions.constants,
        fusions.types);
  }

  private boolean isConstant(Node node, int input) {
    return node.hasInput(input) && constants.containsKey(node.input(input));
  }

  private TensorData constant(Node node, int input) {
    return requireNonNull(constants.get(node.input(input)));
  }

  private Optional<Node> producer(String value) {
    return nodes.stream().filter(n -> n.outputs().contains(value)).findFirst();
  }

  // The node that makes a value which nothing else reads.
  private Optional<Node> onlyProducer(String value) {
    boolean isOutput = graph.outputs().stream().anyMatch(o -> o.name().equals(value));
    long readers = nodes.stream().flatMap(n -> n.inputs().stream()).filter(value::equals).count();
    return isOutput || readers != 1 ? Optional.empty() : producer(value);
  }

  private void replace(Node old, Node by) {
    nodes.set(nodes.indexOf(old), by);
  }

  private static Node node(
      Node like,
      String domain,
      String type,
      List<String> inputs,
      Map<String, Attribute> attributes) {
    return new Node(like.name(), domain, type, like.opset(), inputs, like.outputs(), attributes);
  }

  // ---------------------------------------------------------------- Relu

  private Node withoutRelu(Node quantize) {
    Optional<Node> before = onlyProducer(quantize.input(0)).filter(n -> n.is("Relu"));
    boolean least = zeroPoint(quantize) == IntegerTypes.values(dtype(quantize)).lo();
    if (before.isEmpty() || !least) {
      return quantize;
    }
    List<String> inputs = new ArrayList<>(quantize.inputs());
    inputs.set(0, before.get().input(0));
    Node direct =
        node(quantize, quantize.domain(), quantize.opType(), inputs, quantize.attributes());
    replace(quantize, direct);
    nodes.remove(before.get());
    return direct;
  }

  private DataType dtype(Node node) {
    return requireNonNull(types.get(node.output(0))).dtype();
  }

  private long zeroPoint(Node node) {
    return isConstant(node, 2) ? constant(node, 2).longAt(0) : 0;
  }

  // ---------------------------------------------------------------- layers

  private void fuse(Node quantize) {
    Optional<Node> layer = onlyProducer(quantize.input(0)).filter(QuantFusions::isLayer);
    if (layer.isEmpty() || constant(quantize, 1).size() != 1) {
      return;
    }
    Node product = layer.get();
    Optional<Node> x = dequantized(product, 0).filter(n -> constant(n, 1).size() == 1);
    Optional<Node> w = dequantized(product, 1).filter(n -> isConstant(n, 0));
    if (x.isEmpty() || isConstant(x.get(), 0) || w.isEmpty() || !byChannel(product, w.get())) {
      return;
    }
    Optional<String> bias = bias(product, x.get(), w.get());
    if (bias.isEmpty()) {
      return;
    }
    List<String> inputs = new ArrayList<>(parameters(x.get()));
    inputs.addAll(parameters(w.get()));
    inputs.addAll(parameters(quantize).subList(1, 3));
    inputs.add(bias.get());
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (product.is("Conv")) {
      attributes.putAll(product.attributes());
    } else if (product.intAttribute("transB", 0) != 0) {
      inputs.set(3, transposed(inputs.get(3)));
    }
    String type = product.is("Conv") ? "QLinearConv" : "QLinearMatMul";
    replace(quantize, node(quantize, "", type, inputs, attributes));
    nodes.remove(product);
  }

  private String transposed(String matrix) {
    TensorData data = requireNonNull(constants.get(matrix));
    int rows = data.shape().dim(0);
    int columns = data.shape().dim(1);
    int[] sources = new int[rows * columns];
    Arrays.setAll(sources, i -> i % rows * columns + i / rows);
    String name = matrix + ".transposed";
    constants.put(name, data.select(TensorShape.of(columns, rows), sources));
    types.put(name, requireNonNull(constants.get(name)).type());
    return name;
  }

  private static boolean isLayer(Node node) {
    boolean plain =
        node.floatAttribute("alpha", 1) == 1
            && node.floatAttribute("beta", 1) == 1
            && node.intAttribute("transA", 0) == 0;
    return node.is("Conv") || node.is("MatMul") || (node.is("Gemm") && plain);
  }

  private Optional<Node> dequantized(Node node, int input) {
    return producer(node.input(input))
        .filter(n -> n.is("DequantizeLinear") && isConstant(n, 1))
        .filter(n -> !n.hasInput(2) || isConstant(n, 2))
        .filter(n -> n.intAttribute("block_size", 0) == 0);
  }

  // Whether the weights' scales belong to the axis of the result's channels.
  private boolean byChannel(Node layer, Node weights) {
    TensorShape shape = constant(weights, 0).shape();
    int axis =
        switch (layer.opType()) {
          case "Conv" -> 0;
          case "Gemm" -> layer.intAttribute("transB", 0) == 0 ? 1 : 0;
          default -> 1;
        };
    boolean matrix = layer.is("Conv") || shape.rank() == 2;
    int given = (int) weights.intAttribute("axis", 1);
    int count = constant(weights, 1).size();
    boolean same = Math.floorMod(given, shape.rank()) == axis && count == shape.dim(axis);
    return matrix && (count == 1 || same);
  }

  /** The name of the whole-number bias, empty if there is none; nothing if it is no such bias. */
  private Optional<String> bias(Node layer, Node x, Node w) {
    if (!layer.hasInput(2)) {
      return Optional.of("");
    }
    Optional<Node> found = dequantized(layer, 2).filter(n -> isConstant(n, 0));
    if (found.isEmpty() || zeroPoint(found.get()) != 0) {
      return Optional.empty();
    }
    TensorData scales = constant(found.get(), 1);
    TensorData weights = constant(w, 1);
    float xScale = (float) constant(x, 1).doubleAt(0);
    for (int k = 0; k < Math.max(scales.size(), weights.size()); k++) {
      float product = xScale * (float) weights.doubleAt(weights.size() == 1 ? 0 : k);
      double own = scales.doubleAt(scales.size() == 1 ? 0 : k);
      if (Math.abs(product - own) > Math.ulp(product)) {
        return Optional.empty();
      }
    }
    return Optional.of(found.get().input(0));
  }

  /** Values, scale and zero point of a DequantizeLinear, or of what a QuantizeLinear makes. */
  private List<String> parameters(Node node) {
    if (node.hasInput(2)) {
      return node.inputs().subList(0, 3);
    }
    DataType type = node.is("QuantizeLinear") ? dtype(node) : type(node.input(0));
    String zero = node.name() + ".zero";
    TensorData data = TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {0});
    constants.put(zero, data);
    types.put(zero, data.type());
    return List.of(node.input(0), node.input(1), zero);
  }

  private DataType type(String value) {
    return requireNonNull(types.get(value)).dtype();
  }

  // ---------------------------------------------------------------- constants

  private void foldConstants() {
    for (Node node : List.copyOf(nodes)) {
      if (node.is("DequantizeLinear") && isConstant(node, 0)) {
        TensorData real = dequantized(node);
        constants.put(node.output(0), real);
        types.put(node.output(0), real.type());
        nodes.remove(node);
      }
    }
  }

  private TensorData dequantized(Node node) {
    TensorData q = constant(node, 0);
    TensorData scales = constant(node, 1);
    long[] zeros = node.hasInput(2) ? constant(node, 2).toLongs() : new long[] {0};
    int axis = Math.floorMod((int) node.intAttribute("axis", 1), Math.max(1, q.shape().rank()));
    int inner = scales.size() == 1 ? 1 : q.shape().sizeOf(axis + 1, q.shape().rank());
    double[] out = new double[q.size()];
    for (int i = 0; i < out.length; i++) {
      int k = i / inner % scales.size();
      float units = q.longAt(i) - zeros[zeros.length == 1 ? 0 : k];
      out[i] = units * (float) scales.doubleAt(k);
    }
    return TensorData.ofDoubles(scales.dtype(), q.shape(), out);
  }

  // Without nodes that nothing reads any more, such as the dequantised inputs of fused layers.
  private List<Node> live() {
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(output -> needed.add(output.name()));
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
        kept.addFirst(node);
      }
    }
    return kept;
  }
}
