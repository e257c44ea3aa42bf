package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** How the output types of one operator follow from its inputs. */
@FunctionalInterface
public interface ShapeRule {

  /**
   * The types of all outputs that the operator can have or that the node wants, in order.
   *
   * @throws io.zkchain.compiler.error.ModelException if the inputs do not fit the operator, or the
   *     shape depends on data that is not constant
   */
  List<TensorType> infer(Node node, NodeInputs inputs);
}
