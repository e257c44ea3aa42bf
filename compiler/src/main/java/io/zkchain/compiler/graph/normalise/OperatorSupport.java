package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.graph.Node;
import java.util.Optional;

/** Which nodes can be compiled, decided by the operators of the caller. */
@FunctionalInterface
public interface OperatorSupport {

  /**
   * Why a node cannot be compiled, or empty if it can. Called before shapes are known, for every
   * node that does not fold away, so that all refusals of a model can be reported together; what
   * depends on shapes is for the operator itself to refuse later.
   */
  Optional<String> reasonAgainst(Node node);

  /** Accepts every node that has a shape rule; for looking at models. */
  static OperatorSupport everything() {
    return node -> Optional.empty();
  }
}
