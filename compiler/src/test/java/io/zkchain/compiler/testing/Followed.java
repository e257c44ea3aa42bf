package io.zkchain.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.CompileOptions;
import io.zkchain.compiler.CompiledModel;
import io.zkchain.compiler.ModelCompiler;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;

/** Small models compared with ONNX Runtime. */
public final class Followed {
  private static final int ROWS = 14;

  private Followed() {}

  /**
   * A model's circuit holds on all inputs, which are its calibration too, and its outputs are those
   * of ONNX Runtime.
   *
   * @param tolerance absolute
   */
  public static void within(byte[] onnx, double tolerance, List<Map<String, TensorData>> inputs) {
    CompiledModel model =
        ModelCompiler.compile(onnx, CompileOptions.defaults().withLogRows(ROWS), inputs);
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(onnx)) {
      for (Map<String, TensorData> input : inputs) {
        assertThat(checker.first(model.witness(input))).isEmpty();
        Map<String, TensorData> got = model.run(input).outputs();
        reference
            .run(input)
            .forEach((name, want) -> {
              TensorData found = requireNonNull(got.get(name), name);
              assertThat(found.type()).isEqualTo(want.type());
              for (int i = 0; i < want.size(); i++) {
                assertThat(found.doubleAt(i))
                    .as("%s, element %d", name, i)
                    .isCloseTo(want.doubleAt(i), offset(tolerance));
              }
            });
      }
    }
  }

  private static Offset<Double> offset(double tolerance) {
    return Offset.offset(tolerance);
  }
}
