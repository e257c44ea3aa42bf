package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.UntypedGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses NaN and infinities among the constants. Infinities have a meaning in three places only:
 * minus infinity as a mask (Where, Add) or as a padding value, and either sign as an open bound
 * (Clip, Max, Min); there they stay, and the operator decides.
 */
final class FiniteCheck {

  private static final Set<String> MASKS = Set.of("Where", "Add", "Pad", "Max");
  private static final Set<String> BOUNDS = Set.of("Clip", "Max", "Min");

  private FiniteCheck() {}

  /** Refuses NaN in what live nodes of the file's graph read; they could be folded out of sight. */
  static void refuseNan(UntypedGraph graph, List<Node> live) {
    Set<String> read =
        live.stream()
            .flatMap(node -> GraphOrder.references(node).stream())
            .collect(Collectors.toSet());
    graph
        .initializers()
        .forEach((name, data) -> {
          if (read.contains(name)) {
            refuse(name, data, true, true, "");
          }
        });
    live.forEach(FiniteCheck::checkAttributes);
  }

  /** Refuses infinities of a finished graph, except where an operator gives them a meaning. */
  static void check(Graph graph) {
    Map<String, List<Node>> consumers = graph.consumers();
    graph
        .initializers()
        .forEach((name, data) -> {
          List<Node> readers = consumers.getOrDefault(name, List.of());
          boolean mask = readers.stream().allMatch(n -> reads(n, MASKS) || reads(n, BOUNDS));
          boolean bound = readers.stream().allMatch(node -> reads(node, BOUNDS));
          String where = readers.isEmpty() ? "" : ", read by " + readers.getFirst().describe();
          refuse(name, data, mask && !readers.isEmpty(), bound && !readers.isEmpty(), where);
        });
    graph.nodes().forEach(FiniteCheck::checkAttributes);
  }

  private static boolean reads(Node node, Set<String> operators) {
    return node.domain().isEmpty() && operators.contains(node.opType());
  }

  private static void refuse(
      String name, TensorData data, boolean minus, boolean plus, String where) {
    for (int i = data.firstNonFinite().orElse(data.size()); i < data.size(); i++) {
      double value = data.doubleAt(i);
      boolean allowed =
          Double.isFinite(value)
              || (value == Double.NEGATIVE_INFINITY && minus)
              || (value == Double.POSITIVE_INFINITY && plus);
      if (!allowed) {
        throw new UnsupportedModelException(
            "constant '%s' %s holds %s at index %s%s: a circuit's numbers are finite, replace it"
                .formatted(name, data.type(), value, position(data.shape(), i), where));
      }
    }
  }

  private static String position(TensorShape shape, int index) {
    int[] strides = shape.strides();
    int[] position = new int[shape.rank()];
    int rest = index;
    for (int axis = 0; axis < position.length; axis++) {
      position[axis] = rest / strides[axis];
      rest %= strides[axis];
    }
    return Arrays.toString(position);
  }

  private static void checkAttributes(Node node) {
    boolean open = node.is("Clip") || node.is("Pad");
    node.attributes()
        .forEach((name, attribute) -> {
          boolean finite =
              switch (attribute) {
                case Attribute.FloatValue(float value) ->
                    Float.isFinite(value) || (open && !Float.isNaN(value));
                case Attribute.FloatList(var values) -> values.stream().allMatch(Float::isFinite);
                // TreeEnsemble separates the sets of its membership tests by NaN
                case Attribute.TensorValue(TensorData data) ->
                    node.is("Constant")
                        || name.equals("membership_values")
                        || data.firstNonFinite().isEmpty();
                case Attribute.IntValue ignored -> true;
                case Attribute.StringValue ignored -> true;
                case Attribute.SubgraphValue ignored -> true;
                case Attribute.IntList ignored -> true;
                case Attribute.StringList ignored -> true;
                case Attribute.Unread ignored -> true;
              };
          if (!finite) {
            throw new UnsupportedModelException(
                "%s: attribute '%s' is not finite".formatted(node.describe(), name));
          }
        });
  }
}
