package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import java.util.List;
import java.util.Map;

/** Evaluates one node on constants, for the operators that are not folded here. */
@FunctionalInterface
public interface ConstantEvaluator {

  /**
   * The node's outputs in order; the entries of outputs that the node does not want are absent from
   * the map.
   *
   * @param node a node of ai.onnx or ai.onnx.ml without subgraphs
   * @param opsets the imported operator sets
   * @param inputs the elements of every given input
   * @throws io.zkchain.compiler.error.ModelException if the node cannot be evaluated
   */
  Map<String, TensorData> evaluate(
      Node node, Map<String, Integer> opsets, Map<String, TensorData> inputs);

  /** Evaluates nothing; for models that are already normalised. */
  static ConstantEvaluator none() {
    return (node, opsets, inputs) -> {
      throw node.invalid("cannot be evaluated on constants without ONNX Runtime");
    };
  }

  /** The names of the outputs that a node wants. */
  static List<String> wanted(Node node) {
    return node.outputs().stream().filter(name -> !name.isEmpty()).toList();
  }
}
