package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.testing.TrainedModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trained models from their file to a satisfied circuit, and how close they stay. */
final class TrainedModelsTest {

  @ParameterizedTest
  @CsvSource({
    "breast-cancer-mlp, 0.01",
    "digits-cnn-tiny, 0.1",
    "mnist-lenet, 0.1",
    "mnist-lenet-avg, 0.05",
    "iris-logreg, 0.01"
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

  @Test
  void lenetTakesOneLaneOfTwoToTheFifteenth() {
    TrainedModel trained = TrainedModel.read("mnist-lenet");
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
    assertThat(model.circuit().logRows()).isEqualTo(15);
    assertThat(model.circuit().lanes()).isEqualTo(1);
    assertThat(model.circuit().tableLanes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"breast-cancer-mlp", "digits-cnn-tiny", "iris-logreg"})
  void savedModelsGiveTheSameCircuitAndInference(String name, @TempDir Path folder)
      throws Exception {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
    model.save(folder);
    CompiledModel loaded = CompiledModel.load(folder);
    assertThat(CircuitCodec.encode(loaded.circuit()))
        .isEqualTo(CircuitCodec.encode(model.circuit()));
    var input = trained.samples().getFirst().inputs();
    assertThat(loaded.run(input).outputs()).isEqualTo(model.run(input).outputs());
    Checker checker = new Checker(loaded.circuit(), loaded.fixedValues());
    assertThat(checker.first(loaded.witness(input))).isEmpty();
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
