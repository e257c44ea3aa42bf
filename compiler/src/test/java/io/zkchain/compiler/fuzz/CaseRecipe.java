package io.zkchain.compiler.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.onnx.OnnxReader;
import io.zkchain.compiler.operators.OperatorCase;
import io.zkchain.compiler.operators.OperatorCases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The node of any operator case, on values of the model in the case's shapes and ranges. */
final class CaseRecipe implements Recipe {
  private static final List<OperatorCase> CASES =
      OperatorCases.all().stream().filter(c -> c.readsItsInputs() && !c.mayReject()).toList();

  @Override
  public void add(Sketch s) {
    OperatorCase chosen = CASES.get(s.below(CASES.size()));
    Map<String, String> names = new HashMap<>();
    for (OperatorCase.Input input : chosen.inputs()) {
      names.put(input.name(), input(s, input));
    }
    ModelProto model = parse(chosen.model());
    Map<String, TensorData> constants = OnnxReader.read(chosen.model()).graph().initializers();
    NodeProto.Builder node = model.getGraph().getNode(0).toBuilder();
    for (int k = 0; k < node.getInputCount(); k++) {
      String name = node.getInput(k);
      TensorData constant = constants.get(name);
      if (!name.isEmpty()) {
        node.setInput(k, constant != null ? s.constant(constant) : names.getOrDefault(name, name));
      }
    }
    s.add(node.build(), node.getOutputCount(), List.of());
  }

  private static String input(Sketch s, OperatorCase.Input input) {
    if (input.type() == DataType.FLOAT && s.chance(4, 5)) {
      return s.fit(s.shaped(s.real(), input.dims()), input.low(), input.high());
    }
    return s.input(input.type(), input.low(), input.high(), input.dims());
  }

  private static ModelProto parse(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
