package io.zkchain.compiler.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import java.util.LinkedHashMap;
import java.util.Map;

/** One node in ONNX Runtime. */
final class NodeRuntime implements AutoCloseable {
  private static final int ML_VERSION = 3;

  private final Step step;
  private final OnnxRuntimeReference reference;
  private final Map<String, TensorData> given;

  private NodeRuntime(Step step, OnnxRuntimeReference reference, Map<String, TensorData> given) {
    this.step = step;
    this.reference = reference;
    this.given = given;
  }

  /**
   * @param typical a value for everything that it reads
   * @param constants those of them that are constant
   * @throws ReferenceException if ONNX Runtime refuses the node
   */
  static NodeRuntime open(
      int opset, Step step, Map<String, TensorData> typical, Map<String, TensorData> constants) {
    Models model = Models.opset(opset).domain(Node.ML_DOMAIN, ML_VERSION);
    Map<String, TensorData> given = new LinkedHashMap<>();
    for (String name : step.reads()) {
      TensorData constant = constants.get(name);
      if (constant == null) {
        TensorData data = typical.get(name);
        if (data == null) {
          throw new ReferenceException("no value " + name);
        }
        given.put(name, data);
        model.input(name, data.dtype(), data.shape().dims().toArray());
      } else {
        model.constant(name, constant);
      }
    }
    model.output(step.outputs().toArray(String[]::new));
    ModelProto.Builder proto = model.proto().toBuilder();
    proto.getGraphBuilder().addNode(step.proto());
    return new NodeRuntime(step, OnnxRuntimeReference.open(proto.build().toByteArray()), given);
  }

  Step step() {
    return step;
  }

  /** The outputs for values by name, of which it takes those that it reads. */
  Map<String, TensorData> run(Map<String, TensorData> values) {
    Map<String, TensorData> own = new LinkedHashMap<>(values);
    own.keySet().retainAll(given.keySet());
    return reference.run(own);
  }

  @Override
  public void close() {
    reference.close();
  }
}
