package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates constant nodes. */
public final class ConstantFolder {

  /** Folding must not blow a small file up: beyond this, outputs are at most 4 times the inputs. */
  private static final long FREE_ELEMENTS = 1L << 24;

  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  private final ShapeRules rules;
  private final ConstantEvaluator evaluator;
  private final Map<String, Integer> opsets;

  public ConstantFolder(
      ShapeRules rules, ConstantEvaluator evaluator, Map<String, Integer> opsets) {
    this.rules = rules;
    this.evaluator = evaluator;
    this.opsets = Map.copyOf(opsets);
  }

  /**
   * Whether a node with constant inputs has one value that can be computed: a standard operator
   * that is not random, with attributes that are read.
   */
  public static boolean isFoldable(Node node) {
    return (node.domain().isEmpty() || node.domain().equals(Node.ML_DOMAIN))
        && !RANDOM.contains(node.opType())
        && node.attributes().values().stream()
            .noneMatch(a -> a instanceof Attribute.Unread || a instanceof Attribute.SubgraphValue);
  }

  /**
   * The outputs of a foldable node whose given inputs are all constant, by value name.
   *
   * @throws io.zkchain.compiler.error.ModelException if the node is malformed, too large, or cannot
   *     be evaluated
   */
  public Map<String, TensorData> fold(Node node, NodeInputs in) {
    if (rules.covers(node)) {
      List<TensorType> types = rules.infer(node, in);
      checkSize(node, in, types);
      Optional<List<TensorData>> here = foldHere(node, in, types);
      if (here.isPresent()) {
        return named(node, here.get());
      }
    }
    Map<String, TensorData> given = new HashMap<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      int index = i;
      in.constant(i).ifPresent(data -> given.put(node.input(index), data));
    }
    return evaluator.evaluate(node, opsets, given);
  }

  private static Optional<List<TensorData>> foldHere(
      Node node, NodeInputs in, List<TensorType> types) {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    return MovementFolds.fold(node, in, types)
        .or(() -> FillFolds.fold(node, in, types))
        .or(() -> ArithmeticFolds.fold(node, in, types));
  }

  private static Map<String, TensorData> named(Node node, List<TensorData> values) {
    Map<String, TensorData> out = new HashMap<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        out.put(node.output(i), values.get(i));
      }
    }
    return out;
  }

  private static void checkSize(Node node, NodeInputs in, List<TensorType> types) {
    long inputs = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs += node.hasInput(i) ? in.shape(i).size() : 0;
    }
    long outputs = types.stream().mapToLong(type -> type.shape().size()).sum();
    if (outputs > Math.max(FREE_ELEMENTS, 4 * inputs)) {
      throw new UnsupportedModelException(
          "%s: a constant of %d elements made from %d is too large"
              .formatted(node.describe(), outputs, inputs));
    }
  }
}
