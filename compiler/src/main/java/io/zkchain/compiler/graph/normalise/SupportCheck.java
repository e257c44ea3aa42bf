package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.error.UnsupportedOperatorsException.Finding;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
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

  private static final Set<String> STATIC = Set.of("Constant", "Shape", "Size", "EyeLike");

  /** Operators that the normaliser itself removes. */
  private static final Set<String> REMOVED =
      Set.of("Identity", "Dropout", Node.ML_DOMAIN + ".ZipMap");

  private final ImportOptions options;

  SupportCheck(ImportOptions options) {
    this.options = options;
  }

  /**
   * Checks live nodes in topological order.
   *
   * @param constants the values that are known to be constant
   * @throws UnsupportedOperatorsException with every node that is refused
   */
  void check(List<Node> nodes, Collection<String> constants) {
    Set<String> constant = new HashSet<>(constants);
    List<Finding> findings = new ArrayList<>();
    for (Node node : nodes) {
      boolean inputsConstant = constant.containsAll(GraphOrder.references(node));
      if (folds(node, inputsConstant)) {
        constant.addAll(node.outputs());
      } else {
        reason(node, constant)
            .ifPresent(why -> findings.add(new Finding(node.name(), node.operator(), why)));
      }
    }
    if (!findings.isEmpty()) {
      throw new UnsupportedOperatorsException(findings);
    }
  }

  private static boolean folds(Node node, boolean inputsConstant) {
    boolean standard = node.domain().isEmpty();
    return ConstantFolder.isFoldable(node)
        && (inputsConstant || (standard && STATIC.contains(node.opType())));
  }

  private static boolean hasSubgraph(Node node) {
    return node.attributes().values().stream()
        .anyMatch(attribute ->
            attribute instanceof Attribute.SubgraphValue
                || (attribute instanceof Attribute.Unread(String kind)
                    && kind.startsWith("subgraph")));
  }

  private Optional<String> reason(Node node, Set<String> constant) {
    if (node.is("If")) {
      return node.hasInput(0) && constant.contains(node.input(0))
          ? Optional.empty()
          : Optional.of("its condition is not constant: data-dependent control flow");
    }
    if (hasSubgraph(node)) {
      return Optional.of("subgraphs are not supported unless a constant condition selects them");
    }
    if (REMOVED.contains(node.operator())) {
      return Optional.empty();
    }
    if (!node.domain().isEmpty() && !node.domain().equals(Node.ML_DOMAIN)) {
      return Optional.of("custom domain '" + node.domain() + "'");
    }
    for (var attribute : node.attributes().entrySet()) {
      if (attribute.getValue() instanceof Attribute.Unread(String kind)) {
        return Optional.of(
            "attribute '%s' is a %s, which is not supported".formatted(attribute.getKey(), kind));
      }
    }
    Optional<String> refused = options.support().reasonAgainst(node);
    return refused.isEmpty() && !options.rules().covers(node)
        ? Optional.of("no shape inference for this operator")
        : refused;
  }
}
