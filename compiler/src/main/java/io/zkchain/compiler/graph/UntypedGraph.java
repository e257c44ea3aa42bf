package io.zkchain.compiler.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph as an ONNX file states it: nodes in file order, input dimensions possibly symbolic, no
 * types for inner values. Initializers that are also listed as inputs are constants, not inputs.
 */
public record UntypedGraph(
    String name,
    List<Input> inputs,
    List<String> outputs,
    List<Node> nodes,
    Map<String, TensorData> initializers) {

  public UntypedGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
  }

  /**
   * A graph input. Inputs of subgraphs may come without a type.
   *
   * @param dims empty if the model leaves even the rank open
   */
  public record Input(String name, DataType dtype, Optional<List<Dimension>> dims) {
    public Input {
      dims = dims.map(List::copyOf);
    }
  }

  /** One declared dimension. */
  public sealed interface Dimension {
    /** A known length. */
    record Fixed(int length) implements Dimension {}

    /** A length with a name, to be given by the caller. */
    record Named(String name) implements Dimension {}

    /** A length about which the model says nothing. */
    record Unnamed() implements Dimension {}
  }
}
