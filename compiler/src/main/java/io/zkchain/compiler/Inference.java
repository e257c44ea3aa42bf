package io.zkchain.compiler;

import io.zkchain.compiler.graph.TensorData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exact integer inference on one input.
 *
 * @param integers of every graph output, row-major, in the model's order: as they are published
 * @param outputs the real numbers that they stand for
 * @param saturated clamped elements by node, and by input ("name (input)")
 */
public record Inference(
    Map<String, long[]> integers, Map<String, TensorData> outputs, Map<String, Long> saturated) {
  public Inference {
    integers = Collections.unmodifiableMap(new LinkedHashMap<>(integers));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    saturated = Map.copyOf(saturated);
  }
}
