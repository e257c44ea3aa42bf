package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.testing.TrainedModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained models from their file to a satisfied circuit, and how close they stay. */
final class TrainedModelsTest {

  @ParameterizedTest
  @CsvSource({
    "breast-cancer-mlp, 0.01",
    "digits-cnn-tiny, 0.1",
    "mnist-lenet, 0.1",
    "mnist-lenet-avg, 0.05"
  })
  void classifiersAgreeWithOnnxRuntimeAndSatisfyTheirCircuit(String name, double tolerance) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(
            trained.onnx(), CompileOptions.defaults().withName(name), trained.calibration());
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    int agreed = 0;
    for (TrainedModel.Sample sample : trained.samples()) {
      Witness witness = model.witness(sample.inputs());
      assertThat(checker.first(witness)).isEmpty();
      double[] got = model.run(sample.inputs()).outputs().values().iterator().next().toDoubles();
      for (int i = 0; i < got.length; i++) {
        assertThat(got[i])
            .isCloseTo(sample.output()[i], org.assertj.core.data.Offset.offset(tolerance));
      }
      agreed += decision(got) == decision(sample.output()) ? 1 : 0;
    }
    assertThat(agreed).isEqualTo(trained.samples().size());
  }

  private static int decision(double[] scores) {
    if (scores.length == 1) {
      return scores[0] > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
