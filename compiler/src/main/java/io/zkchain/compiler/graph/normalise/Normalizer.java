package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.error.UnsupportedOperatorsException.Finding;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.UntypedGraph;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.expand.ExpandedNodes;
import io.zkchain.compiler.graph.expand.Expansions;
import io.zkchain.compiler.graph.fold.ConstantFolder;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the graph of a file into the graph that is compiled.
 *
 * <p>One pass in topological order: each node is dropped, replaced by a constant, inlined, or kept
 * with the types of its outputs. What a dropped node's output is called afterwards is in {@link
 * #alias}. Normalising a normalised graph changes nothing.
 */
public final class Normalizer {

  /** Of ai.onnx in models that import only other domains: what replaces their nodes. */
  private static final int CORE_OPSET = 17;

  private final ImportOptions options;
  private final ConstantFolder folder;
  private final int coreOpset;
  private final Map<String, TensorType> types = new HashMap<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, String> alias = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> quantised = new HashSet<>();

  private Normalizer(ImportOptions options, Map<String, Integer> opsets) {
    this.options = options;
    this.folder = new ConstantFolder(options.rules(), options.evaluator(), opsets);
    this.coreOpset = opsets.getOrDefault("", CORE_OPSET);
  }

  /**
   * Normalises a graph.
   *
   * @param imported version of operator sets by domain
   * @throws io.zkchain.compiler.error.ModelException if the graph is malformed or cannot be
   *     compiled
   */
  public static NormalizedModel normalize(
      UntypedGraph graph, Map<String, Integer> imported, ImportOptions options) {
    Map<String, Integer> opsets = new TreeMap<>(imported);
    opsets.putIfAbsent("", CORE_OPSET);
    GraphOrder.check(graph);
    List<String> notices = new ArrayList<>();
    List<Node> live = Liveness.live(graph.nodes(), graph.outputs());
    FiniteCheck.refuseNan(graph, live);
    new SupportCheck(options).check(live, graph.initializers().keySet());
    List<Value> inputs = InputShapes.resolve(graph.inputs(), options.dimensions(), notices);
    Normalizer state = new Normalizer(options, opsets);
    inputs.forEach(input -> state.types.put(input.name(), input.type()));
    graph.initializers().forEach(state::addConstant);
    state.quantised.addAll(QuantisedWeights.of(live));
    live.forEach(state::process);
    Graph result =
        new Outputs(state.types, state.constants, state.alias)
            .assemble(graph.name(), opsets, inputs, graph.outputs(), state.nodes);
    FiniteCheck.check(result);
    return new NormalizedModel(result, notices);
  }

  private void addConstant(String name, TensorData data) {
    constants.put(name, data);
    types.put(name, data.type());
  }

  private void process(Node raw) {
    Node node = Outputs.withInputs(raw, alias);
    NodeInputs in = new NodeInputs(node, types, constants);
    switch (node.operator()) {
      case "Constant" -> addConstant(node.output(0), ConstantNodes.value(node));
      case "Identity", Node.ML_DOMAIN + ".ZipMap" -> alias.put(node.output(0), node.input(0));
      case "Dropout" -> dropout(node, in);
      case "Shape" -> addConstant(node.output(0), ConstantNodes.shape(node, in));
      case "Size" ->
          addConstant(
              node.output(0),
              TensorData.ofLongs(
                  DataType.INT64, TensorShape.SCALAR, new long[] {in.shape(0).size()}));
      case "EyeLike" -> addConstant(node.output(0), ConstantNodes.eye(node, in));
      case "If" -> branch(node, in);
      default -> compute(node, in);
    }
  }

  private void dropout(Node node, NodeInputs in) {
    boolean training =
        in.constantIfGiven(2, "training_mode").map(data -> data.booleanAt(0)).orElse(false);
    if (training) {
      throw new UnsupportedOperatorsException(
          List.of(new Finding(node.name(), node.operator(), "training mode is random")));
    }
    if (node.hasOutput(0)) {
      alias.put(node.output(0), node.input(0));
    }
    if (node.hasOutput(1)) {
      long[] ones = new long[in.shape(0).size()];
      Arrays.fill(ones, 1);
      addConstant(node.output(1), TensorData.ofLongs(DataType.BOOL, in.shape(0), ones));
    }
  }

  private void branch(Node node, NodeInputs in) {
    TensorData condition = in.requireConstant(0, "the condition");
    if (condition.size() != 1) {
      throw node.invalid("the condition must be one value, not " + condition.type());
    }
    UntypedGraph body = Branches.choose(node, condition.booleanAt(0));
    Set<String> known = new HashSet<>(types.keySet());
    known.addAll(alias.keySet());
    GraphOrder.checkBranch(body, known);
    body.initializers().forEach(this::addConstant);
    List<Node> live = Liveness.live(body.nodes(), body.outputs());
    new SupportCheck(options).check(live, constantNames());
    live.forEach(this::process);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        String result = body.outputs().get(i);
        alias.put(node.output(i), alias.getOrDefault(result, result));
      }
    }
  }

  private Set<String> constantNames() {
    Set<String> names = new HashSet<>(constants.keySet());
    alias.forEach((name, target) -> {
      if (constants.containsKey(target)) {
        names.add(name);
      }
    });
    return names;
  }

  private void compute(Node node, NodeInputs in) {
    boolean constant = true;
    for (String input : node.inputs()) {
      constant &= input.isEmpty() || constants.containsKey(input);
    }
    if (constant && ConstantFolder.isFoldable(node) && !quantised.contains(node.output(0))) {
      folder.fold(node, in).forEach(this::addConstant);
      return;
    }
    Optional<ExpandedNodes> expanded = Expansions.of(node, in, coreOpset);
    if (expanded.isPresent()) {
      expanded.get().constants().forEach(this::addConstant);
      expanded.get().nodes().forEach(this::process);
      return;
    }
    List<TensorType> results = options.rules().infer(node, in);
    if (IdleNodes.isIdle(node, in, results.getFirst())) {
      alias.put(node.output(0), node.input(0));
      return;
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        requireElements(node, results.get(i));
        types.put(node.output(i), results.get(i));
      }
    }
    nodes.add(node);
  }

  private static void requireElements(Node node, TensorType type) {
    if (type.shape().size() == 0) {
      throw new UnsupportedModelException(
          "%s: its result %s has no elements".formatted(node.describe(), type));
    }
  }
}
