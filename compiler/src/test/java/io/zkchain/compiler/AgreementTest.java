package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.SmallModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two scores that differ by a thousandth: few bits cannot tell which is larger. */
final class AgreementTest {
  // Scores of a pair of inputs, whose difference is that of the inputs by this factor.
  private static byte[] scores(float difference) {
    return Models.opset(17)
        .input("x", DataType.FLOAT, 64, 2)
        .constant("w", TensorData.ofFloats(TensorShape.of(2, 2), 1, 1, 0, difference))
        .node("MatMul", List.of("x", "w"), List.of("h"))
        .node("Tanh", List.of("h"), List.of("scores"))
        .output("scores")
        .bytes();
  }

  private static List<Map<String, TensorData>> inputs() {
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      inputs.add(Map.of("x", SmallModels.floats(new Random(k), 64, 2)));
    }
    return inputs;
  }

  private static CompiledModel compile(float difference, CompileOptions options) {
    return ModelCompiler.compile(scores(difference), options, inputs());
  }

  private static double agreement(CompiledModel model) {
    return requireNonNull(model.report(inputs()).fidelity().agreement().get("scores"));
  }

  @Test
  void tooLittleIsSaidWithWhatToDo(@TempDir Path folder) throws Exception {
    CompiledModel model = compile(0.001f, CompileOptions.defaults().withBits(8));
    CompileReport report = model.report(inputs());
    model.save(folder, report);
    assertThat(report.fidelity().agreement().get("scores")).isBetween(0.3, 0.95);
    assertThat(report.notices())
        .singleElement()
        .asString()
        .startsWith("the arg-max of 'scores' agrees with ONNX Runtime in ")
        .contains("less than 99 %", "more --bits (8 now)");
    var json = new JsonMapper().readTree(folder.resolve("report.json").toFile());
    assertThat(json.get("notices").get(0).asString()).isEqualTo(report.notices().getFirst());
    assertThat(Files.readString(folder.resolve("report.html"))).contains("less than 99 %");
  }

  @Test
  void withAllBitsOrAllTriedTheCalibrationIsNamed() {
    Fidelity poor = new Fidelity(1, 0, List.of(), List.of(), Map.of(), Map.of("y", 0.5, "z", 0.99));
    for (OptionalInt bits : List.of(OptionalInt.of(16), OptionalInt.empty())) {
      assertThat(poor.warnings(bits))
          .singleElement()
          .asString()
          .contains("'y'", "--calibration")
          .doesNotContain("--bits");
    }
  }

  /** Twelve bits would be free, and say the wrong score for six of 256 pairs. */
  @Test
  void bitsThatReachItAreFound() {
    CompileOptions free = CompileOptions.defaults();
    CompiledModel model = compile(0.1f, free);
    assertThat(agreement(compile(0.1f, free.withBits(12)))).isLessThan(0.99);
    assertThat(agreement(model)).isGreaterThanOrEqualTo(0.99);
    assertThat(model.front()).contains(model.chosen());
    assertThat(model.notices())
        .singleElement()
        .asString()
        .endsWith("for 99 % of the arg-maxima; --bits 12 takes 2^13");
  }

  /** Where the rows are given, bits that need more of them are not taken. */
  @Test
  void whereNoneReachesItTheCheapestStays() {
    CompiledModel model = compile(0.1f, CompileOptions.defaults().withLogRows(13));
    assertThat(model.chosen().logRows()).isEqualTo(13);
    assertThat(model.chosen().bits()).isEqualTo(12);
    assertThat(model.notices()).isEmpty();
    assertThat(model.report(inputs()).notices())
        .singleElement()
        .asString()
        .contains("less than 99 %", "--calibration");
  }
}
