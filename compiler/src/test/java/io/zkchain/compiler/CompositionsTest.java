package io.zkchain.compiler;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Followed;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes that went wrong only beside others: found by random models, made smaller. */
final class CompositionsTest {

  private static List<Map<String, TensorData>> uniform(double low, double high, int... dims) {
    Random random = new Random(6);
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      TensorShape shape = TensorShape.of(dims);
      double[] values = random.doubles(shape.size(), low, high).toArray();
      inputs.add(Map.of("x", TensorData.ofDoubles(DataType.FLOAT, shape, values)));
    }
    return inputs;
  }

  /** The negated keys of the smallest were rounded as coarsely as if nobody had seen them. */
  @Test
  void theSmallestInverseRootIsFound() {
    Models model =
        Models.opset(13)
            .input("x", DataType.FLOAT, 3, 8)
            .constant("exponent", TensorData.ofFloats(TensorShape.SCALAR, -0.5f))
            .constant("shift", TensorData.ofFloats(TensorShape.SCALAR, 2.61f))
            .constant("k", TensorData.ofInt64s(3))
            .node("Add", List.of("x", "shift"), List.of("s"))
            .node("Pow", List.of("s", "exponent"), List.of("p"))
            .node("ArgMin", List.of("p"), List.of("least"), Map.of("axis", 1))
            .node("TopK", List.of("p", "k"), List.of("values", "places"), Map.of("largest", 0))
            .output("least", "places");
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int step = 1; step < 5; step++) {
      float[] values = new float[24];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f * ((i * (2 * step + 1)) % 8) - 1.8f;
      }
      inputs.add(Map.of("x", TensorData.ofFloats(TensorShape.of(3, 8), values)));
    }
    Followed.within(model.bytes(), 0, inputs);
  }

  @Test
  void aClipWithoutAMinimumFollowsANorm() {
    Models model =
        Models.opset(17)
            .input("x", DataType.FLOAT, 3, 4)
            .constant("scale", SmallModels.floats(new Random(7), 4))
            .constant("high", TensorData.ofFloats(TensorShape.SCALAR, 0.5f))
            .node("LayerNormalization", List.of("x", "scale"), List.of("n"))
            .node("Clip", List.of("n", "", "high"), List.of("y"))
            .output("y");
    Followed.within(model.bytes(), 0.01, uniform(-2, 2, 3, 4));
  }
}
