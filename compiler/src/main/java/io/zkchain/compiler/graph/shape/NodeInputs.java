package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about a node's inputs: the type of each, and the elements of those that are
 * constant.
 *
 * @param node the node
 * @param types types by value name, at least of the node's inputs
 * @param constants constants by value name
 */
public record NodeInputs(
    Node node, Map<String, TensorType> types, Map<String, TensorData> constants) {

  /** The inputs of a node of a finished graph. */
  public static NodeInputs of(Graph graph, Node node) {
    return new NodeInputs(node, graph.types(), graph.initializers());
  }

  /** The type of a required input. */
  public TensorType type(int index) {
    TensorType type = types.get(node.input(index));
    if (type == null) {
      throw node.invalid("input '" + node.input(index) + "' is not defined before its use");
    }
    return type;
  }

  /** The shape of a required input. */
  public TensorShape shape(int index) {
    return type(index).shape();
  }

  /** The elements of an input, if it is given and constant. */
  public Optional<TensorData> constant(int index) {
    return node.hasInput(index)
        ? Optional.ofNullable(constants.get(node.input(index)))
        : Optional.empty();
  }

  /**
   * The elements of an optional input that must be constant where it is given.
   *
   * @param role what the input says, such as {@code axes}, for the error
   * @return empty if the input is absent
   * @throws UnsupportedModelException if it is given and not constant
   */
  public Optional<TensorData> constantIfGiven(int index, String role) {
    if (node.hasInput(index) && constant(index).isEmpty()) {
      throw new UnsupportedModelException(
          "%s: data-dependent shape: %s ('%s') must be constant"
              .formatted(node.describe(), role, node.input(index)));
    }
    return constant(index);
  }

  /**
   * The elements of a required input that must be constant.
   *
   * @throws UnsupportedModelException if it is not constant
   */
  public TensorData requireConstant(int index, String role) {
    node.input(index);
    return constantIfGiven(index, role).orElseThrow();
  }
}
