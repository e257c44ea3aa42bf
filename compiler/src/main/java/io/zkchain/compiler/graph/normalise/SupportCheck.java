package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedOperatorsException.Finding;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.UntypedGraph;
import io.zkchain.compiler.graph.fold.ConstantFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds all nodes that cannot be compiled before any work is done. Nodes that will fold away are
 * not looked at; whether a node folds is foreseen from names alone, since its shape may hang on
 * operators that are about to be refused.
 */
final class SupportCheck {

  private static final Set<String> STATIC =
      Set.of("Constant", "Shape", "Size", "EyeLike", "IsNaN", "IsInf");

  /** Operators that the normaliser itself removes. */
  private static final Set<String> REMOVED =
      Set.of("Identity", "Dropout", Node.ML_DOMAIN + ".ZipMap");

  private static final String OPEN =
      "its condition depends on the input: data-dependent control flow; give it a constant trip"
          + " count and condition";

  private final ImportOptions options;

  SupportCheck(ImportOptions options) {
    this.options = options;
  }

  /**
   * Every node that is refused, of live nodes in topological order.
   *
   * @param constants the values that are known to be constant
   */
  List<Finding> findings(List<Node> nodes, Collection<String> constants) {
    List<Finding> findings = new ArrayList<>();
    collect(nodes, new HashSet<>(constants), "", findings);
    return findings;
  }

  /**
   * Adds what is refused.
   *
   * @param constant the values that are known to be constant; receives those of the nodes
   */
  private void collect(
      List<Node> nodes, Set<String> constant, String prefix, List<Finding> findings) {
    for (Node node : nodes) {
      String name = prefix + node.name();
      boolean inputsConstant = constant.containsAll(GraphOrder.references(node));
      if (folds(node, inputsConstant)) {
        constant.addAll(node.outputs());
      } else if (isControlFlow(node)) {
        controlFlow(node, constant, name, findings);
      } else {
        reason(node).ifPresent(why -> findings.add(new Finding(name, node.operator(), why)));
      }
    }
  }

  private static boolean isControlFlow(Node node) {
    return ControlFlow.OPERATORS.contains(node.operator());
  }

  private void controlFlow(Node node, Set<String> constant, String name, List<Finding> findings) {
    Optional<String> unread = unread(node).or(() -> openControl(node, constant));
    if (unread.isPresent()) {
      findings.add(new Finding(name, node.operator(), unread.get()));
    } else if (node.is("If")) {
      branches(node, constant);
    } else {
      loop(node, constant, name, findings);
    }
  }

  /** Which branch is taken is not known yet; its nodes are checked when it is. */
  private void branches(Node node, Set<String> constant) {
    for (String branch : List.of("then_branch", "else_branch")) {
      UntypedGraph body = Bodies.of(node, branch);
      Set<String> inner = inner(body, constant);
      collect(body.nodes(), inner, "", new ArrayList<>());
      addConstants(node.outputs(), body.outputs(), 0, inner, constant);
    }
  }

  /** Carried values are constant if they begin so and each iteration keeps them so. */
  private void loop(Node node, Set<String> constant, String name, List<Finding> findings) {
    UntypedGraph body = Bodies.of(node, "body");
    int skipped = node.is("Loop") ? 2 : node.opset() < 9 ? 1 : 0;
    int counters = node.is("Loop") ? 2 : 0;
    int condition = node.is("Loop") ? 1 : 0;
    Set<String> moving = new HashSet<>();
    while (true) {
      Set<String> inner = inner(body, constant);
      for (int k = 0; k < body.inputs().size(); k++) {
        String parameter = body.inputs().get(k).name();
        int from = skipped + k - counters;
        boolean known =
            k < counters || (node.hasInput(from) && constant.contains(node.input(from)));
        inner.remove(parameter);
        if (known && !moving.contains(parameter)) {
          inner.add(parameter);
        }
      }
      List<Finding> found = new ArrayList<>();
      collect(Liveness.live(body.nodes(), body.outputs()), inner, name + "/", found);
      if (!moving.addAll(changed(body, counters, condition, node, inner))) {
        findings.addAll(found);
        if (node.is("Loop") && !inner.contains(body.outputs().getFirst())) {
          findings.add(new Finding(name, node.operator(), OPEN));
        }
        addConstants(node.outputs(), body.outputs(), condition, inner, constant);
        return;
      }
    }
  }

  /** Inputs of a body whose value after an iteration is not constant. */
  private static List<String> changed(
      UntypedGraph body, int counters, int condition, Node node, Set<String> inner) {
    int carried =
        node.is("Loop")
            ? body.inputs().size() - counters
            : body.inputs().size() - (int) node.intAttribute("num_scan_inputs", 0);
    List<String> names = new ArrayList<>();
    for (int k = 0; k < carried && condition + k < body.outputs().size(); k++) {
      if (!inner.contains(body.outputs().get(condition + k))) {
        names.add(body.inputs().get(counters + k).name());
      }
    }
    return names;
  }

  private static Set<String> inner(UntypedGraph body, Set<String> constant) {
    Set<String> inner = new HashSet<>(constant);
    inner.addAll(body.initializers().keySet());
    return inner;
  }

  private static void addConstants(
      List<String> outputs,
      List<String> results,
      int skipped,
      Set<String> inner,
      Set<String> constant) {
    for (int k = 0; k < outputs.size() && k + skipped < results.size(); k++) {
      if (inner.contains(results.get(k + skipped))) {
        constant.add(outputs.get(k));
      }
    }
  }

  private static Optional<String> openControl(Node node, Set<String> constant) {
    if (node.is("If")) {
      return node.hasInput(0) && constant.contains(node.input(0))
          ? Optional.empty()
          : Optional.of("its condition is not constant: data-dependent control flow");
    }
    for (int input = 0; input < 2 && node.is("Loop"); input++) {
      if (node.hasInput(input) && !constant.contains(node.input(input))) {
        return Optional.of(
            input == 0 ? "its trip count is not constant: data-dependent control flow" : OPEN);
      }
    }
    return Optional.empty();
  }

  private static boolean folds(Node node, boolean inputsConstant) {
    boolean standard = node.domain().isEmpty();
    return ConstantFolder.isFoldable(node)
        && (inputsConstant || (standard && STATIC.contains(node.opType())));
  }

  private static Optional<String> unread(Node node) {
    for (var attribute : node.attributes().entrySet()) {
      if (attribute.getValue() instanceof Attribute.Unread(String kind)) {
        return Optional.of(
            "attribute '%s' is a %s, which is not supported".formatted(attribute.getKey(), kind));
      }
    }
    return Optional.empty();
  }

  private static boolean hasSubgraph(Node node) {
    return node.attributes().values().stream().anyMatch(Attribute.SubgraphValue.class::isInstance);
  }

  private Optional<String> reason(Node node) {
    if (REMOVED.contains(node.operator())) {
      return Optional.empty();
    }
    if (!node.domain().isEmpty() && !node.domain().equals(Node.ML_DOMAIN)) {
      return options
          .support()
          .reasonAgainst(node)
          .or(() -> Optional.of("custom domain '" + node.domain() + "'"));
    }
    Optional<String> unread = unread(node);
    if (unread.isPresent()) {
      return unread;
    }
    Optional<String> refused = options.support().reasonAgainst(node);
    if (refused.isPresent()) {
      return refused;
    }
    if (hasSubgraph(node)) {
      return Optional.of("subgraphs other than those of If, Loop and Scan are not supported");
    }
    return options.rules().covers(node)
        ? Optional.empty()
        : Optional.of("no shape inference for this operator");
  }
}
