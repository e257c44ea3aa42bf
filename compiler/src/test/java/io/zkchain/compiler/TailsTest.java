package io.zkchain.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.audit.Auditor;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.quantize.Verdict;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import io.zkchain.compiler.testing.Models;
import io.zkchain.compiler.testing.ReportedOverflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Functions whose inputs are hundreds of times wider than their outputs: a table over all inputs
 * would have a unit of a quarter or so, where the outputs need a thousandth.
 */
final class TailsTest {
  private static final int WIDTH = 16;
  private static final float DEPTH = -600;

  // y = f(s - 600 a), and y - h, which needs the tail above exactly where h is large.
  private static byte[] model(String operator, int opset) {
    float[] weights = new float[2 * WIDTH * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      weights[i * WIDTH + i] = DEPTH;
      weights[(WIDTH + i) * WIDTH + i] = 1;
    }
    return Models.opset(opset)
        .input("x", DataType.FLOAT, 1, 2 * WIDTH)
        .constant("w", TensorData.ofFloats(TensorShape.of(2 * WIDTH, WIDTH), weights))
        .node("MatMul", List.of("x", "w"), List.of("h"))
        .node(operator, List.of("h"), List.of("y"))
        .node("Sub", List.of("y", "h"), List.of("z"))
        .output("y", "z")
        .bytes();
  }

  // Half of all a are 0; factor 1 is what calibration sees.
  private static Map<String, TensorData> sample(Random random, double factor) {
    float[] x = new float[2 * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      x[i] = random.nextBoolean() ? 0 : (float) (factor * random.nextInt(64) / 64);
      x[WIDTH + i] = random.nextInt(257) / 64f - 2;
    }
    return Map.of("x", TensorData.ofFloats(TensorShape.of(1, 2 * WIDTH), x));
  }

  private static CompiledModel compile(byte[] model, CompileOptions options) {
    Random random = new Random(1);
    List<Map<String, TensorData>> calibration = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      calibration.add(sample(random, 1));
    }
    return ModelCompiler.compile(model, options.withBits(12), calibration);
  }

  @ParameterizedTest
  @CsvSource({
    "Relu, 17, 0.002",
    "LeakyRelu, 17, 0.006",
    "Elu, 17, 0.008",
    "Selu, 17, 0.014",
    "Celu, 17, 0.008",
    "Softplus, 17, 0.008",
    "HardSwish, 17, 0.002",
    "ThresholdedRelu, 17, 0.002",
    "Gelu, 20, 0.004",
    "Mish, 18, 0.014",
    "Swish, 24, 0.014"
  })
  void keepTheirPrecision(String operator, int opset, double tolerance) {
    byte[] onnx = model(operator, opset);
    CompiledModel model = compile(onnx, CompileOptions.defaults());
    assertThat(model.circuit().tensors()).anyMatch(t -> t.name().contains(".excess"));
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    Random random = new Random(2);
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(onnx)) {
      for (int k = 0; k < 4; k++) {
        Map<String, TensorData> input = sample(random, 1);
        assertThat(checker.first(model.witness(input))).isEmpty();
        close(model.run(input).outputs(), reference.run(input), "y", tolerance);
      }
      // Far above what calibration saw, the difference stays small where y itself is clamped.
      Map<String, TensorData> above = sample(random, -1);
      assertThat(checker.first(model.witness(above))).isEmpty();
      close(model.run(above).outputs(), reference.run(above), "z", 1);
    }
  }

  private static void close(
      Map<String, TensorData> got, Map<String, TensorData> want, String name, double tolerance) {
    TensorData found = requireNonNull(got.get(name));
    TensorData wanted = requireNonNull(want.get(name));
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(found.doubleAt(i)).as(name).isCloseTo(wanted.doubleAt(i), within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({"LeakyRelu, 17", "Gelu, 20"})
  void leaveNoCellFreeAndSaturateNowhere(String operator, int opset) {
    for (Overflow overflow : Overflow.values()) {
      byte[] onnx = model(operator, opset);
      CompiledModel model = compile(onnx, CompileOptions.defaults().withOverflow(overflow));
      Checker checker = new Checker(model.circuit(), model.fixedValues());
      Random random = new Random(3);
      assertThat(model.verdicts())
          .anySatisfy((node, verdict) -> {
            assertThat(node).contains(operator);
            assertThat(verdict).isEqualTo(Verdict.IMPOSSIBLE);
          });
      for (double factor : new double[] {1, -1, 30, -1000}) {
        ReportedOverflow.of(model, checker, sample(random, factor));
      }
      Auditor auditor = new Auditor(model.circuit(), model.fixedValues(), model.privateInputs());
      var honest = model.witness(sample(random, 1));
      assertThat(auditor.run(honest, 200, 5, p -> {}).findings()).isEmpty();
    }
  }
}
