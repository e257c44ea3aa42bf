package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A product and a power of two times it have the same integers, but not the same copy in cells. */
final class RescaledCopiesTest {
  private static final Map<String, TensorData> INPUT =
      Map.of("x", SmallModels.floats(new Random(4), 4, 8));

  private static byte[] model() {
    return Models.opset(17)
        .input("x", DataType.FLOAT, 4, 8)
        .constant("w", SmallModels.floats(new Random(3), 8, 8))
        .constant("quarter", TensorData.ofFloats(TensorShape.SCALAR, 0.25f))
        .node("MatMul", List.of("x", "w"), List.of("p"))
        .node("Mul", List.of("p", "x"), List.of("y"))
        .node("Mul", List.of("p", "quarter"), List.of("q"))
        .node("Mul", List.of("q", "x"), List.of("z"))
        .output("y", "z")
        .bytes();
  }

  @Test
  void bothFollowTheModel() {
    CompiledModel model = ModelCompiler.compile(model(), CompileOptions.defaults(), List.of(INPUT));
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(model.witness(INPUT))).isEmpty();
    Map<String, TensorData> got = model.run(INPUT).outputs();
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model())) {
      reference
          .run(INPUT)
          .forEach((name, want) -> {
            TensorData found = requireNonNull(got.get(name));
            for (int i = 0; i < want.size(); i++) {
              assertThat(found.doubleAt(i)).as(name).isCloseTo(want.doubleAt(i), within(0.02));
            }
          });
    }
  }
}
