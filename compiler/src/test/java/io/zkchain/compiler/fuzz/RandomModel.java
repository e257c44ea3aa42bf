package io.zkchain.compiler.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model with the inputs that it is tried on.
 *
 * @param inputs by name, on every sample
 * @param bits by the position of a node, from the back: the bits of that node alone
 */
record RandomModel(
    int opset,
    Map<String, List<TensorData>> inputs,
    Map<String, TensorData> constants,
    List<Step> steps,
    List<String> outputs,
    CompileOptions options,
    Map<Integer, Integer> bits) {
  private static final int ML_VERSION = 3;

  RandomModel {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
    bits = Map.copyOf(bits);
  }

  int samples() {
    return inputs.values().iterator().next().size();
  }

  Map<String, TensorData> sample(int index) {
    Map<String, TensorData> out = new LinkedHashMap<>();
    inputs.forEach((name, samples) -> out.put(name, samples.get(index)));
    return out;
  }

  byte[] bytes() {
    Models model = Models.opset(opset).domain(Node.ML_DOMAIN, ML_VERSION);
    inputs.forEach((name, samples) -> input(model, name, samples.getFirst()));
    constants.forEach(model::constant);
    model.output(outputs.toArray(String[]::new));
    ModelProto.Builder proto = model.proto().toBuilder();
    proto.getGraphBuilder().addAllNode(steps.stream().map(Step::proto).toList());
    return proto.build().toByteArray();
  }

  private static void input(Models model, String name, TensorData data) {
    model.input(name, data.dtype(), data.shape().dims().toArray());
  }

  /** Without the steps and constants that the outputs do not need; all inputs stay. */
  RandomModel trimmed() {
    Set<String> needed = new HashSet<>(outputs);
    List<Step> kept = new ArrayList<>();
    for (Step step : steps.reversed()) {
      if (!Collections.disjoint(needed, step.outputs())) {
        kept.addFirst(step);
        needed.addAll(step.reads());
      }
    }
    Map<String, TensorData> used = new LinkedHashMap<>(constants);
    used.keySet().retainAll(needed);
    return new RandomModel(opset, inputs, used, kept, outputs, options, bits);
  }

  /** Without the inputs that nothing reads, if one is left. */
  RandomModel withoutIdleInputs() {
    Set<String> needed = new HashSet<>(outputs);
    steps.forEach(step -> needed.addAll(step.reads()));
    Map<String, List<TensorData>> used = new LinkedHashMap<>(inputs);
    used.keySet().retainAll(needed);
    return used.isEmpty()
        ? this
        : new RandomModel(opset, used, constants, steps, outputs, options, bits);
  }

  RandomModel withOutputs(List<String> other) {
    return new RandomModel(opset, inputs, constants, steps, other, options, bits).trimmed();
  }

  /** With the outputs of a step as inputs in its place. */
  RandomModel withInputs(Step step, Map<String, List<TensorData>> values) {
    Map<String, List<TensorData>> more = new LinkedHashMap<>(inputs);
    step.outputs().forEach(name -> more.put(name, values.get(name)));
    List<Step> others = new ArrayList<>(steps);
    others.remove(step);
    return new RandomModel(opset, more, constants, others, outputs, options, bits).trimmed();
  }

  RandomModel with(CompileOptions other, Map<Integer, Integer> otherBits) {
    return new RandomModel(opset, inputs, constants, steps, outputs, other, otherBits);
  }

  /** For a reader who wants to build it again. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("opset " + opset + "\n");
    inputs.forEach(
        (name, samples) -> text.append("input %s %s\n".formatted(name, samples.getFirst())));
    constants.forEach((name, data) -> text.append("constant %s %s\n".formatted(name, data)));
    for (Step step : steps) {
      text.append(step.proto().toString().replaceAll("\\s+", " ")).append('\n');
    }
    return text.append("outputs %s\noptions %s, bits %s".formatted(outputs, options, bits))
        .toString();
  }
}
