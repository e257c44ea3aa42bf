package io.zkchain.cli.model;

import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Inputs to choose scales from when the user gives none: half of them uniform in [0, 1), half
 * normal around 0. The same ones each time.
 */
public final class SyntheticInputs {
  private static final int SAMPLES = 32;
  private static final int LARGEST_INTEGER = 2;
  private static final long SEED = 1;

  private SyntheticInputs() {}

  public static List<Map<String, TensorData>> of(List<Value> inputs) {
    var random = new Random(SEED);
    List<Map<String, TensorData>> samples = new ArrayList<>();
    for (int k = 0; k < SAMPLES; k++) {
      Map<String, TensorData> sample = new LinkedHashMap<>();
      for (Value input : inputs) {
        sample.put(input.name(), tensor(input, random, k % 2 == 0));
      }
      samples.add(sample);
    }
    return samples;
  }

  private static TensorData tensor(Value input, Random random, boolean uniform) {
    var type = input.type();
    int size = type.shape().size();
    if (!type.dtype().isFloat()) {
      long[] values = random.longs(size, 0, LARGEST_INTEGER).toArray();
      return TensorData.ofLongs(type.dtype(), type.shape(), values);
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (uniform ? random.nextDouble() : random.nextGaussian());
    }
    return TensorData.ofDoubles(type.dtype(), type.shape(), values);
  }
}
