package io.zkchain.compiler;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Inputs for models without calibration: normal reals, integers 0 to 9, fair bools. */
final class RandomCalibration {
  private static final int SAMPLES = 16;
  private static final int SEED = 1;

  private RandomCalibration() {}

  static final String NOTICE =
      "no calibration was given: scales are chosen from "
          + SAMPLES
          + " random inputs (standard normal, integers 0..9); give typical inputs for better ones";

  static List<Map<String, TensorData>> of(Graph graph) {
    Random random = new Random(SEED);
    List<Map<String, TensorData>> samples = new ArrayList<>();
    for (int k = 0; k < SAMPLES; k++) {
      Map<String, TensorData> sample = new LinkedHashMap<>();
      for (Value input : graph.inputs()) {
        sample.put(input.name(), tensor(random, input));
      }
      samples.add(sample);
    }
    return samples;
  }

  private static TensorData tensor(Random random, Value input) {
    DataType type = input.type().dtype();
    int size = input.type().shape().size();
    if (type.isFloat()) {
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextGaussian();
      }
      return TensorData.ofDoubles(type, input.type().shape(), values);
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(type == DataType.BOOL ? 2 : 10);
    }
    return TensorData.ofLongs(type, input.type().shape(), values);
  }
}
