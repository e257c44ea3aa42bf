package io.zkchain.compiler.fuzz;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A node of a random model.
 *
 * @param captured values that its subgraphs read and that are no inputs of it
 */
record Step(NodeProto proto, List<String> captured) {
  Step {
    captured = List.copyOf(captured);
  }

  /** All values that it needs. */
  Set<String> reads() {
    Set<String> names = new LinkedHashSet<>(proto.getInputList());
    names.remove("");
    names.addAll(captured);
    return names;
  }

  List<String> outputs() {
    return proto.getOutputList().stream().filter(name -> !name.isEmpty()).toList();
  }
}
