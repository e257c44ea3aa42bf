package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.ModelException;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.error.UnsupportedOperatorsException.Finding;
import io.zkchain.compiler.graph.Attribute;
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
import java.util.Objects;
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
      UntypedGraph model, Map<String, Integer> imported, ImportOptions options) {
    Map<String, Integer> opsets = new TreeMap<>(imported);
    int core = opsets.computeIfAbsent("", domain -> CORE_OPSET);
    List<String> notices = new ArrayList<>();
    UntypedGraph graph = OutputParts.apply(model, options.outputs(), core, notices);
    GraphOrder.check(graph);
    List<Node> live = Liveness.live(graph.nodes(), graph.outputs());
    FiniteCheck.refuseNan(graph, live);
    List<Finding> refused = new SupportCheck(options).findings(live, graph.initializers().keySet());
    List<Value> inputs = inputs(graph, options, refused, notices);
    Normalizer state = new Normalizer(options, opsets);
    inputs.forEach(input -> state.types.put(input.name(), input.type()));
    graph.initializers().forEach(state::addConstant);
    state.quantised.addAll(QuantisedWeights.of(live));
    state.process(live, refused);
    Graph result =
        new Outputs(state.types, state.constants, state.alias)
            .assemble(graph.name(), opsets, inputs, graph.outputs(), state.nodes);
    FiniteCheck.check(result);
    return new NormalizedModel(result, notices);
  }

  // Refused nodes are worth more to the user than a shape that is missing.
  private static List<Value> inputs(
      UntypedGraph graph, ImportOptions options, List<Finding> refused, List<String> notices) {
    try {
      return InputShapes.resolve(graph.inputs(), options.dimensions(), notices);
    } catch (ModelException e) {
      throw refused.isEmpty() ? e : new UnsupportedOperatorsException(refused);
    }
  }

  /**
   * Processes all nodes, or says of every one of them that is refused, in the branches that are
   * taken too.
   *
   * @param refused the nodes that are known to be
   */
  private void process(List<Node> live, List<Finding> refused) {
    List<Finding> all = new ArrayList<>(refused);
    for (Node node : live) {
      try {
        if (all.isEmpty() || (isKnown(node) && all.stream().noneMatch(f -> isOf(f, node)))) {
          process(node);
        } else if (node.is("If")) {
          all.addAll(branch(node));
        }
      } catch (UnsupportedOperatorsException e) {
        all.addAll(e.findings());
      } catch (ModelException e) {
        if (all.isEmpty()) {
          throw e; // else it may follow from what is refused
        }
      }
    }
    if (!all.isEmpty()) {
      throw new UnsupportedOperatorsException(all);
    }
  }

  private static boolean isOf(Finding finding, Node node) {
    return finding.node().equals(node.name()) || finding.node().startsWith(node.name() + "/");
  }

  // Whether the types of all that it reads are known: nothing of that is refused.
  private boolean isKnown(Node node) {
    return GraphOrder.references(node).stream().allMatch(v -> types.containsKey(resolved(v)));
  }

  // What is refused in the branch that is taken, though it reads what is refused already.
  private List<Finding> branch(Node node) {
    Optional<TensorData> condition = constant(node.input(0));
    if (condition.isEmpty() || condition.get().size() != 1) {
      return List.of();
    }
    String taken = condition.get().booleanAt(0) ? "then_branch" : "else_branch";
    UntypedGraph copy = Bodies.copy(Bodies.of(node, taken), node.name() + "/");
    Set<String> known = new HashSet<>(GraphOrder.names(copy));
    known.removeIf(name -> constant(name).isEmpty());
    known.addAll(copy.initializers().keySet());
    return new SupportCheck(options).findings(Liveness.live(copy.nodes(), copy.outputs()), known);
  }

  void addConstant(String name, TensorData data) {
    requireNew(name);
    constants.put(name, data);
    types.put(name, data.type());
  }

  // Names that are made here could be those of values of the model.
  private void requireNew(String name) {
    if (types.containsKey(name) || alias.containsKey(name)) {
      throw new InvalidModelException(
          "value '%s' has the name of one that takes a node's place; rename it".formatted(name));
    }
  }

  private void process(Node raw) {
    Node node = Outputs.withInputs(raw, alias);
    NodeInputs in = new NodeInputs(node, types, constants);
    switch (node.operator()) {
      case "Constant" -> addConstant(node.output(0), ConstantNodes.value(node));
      case "Identity", Node.ML_DOMAIN + ".ZipMap" -> define(node.output(0), node.input(0));
      case "Dropout" -> dropout(node, in);
      case "Shape" -> addConstant(node.output(0), ConstantNodes.shape(node, in));
      case "Size" ->
          addConstant(
              node.output(0),
              TensorData.ofLongs(
                  DataType.INT64, TensorShape.SCALAR, new long[] {in.shape(0).size()}));
      case "IsNaN", "IsInf" -> addConstant(node.output(0), ConstantNodes.finite(node, in));
      case "EyeLike" -> addConstant(node.output(0), ConstantNodes.eye(node, in));
      case "If", "Loop", "Scan" -> new ControlFlow(this, node, in).expand();
      default -> compute(Outputs.withFirstNamed(node), in);
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
      define(node.output(0), node.input(0));
    }
    if (node.hasOutput(1)) {
      long[] ones = new long[in.shape(0).size()];
      Arrays.fill(ones, 1);
      addConstant(node.output(1), TensorData.ofLongs(DataType.BOOL, in.shape(0), ones));
    }
  }

  // ---------------------------------------------------------------- for subgraphs

  /**
   * Processes a copy of a subgraph.
   *
   * @param arguments values for the subgraph's inputs
   * @return the values of its outputs
   */
  List<String> inline(UntypedGraph body, String prefix, List<String> arguments) {
    UntypedGraph copy = Bodies.copy(body, prefix);
    for (int i = 0; i < arguments.size(); i++) {
      define(copy.inputs().get(i).name(), arguments.get(i));
    }
    Set<String> names = GraphOrder.names(copy);
    Set<String> known = new HashSet<>(names);
    known.removeIf(name -> !types.containsKey(resolved(name)));
    GraphOrder.checkBranch(copy, known);
    copy.initializers().forEach(this::addConstant);
    List<Node> live = Liveness.live(copy.nodes(), copy.outputs());
    names.removeIf(name -> !constants.containsKey(resolved(name)));
    process(live, new SupportCheck(options).findings(live, names));
    return copy.outputs().stream().map(this::resolved).toList();
  }

  private String resolved(String value) {
    return alias.getOrDefault(value, value);
  }

  /** Lets a name stand for a value. */
  void define(String name, String value) {
    requireNew(name);
    alias.put(name, resolved(value));
  }

  Optional<TensorData> constant(String value) {
    return Optional.ofNullable(constants.get(resolved(value)));
  }

  TensorType type(String value) {
    return Objects.requireNonNull(types.get(resolved(value)), value);
  }

  /** Squeeze or Unsqueeze at an axis. */
  String layout(String operator, String name, String value, int axis) {
    List<String> inputs = new ArrayList<>(List.of(value));
    Map<String, Attribute> attributes = new HashMap<>();
    give("axes", axis, coreOpset >= 13, name, inputs, attributes);
    return added(operator, name, inputs, attributes);
  }

  /** The part of length 1 at an index. */
  String slice(String name, String value, int axis, int index) {
    List<String> inputs = new ArrayList<>(List.of(value));
    Map<String, Attribute> attributes = new HashMap<>();
    give("starts", index, coreOpset >= 10, name, inputs, attributes);
    give("ends", index + 1, coreOpset >= 10, name, inputs, attributes);
    give("axes", axis, coreOpset >= 10, name, inputs, attributes);
    return added("Slice", name, inputs, attributes);
  }

  String concat(String name, List<String> parts, int axis) {
    return added("Concat", name, parts, Map.of("axis", new Attribute.IntValue(axis)));
  }

  // A list of one number, which newer opsets take as an input.
  private void give(
      String what,
      long number,
      boolean input,
      String name,
      List<String> inputs,
      Map<String, Attribute> attributes) {
    if (input) {
      addConstant(name + "/" + what, TensorData.ofInt64s(number));
      inputs.add(name + "/" + what);
    } else {
      attributes.put(what, new Attribute.IntList(List.of(number)));
    }
  }

  private String added(
      String operator, String name, List<String> inputs, Map<String, Attribute> attributes) {
    process(new Node(name, "", operator, coreOpset, inputs, List.of(name), attributes));
    return name;
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
    if (node.is("Concat") && results.getFirst().shape().size() > 0) {
      Node filled = withElements(node, in);
      if (filled.inputs().size() < node.inputs().size()) {
        process(filled);
        return;
      }
    }
    if (IdleNodes.isIdle(node, in, results.getFirst())) {
      define(node.output(0), node.input(0));
      return;
    }
    boolean elements = false;
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        elements |= results.get(i).shape().size() > 0;
        define(node.output(i), results.get(i));
      }
    }
    if (elements) {
      nodes.add(node);
    }
  }

  private static Node withElements(Node concat, NodeInputs in) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < concat.inputs().size(); i++) {
      if (in.shape(i).size() > 0) {
        inputs.add(concat.input(i));
      }
    }
    return Outputs.withInputList(concat, inputs);
  }

  // A tensor without elements is known, whatever its node does.
  private void define(String output, TensorType type) {
    if (type.shape().size() == 0) {
      addConstant(output, TensorData.ofDoubles(type.dtype(), type.shape(), new double[0]));
    } else {
      requireNew(output);
      types.put(output, type);
    }
  }
}
