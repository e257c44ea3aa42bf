package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.quantize.Verdict;
import io.zkchain.compiler.testing.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A function's outputs leave its table for inputs that do not, as those of exp do. */
final class FunctionOverflowTest {
  private static final double BEYOND = 3.5;

  // Calibrated on -2 .. 2: inputs have a unit for up to 4, outputs one for up to 16.
  private static CompiledModel compile(Overflow overflow) {
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 1, 3)
            .node("Exp", List.of("x"), List.of("y"))
            .output("y")
            .bytes();
    return ModelCompiler.compile(
        onnx, CompileOptions.defaults().withOverflow(overflow), List.of(input(2), input(-2)));
  }

  private static Map<String, TensorData> input(double last) {
    return Map.of("x", TensorData.ofFloats(TensorShape.of(1, 3), -1, 0, (float) last));
  }

  private static Verdict verdict(CompiledModel model) {
    return model.verdicts().entrySet().stream()
        .filter(e -> e.getKey().contains("Exp"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saturatesAsReported() {
    CompiledModel model = compile(Overflow.SATURATE);
    assertThat(verdict(model)).isEqualTo(Verdict.SATURATE);
    assertThat(
            new Checker(model.circuit(), model.fixedValues()).first(model.witness(input(BEYOND))))
        .isEmpty();
    double clamped = requireNonNull(model.run(input(BEYOND)).outputs().get("y")).doubleAt(2);
    assertThat(clamped).isLessThan(Math.exp(BEYOND) / 2).isGreaterThan(Math.exp(2));
  }

  @Test
  void isRejectedWhereAsked() {
    CompiledModel model = compile(Overflow.REJECT);
    assertThat(verdict(model)).isEqualTo(Verdict.REJECT);
    assertThat(new Checker(model.circuit(), model.fixedValues()).first(model.witness(input(2))))
        .isEmpty();
    assertThatThrownBy(() -> model.witness(input(BEYOND)))
        .isInstanceOf(InputDataException.class)
        .hasMessageContaining("Exp")
        .hasMessageContaining("outside the proven range");
  }
}
