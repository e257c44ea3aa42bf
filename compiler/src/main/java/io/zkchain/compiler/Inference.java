package io.zkchain.compiler;

import io.zkchain.compiler.graph.TensorData;
import java.util.Map;

/**
 * The exact integer inference on one input.
 *
 * @param integers of every graph output, row-major
 * @param outputs the real numbers that they stand for
 * @param saturated clamped elements by node, and by input ("name (input)")
 */
public record Inference(
    Map<String, long[]> integers, Map<String, TensorData> outputs, Map<String, Long> saturated) {
  public Inference {
    integers = Map.copyOf(integers);
    outputs = Map.copyOf(outputs);
    saturated = Map.copyOf(saturated);
  }
}
