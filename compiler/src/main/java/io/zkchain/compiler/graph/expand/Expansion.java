package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.NodeInputs;

/** How nodes of one operator are replaced. */
@FunctionalInterface
interface Expansion {

  /**
   * Adds the nodes and constants that compute every wanted output.
   *
   * @throws io.zkchain.compiler.error.ModelException if the node is malformed
   */
  void expand(Node node, NodeInputs in, ExpandedNodes out);
}
