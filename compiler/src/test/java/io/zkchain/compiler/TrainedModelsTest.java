package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.CircuitCodec;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.testing.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trained models from their file to a satisfied circuit, and how close they stay. */
final class TrainedModelsTest {

  /** Least share of equal arg-maxima where not all must be equal. */
  private static final double AGREEMENT = 0.99;

  @ParameterizedTest
  @CsvSource({
    "breast-cancer-mlp, 0.01",
    "digits-cnn-tiny, 0.1",
    "mnist-lenet, 0.1",
    "mnist-lenet-avg, 0.05",
    "iris-logreg, 0.01",
    "digits-lstm, 0.3",
    "digits-gru, 0.3"
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
        assertThat(got[i]).isCloseTo(sample.output()[i], within(tolerance));
      }
      agreed += decision(got) == decision(sample.output()) ? 1 : 0;
    }
    assertThat(agreed).isEqualTo(trained.samples().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml-forest", "ml-logreg", "ml-svc-linear", "ml-svc-rbf"})
  void classicalClassifiersChooseTheSameClass(String name) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    for (TrainedModel.Sample sample : trained.samples()) {
      assertThat(checker.first(model.witness(sample.inputs()))).isEmpty();
      assertThat(model.run(sample.inputs()).integers().get("label"))
          .containsExactly((long) sample.output()[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({"ml-boost-reg, 0.5", "ml-ridge-reg, 0.5"})
  void classicalRegressorsStayClose(String name, double tolerance) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), trained.calibration());
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    for (TrainedModel.Sample sample : trained.samples()) {
      assertThat(checker.first(model.witness(sample.inputs()))).isEmpty();
      double[] got = model.run(sample.inputs()).outputs().values().iterator().next().toDoubles();
      assertThat(got[0]).isCloseTo(sample.output()[0], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({"mnist-mlp-2m, 0.05", "cifar-cnn, 0.3"})
  void largerNetworksSatisfyTheirCircuit(String name, double tolerance) {
    TrainedModel trained = TrainedModel.read(name);
    CompiledModel model =
        ModelCompiler.compile(
            trained.onnx(), CompileOptions.defaults().withLogRows(17), trained.calibration());
    assertThat(model.circuit().lanes()).isEqualTo(1);
    TrainedModel.Sample sample = trained.samples().getFirst();
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(model.witness(sample.inputs()))).isEmpty();
    double[] got = model.run(sample.inputs()).outputs().values().iterator().next().toDoubles();
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(sample.output()[i], within(tolerance));
    }
    var samples = trained.samples().stream().map(TrainedModel.Sample::inputs).toList();
    assertThat(Fidelity.of(model, samples).agreement().values())
        .allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(AGREEMENT));
  }

  /** Every position's next character, from private text. */
  @Test
  void aTransformerOfFourLayersSatisfiesItsCircuit() {
    TrainedModel trained = TrainedModel.read("char-gpt");
    CompiledModel model =
        ModelCompiler.compile(
            trained.onnx(), CompileOptions.defaults().withLogRows(17), trained.calibration());
    TrainedModel.Sample sample = trained.samples().getFirst();
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(model.witness(sample.inputs()))).isEmpty();
    double[] got = model.run(sample.inputs()).outputs().values().iterator().next().toDoubles();
    int vocabulary = 65;
    int agreed = 0;
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(sample.output()[i], within(0.4));
    }
    for (int at = 0; at < got.length; at += vocabulary) {
      double[] own = Arrays.copyOfRange(got, at, at + vocabulary);
      double[] reference = Arrays.copyOfRange(sample.output(), at, at + vocabulary);
      agreed += decision(own) == decision(reference) ? 1 : 0;
    }
    assertThat(agreed).isGreaterThanOrEqualTo(63);
  }

  /** Over many texts; tables of 14 bits, which take fewest table lanes, would miss 1.4 %. */
  @Test
  void aTransformerAgreesOnTheNextCharacter() {
    TrainedModel trained = TrainedModel.read("char-gpt");
    CompileOptions options = CompileOptions.defaults().withLogRows(17);
    CompiledModel model = ModelCompiler.compile(trained.onnx(), options, trained.calibration());
    assertThat(model.chosen().bits()).isEqualTo(16);
    int vocabulary = 65;
    int agreed = 0;
    int positions = 0;
    for (TrainedModel.Sample text : trained.samples().subList(0, 12)) {
      double[] got = model.run(text.inputs()).outputs().values().iterator().next().toDoubles();
      for (int at = 0; at < got.length; at += vocabulary) {
        double[] own = Arrays.copyOfRange(got, at, at + vocabulary);
        double[] reference = Arrays.copyOfRange(text.output(), at, at + vocabulary);
        agreed += decision(own) == decision(reference) ? 1 : 0;
        positions++;
      }
    }
    assertThat((double) agreed / positions).isGreaterThanOrEqualTo(AGREEMENT);
  }

  @Test
  void compilingTwiceGivesTheSameCircuit() {
    TrainedModel trained = TrainedModel.read("digits-cnn-tiny");
    CompileOptions options = CompileOptions.defaults();
    byte[] first =
        CircuitCodec.encode(
            ModelCompiler.compile(trained.onnx(), options, trained.calibration()).circuit());
    byte[] second =
        CircuitCodec.encode(
            ModelCompiler.compile(trained.onnx(), options, trained.calibration()).circuit());
    assertThat(second).isEqualTo(first);
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

  @Test
  void publicInputsAndParametersAreBound() {
    TrainedModel trained = TrainedModel.read("digits-cnn-tiny");
    CompiledModel model =
        ModelCompiler.compile(
            trained.onnx(),
            CompileOptions.defaults()
                .withVisibility(Visibility.PUBLIC, Visibility.PUBLIC, Visibility.PUBLIC),
            trained.calibration());
    assertThat(model.circuit().privateParameters()).isFalse();
    assertThat(model.circuit().publicTensors()).hasSize(2);
    assertThat(model.circuit().publicWords()).isEqualTo(64 + 10);
    var input = trained.samples().getFirst().inputs();
    Witness witness = model.witness(input);
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(witness)).isEmpty();
    for (int p = 0; p < 2; p++) {
      Map<Integer, long[]> words = new HashMap<>(witness.publicValues());
      long[] altered = requireNonNull(words.get(p)).clone();
      altered[3]++;
      words.put(p, altered);
      assertThat(checker.first(new Witness(witness.a(), witness.b(), witness.c(), words)))
          .isPresent();
    }
  }

  @Test
  void reportsSayHowCloseTheModelStays(@TempDir Path folder) throws Exception {
    TrainedModel trained = TrainedModel.read("digits-cnn-tiny");
    CompiledModel model =
        ModelCompiler.compile(
            trained.onnx(), CompileOptions.defaults().withName("<digits>"), trained.calibration());
    var samples = trained.samples().stream().map(TrainedModel.Sample::inputs).toList();
    CompileReport report = model.report(samples);
    assertThat(report.fidelity().agreement().values()).containsExactly(1.0);
    assertThat(report.fidelity().outputs().getFirst().max()).isBetween(1e-6, 0.1);
    assertThat(report.fidelity().nodes()).hasSizeGreaterThan(5);
    assertThat(report.parameters()).isEqualTo(3818);
    assertThat(report.operators()).containsEntry("Conv", 2);
    model.save(folder, report);
    JsonNode json = new JsonMapper().readTree(folder.resolve("report.json").toFile());
    assertThat(json.get("parameters").asLong()).isEqualTo(3818);
    assertThat(json.get("front").size()).isEqualTo(report.front().size());
    String html = Files.readString(folder.resolve("report.html"));
    assertThat(html).contains("&lt;digits&gt;").doesNotContain("<script", "http", "<digits>");
    JsonNode settings = new JsonMapper().readTree(folder.resolve("settings.json").toFile());
    assertThat(settings.get("inputs").get(0).get("shape").size()).isEqualTo(4);
  }

  @Test
  void modelsWithoutCalibrationSayThatTheirScalesAreGuesses() {
    TrainedModel trained = TrainedModel.read("breast-cancer-mlp");
    CompiledModel model =
        ModelCompiler.compile(trained.onnx(), CompileOptions.defaults(), List.of());
    assertThat(model.notices()).anyMatch(notice -> notice.contains("no calibration"));
    var input = trained.samples().getFirst().inputs();
    assertThat(new Checker(model.circuit(), model.fixedValues()).first(model.witness(input)))
        .isEmpty();
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
