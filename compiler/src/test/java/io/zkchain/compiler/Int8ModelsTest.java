package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.testing.TrainedModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of the int8 LeNet give ONNX Runtime's integers on all their samples. */
final class Int8ModelsTest {
  private static final int CHECKED = 3;

  /**
   * Outputs are the same floats; where the model's last node adds in float32, ONNX Runtime rounds
   * twice and the circuit not at all.
   *
   * @param quantised end of the names of all quantised values
   */
  @ParameterizedTest
  @CsvSource({
    "mnist-lenet-int8, _QuantizeLinear_Output, 0",
    "mnist-lenet-int8-qop, _quantized, 2e-6"
  })
  void quantisedNetworksFollowOnnxRuntimeExactly(String name, String quantised, double tolerance) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
    assertThat(model.circuit().lanes()).isEqualTo(1);
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    for (TrainedModel.Sample sample : trained.samples()) {
      double[] got = model.run(sample.inputs()).outputs().values().iterator().next().toDoubles();
      for (int i = 0; i < got.length; i++) {
        float want = (float) sample.output()[i];
        assertThat((float) got[i]).isCloseTo(want, within((float) tolerance));
      }
    }
    trained.samples().stream()
        .limit(CHECKED)
        .forEach(sample -> assertThat(checker.first(model.witness(sample.inputs()))).isEmpty());
    CompileReport report =
        model.report(trained.samples().stream().map(TrainedModel.Sample::inputs).toList());
    List<Fidelity.TensorError> integers =
        report.fidelity().nodes().stream().filter(n -> n.value().endsWith(quantised)).toList();
    assertThat(integers).hasSizeGreaterThan(4).allMatch(n -> n.max() == 0);
  }
}
