package io.zkchain.compiler.reference;

import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.fold.ConstantEvaluator;
import io.zkchain.compiler.onnx.OnnxWriter;
import java.util.Map;

/** Evaluates constant nodes as models of one node. */
public final class OrtConstantEvaluator implements ConstantEvaluator {

  @Override
  public Map<String, TensorData> evaluate(
      Node node, Map<String, Integer> opsets, Map<String, TensorData> inputs) {
    try (OnnxRuntimeReference reference =
        OnnxRuntimeReference.open(OnnxWriter.writeConstantNode(node, opsets, inputs))) {
      return reference.run(Map.of());
    } catch (ReferenceException e) {
      throw new UnsupportedModelException(
          "%s: cannot be evaluated on constants: %s".formatted(node.describe(), e.getMessage()), e);
    }
  }
}
