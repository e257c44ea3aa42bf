package io.zkchain.compiler.graph.normalise;

import static java.util.Objects.requireNonNull;

import io.zkchain.compiler.ModelImporter;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;

/** Models as they come out of the import, when all operators are supported. */
final class Normalizing {
  static final OperatorSupport ALL = OperatorSupport.everything();

  private Normalizing() {}

  static Graph load(Models model) {
    return ModelImporter.load(model.bytes(), Map.of(), ALL).graph();
  }

  static TensorData constant(Graph graph, String name) {
    return requireNonNull(graph.initializers().get(name), name);
  }

  static Models model() {
    return Models.opset(17).input("x", DataType.FLOAT, 2, 3);
  }

  static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::opType).toList();
  }
}
