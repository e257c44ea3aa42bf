package io.zkchain.compiler;

import io.zkchain.compiler.graph.OutputPart;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What people and programs need to use a compiled model: real value = integer * scale for every
 * input and output.
 */
public record ModelSettings(
    String name,
    int logRows,
    int bits,
    int shift,
    Map<String, Integer> bitsOf,
    Overflow overflow,
    Visibility parameters,
    List<TensorSetting> inputs,
    List<TensorSetting> outputs) {
  public ModelSettings {
    bitsOf = Map.copyOf(bitsOf);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * One input or output.
   *
   * @param range integers that occur (outputs) or are legal (inputs)
   * @param part what of the model's output this is, such as {@code logits[:, -1]}; the name where
   *     it is the whole
   */
  public record TensorSetting(
      String name,
      TensorType type,
      Scale scale,
      Interval range,
      Visibility visibility,
      String part) {}

  static ModelSettings of(CompileOptions options, GraphLowering.Result lowered, FrontPoint point) {
    List<TensorSetting> inputs = new ArrayList<>();
    for (GraphLowering.Input input : lowered.inputs()) {
      inputs.add(
          new TensorSetting(
              input.name(),
              input.type(),
              input.scale(),
              input.domain(),
              options.inputs(),
              input.name()));
    }
    List<TensorSetting> outputs = new ArrayList<>();
    for (GraphLowering.Output output : lowered.outputs()) {
      outputs.add(
          new TensorSetting(
              output.name(),
              output.type(),
              output.value().scale(),
              output.value().range(),
              options.outputs(),
              part(options, output.name())));
    }
    return new ModelSettings(
        options.name(),
        point.logRows(),
        point.bits(),
        point.shift(),
        options.bitsOf(),
        options.overflow(),
        options.parameters(),
        inputs,
        outputs);
  }

  private static String part(CompileOptions options, String output) {
    return options.selection().stream()
        .filter(part -> part.output().equals(output))
        .map(OutputPart::toString)
        .findFirst()
        .orElse(output);
  }
}
