package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.data.InputFile;
import io.zkchain.compiler.error.UnsupportedOperatorsException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.graph.normalise.OperatorSupport;
import io.zkchain.compiler.testing.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Foreign models: each either compiles to a satisfied circuit or is refused by operator name. */
final class ExampleModelsTest {
  private static final int COMPILED_AT_LEAST = 31;

  @Test
  void examplesCompileOrAreRefusedByName() {
    int compiled = 0;
    for (Path file : SharedFiles.onnxFiles("ezkl-examples")) {
      try {
        follow(file);
        compiled++;
      } catch (UnsupportedOperatorsException e) {
        assertThat(e.findings()).isNotEmpty();
      }
    }
    assertThat(compiled).isGreaterThanOrEqualTo(COMPILED_AT_LEAST);
  }

  private static void follow(Path file) {
    Path own = file.resolveSibling("input.json");
    List<Map<String, TensorData>> calibration = List.of();
    if (Files.exists(own)) {
      Graph graph = ModelImporter.load(file, Map.of(), OperatorSupport.everything()).graph();
      calibration = InputFile.read(own, graph.inputs());
    }
    CompiledModel model = ModelCompiler.compile(file, CompileOptions.defaults(), calibration);
    Map<String, TensorData> input =
        calibration.isEmpty() ? random(model.graph().inputs()) : calibration.getFirst();
    Checker checker = new Checker(model.circuit(), model.fixedValues());
    assertThat(checker.first(model.witness(input))).as("%s", file).isEmpty();
    for (Fidelity.TensorError error : model.report(List.of(input)).fidelity().outputs()) {
      assertThat(error.max()).as("%s", file).isLessThan(0.01 * Math.max(1, error.largest()));
    }
  }

  private static Map<String, TensorData> random(List<Value> inputs) {
    Random random = new Random(7);
    Map<String, TensorData> out = new LinkedHashMap<>();
    for (Value input : inputs) {
      DataType type = input.type().dtype();
      double[] reals = new double[input.type().shape().size()];
      long[] integers = new long[reals.length];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = 0.8 * random.nextGaussian();
        integers[i] = random.nextInt(type == DataType.BOOL ? 2 : 10);
      }
      out.put(
          input.name(),
          type.isFloat()
              ? TensorData.ofDoubles(type, input.type().shape(), reals)
              : TensorData.ofLongs(type, input.type().shape(), integers));
    }
    return out;
  }
}
