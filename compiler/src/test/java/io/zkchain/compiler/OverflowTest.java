package io.zkchain.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Checker;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.operators.GraphLowering;
import io.zkchain.compiler.testing.ReportedOverflow;
import io.zkchain.compiler.testing.TrainedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs far outside the calibration set: each ends in a satisfied circuit of the clamped function
 * or in one clear rejection, as the report says of every node. {@code -Dzkchain.models=all} tries
 * all models.
 */
final class OverflowTest {
  static List<String> models() {
    List<String> small =
        List.of(
            "iris-logreg",
            "breast-cancer-mlp",
            "digits-cnn-tiny",
            "digits-gru",
            "ml-forest",
            "ml-boost-reg",
            "ml-logreg",
            "ml-ridge-reg",
            "ml-svc-linear",
            "ml-svc-rbf");
    return "all".equals(System.getProperty("zkchain.models")) ? TrainedModel.names() : small;
  }

  @ParameterizedTest
  @MethodSource("models")
  void clampsOrRejectsAsTheReportSays(String name) {
    TrainedModel trained = TrainedModel.read(name);
    for (Overflow overflow : Overflow.values()) {
      CompiledModel model =
          ModelCompiler.compile(
              trained.onnx(),
              CompileOptions.defaults().withOverflow(overflow),
              trained.calibration());
      Checker checker = new Checker(model.circuit(), model.fixedValues());
      for (Map<String, TensorData> input : farInputs(trained)) {
        check(model, checker, input);
      }
      notFinite(model, trained.samples().getFirst().inputs());
    }
  }

  private static void check(CompiledModel model, Checker checker, Map<String, TensorData> input) {
    Optional<Inference> outcome = ReportedOverflow.of(model, checker, input);
    if (outcome.isEmpty() || !endsAreFloats(model)) {
      return;
    }
    // The same function of the clamped input, which saturates no input.
    Inference inside = model.run(clamped(model, input));
    assertThat(inside.saturated().keySet()).noneMatch(node -> node.endsWith("(input)"));
    outcome
        .get()
        .integers()
        .forEach((output, values) -> assertThat(inside.integers().get(output)).isEqualTo(values));
  }

  private static void notFinite(CompiledModel model, Map<String, TensorData> input) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0}) {
      Map<String, TensorData> bad = changed(input, v -> value, v -> v);
      boolean real = input.values().stream().anyMatch(data -> data.dtype().isFloat());
      if (real) {
        assertThatThrownBy(() -> model.witness(bad))
            .isInstanceOf(InputDataException.class)
            .hasMessageContaining("not finite");
      }
    }
  }

  // ---------------------------------------------------------------- inputs

  private static List<Map<String, TensorData>> farInputs(TrainedModel trained) {
    List<Map<String, TensorData>> out = new ArrayList<>();
    Random random = new Random(11);
    for (int k = 0; k < 2; k++) {
      Map<String, TensorData> sample = trained.samples().get(k).inputs();
      for (double factor : new double[] {10, 1000, -1000, 1e30, 0}) {
        out.add(changed(sample, v -> v * factor, v -> (long) Math.clamp(v * factor, -1e18, 1e18)));
      }
      out.add(changed(sample, v -> -1e6, v -> Long.MIN_VALUE));
      out.add(changed(sample, v -> Float.MAX_VALUE, v -> Long.MAX_VALUE));
      out.add(changed(sample, v -> random.nextGaussian() * 1e4, v -> random.nextInt(2000) - 1000L));
      out.add(
          changed(
              sample, v -> random.nextBoolean() ? 1e3 : -1e3, v -> random.nextBoolean() ? 1 : -1));
    }
    return out;
  }

  private static Map<String, TensorData> changed(
      Map<String, TensorData> input, DoubleUnaryOperator reals, LongUnaryOperator integers) {
    Map<String, TensorData> out = new HashMap<>();
    input.forEach((name, data) -> {
      DataType type = data.dtype();
      double[] values = new double[data.size()];
      long[] whole = new long[data.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = type.isFloat() ? reals.applyAsDouble(data.doubleAt(i)) : 0;
        whole[i] = type.isFloat() ? 0 : integers.applyAsLong(data.longAt(i));
      }
      out.put(
          name,
          type.isFloat()
              ? TensorData.ofDoubles(type, data.shape(), values)
              : TensorData.ofLongs(type, data.shape(), whole));
    });
    return out;
  }

  private static boolean endsAreFloats(CompiledModel model) {
    return model.lowered().inputs().stream()
        .mapToDouble(in -> in.domain().hi() * in.scale().toDouble())
        .allMatch(end -> (float) end == end);
  }

  private static Map<String, TensorData> clamped(
      CompiledModel model, Map<String, TensorData> input) {
    Map<String, TensorData> out = new HashMap<>(input);
    for (GraphLowering.Input in : model.lowered().inputs()) {
      double unit = in.scale().toDouble();
      double low = in.domain().lo() * unit;
      double high = in.domain().hi() * unit;
      TensorData data = input.get(in.name());
      if (data != null && data.dtype().isFloat()) {
        out.putAll(
            changed(
                Map.of(in.name(), data),
                v -> Math.clamp(v, low, high),
                LongUnaryOperator.identity()));
      }
    }
    return out;
  }
}
