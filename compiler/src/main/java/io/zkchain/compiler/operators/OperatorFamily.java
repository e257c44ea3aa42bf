package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Node;
import java.util.List;
import java.util.Optional;

/** A family of ONNX operators that share their semantics and their lowering. */
public interface OperatorFamily {

  /** What the documentation says about each operator of the family. */
  List<OperatorEntry> entries();

  /**
   * Why a node of the family cannot be compiled, if so.
   *
   * @return a reason for people, that names the attribute and what to do
   */
  default Optional<String> refuse(Node node) {
    return Optional.empty();
  }

  /** Lowers one node: reads its inputs from the context and sets its outputs. */
  void lower(OperatorContext context);
}
