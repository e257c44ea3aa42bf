package io.zkchain.compiler.operators;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Casts to integers beside each other. */
final class CastsTest {

  // 1/256 is the unit of x; whole numbers up to 3000, which no table of 12 bits holds, have 1.
  @Test
  void castsOfWholeNumbersAreExactAndMakeNoOtherCastCoarser() {
    Models m = Models.opset(17).input("x", DataType.FLOAT, 4).input("w", DataType.FLOAT, 4);
    m.constant("by", TensorData.ofFloats(TensorShape.SCALAR, 1000));
    m.node("Cast", List.of("x"), List.of("near"), Map.of("to", DataType.INT32.code()));
    m.node("Mul", List.of("w", "by"), List.of("wide"));
    m.node("Floor", List.of("wide"), List.of("floor"));
    m.node("Cast", List.of("floor"), List.of("far"), Map.of("to", DataType.INT32.code()));
    m.output("near", "far");
    Map<String, TensorData> sample =
        Map.of("x", floats(-3.984375f, 3.984375f, 0.996f, 5), "w", floats(-3, -1.5f, 0.125f, 3));
    CompiledModel model =
        ModelCompiler.compile(
            m.bytes(), CompileOptions.defaults().withLogRows(14), List.of(sample));
    assertThat(new Checker(model.circuit(), model.fixedValues()).first(model.witness(sample)))
        .isEmpty();
    Map<String, TensorData> got = model.run(sample).outputs();
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(m.bytes())) {
      reference
          .run(sample)
          .forEach((name, want) ->
              assertThat(requireNonNull(got.get(name)).toLongs()).isEqualTo(want.toLongs()));
    }
  }

  private static TensorData floats(float... values) {
    return TensorData.ofFloats(TensorShape.of(values.length), values);
  }
}
