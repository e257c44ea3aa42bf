package io.zkchain.compiler;

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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two scores that differ by a thousandth: few bits cannot tell which is larger. */
final class AgreementTest {
  private static final float[] WEIGHTS = {1, 1, 0, 0.001f};

  private static CompileReport report(int bits, Path folder) throws Exception {
    byte[] onnx =
        Models.opset(17)
            .input("x", DataType.FLOAT, 64, 2)
            .constant("w", TensorData.ofFloats(TensorShape.of(2, 2), WEIGHTS))
            .node("MatMul", List.of("x", "w"), List.of("h"))
            .node("Tanh", List.of("h"), List.of("scores"))
            .output("scores")
            .bytes();
    List<Map<String, TensorData>> inputs = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      inputs.add(Map.of("x", SmallModels.floats(new Random(k), 64, 2)));
    }
    CompiledModel model =
        ModelCompiler.compile(onnx, CompileOptions.defaults().withBits(bits), inputs);
    CompileReport report = model.report(inputs);
    model.save(folder, report);
    return report;
  }

  @Test
  void tooLittleIsSaidWithWhatToDo(@TempDir Path folder) throws Exception {
    CompileReport report = report(8, folder);
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
  void withAllBitsTheCalibrationIsNamed() {
    Fidelity poor = new Fidelity(1, 0, List.of(), List.of(), Map.of(), Map.of("y", 0.5, "z", 0.99));
    assertThat(poor.warnings(16)).singleElement().asString().contains("'y'", "--calibration");
  }
}
