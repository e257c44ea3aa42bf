package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.fold.ConstantEvaluator;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.List;
import java.util.Map;

/**
 * What an import needs besides the model.
 *
 * @param dimensions lengths of dynamic dimensions: by the name that the model gives them, or by
 *     {@code input[axis]} where it gives none
 * @param support which nodes can be compiled
 * @param evaluator evaluates the constant nodes that are not folded in Java
 * @param rules shape inference
 * @param outputs what is computed; empty for all outputs, whole
 */
public record ImportOptions(
    Map<String, Integer> dimensions,
    OperatorSupport support,
    ConstantEvaluator evaluator,
    ShapeRules rules,
    List<OutputPart> outputs) {

  public ImportOptions {
    dimensions = Map.copyOf(dimensions);
    outputs = List.copyOf(outputs);
  }

  /** Options with the standard shape rules. */
  public static ImportOptions of(
      Map<String, Integer> dimensions, OperatorSupport support, ConstantEvaluator evaluator) {
    return new ImportOptions(dimensions, support, evaluator, ShapeRules.standard(), List.of());
  }

  /** The same for some of the outputs, or parts of them. */
  public ImportOptions withOutputs(List<OutputPart> others) {
    return new ImportOptions(dimensions, support, evaluator, rules, others);
  }
}
