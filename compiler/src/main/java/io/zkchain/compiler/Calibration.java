package io.zkchain.compiler;

import ai.onnxruntime.OrtException;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What ONNX Runtime makes of typical inputs: the ranges of all values, and the outputs. */
final class Calibration {
  /** Samples whose outputs are compared; more would only take time. */
  private static final int COMPARED = 128;

  private record Sample(Map<String, TensorData> inputs, Map<String, TensorData> outputs) {}

  private final Map<String, RealRange> ranges = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  private Calibration() {}

  /**
   * Runs the samples.
   *
   * @param notices gets one where ONNX Runtime cannot run the model: it lacks some operators for
   *     some element types; then bounds choose the scales
   */
  static Calibration of(Graph graph, List<Map<String, TensorData>> samples, List<String> notices) {
    Calibration seen = new Calibration();
    samples.forEach(inputs -> inputs.forEach(seen::merge));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.openWithIntermediates(graph)) {
      for (Map<String, TensorData> inputs : samples) {
        seen.add(graph, inputs, reference.run(inputs));
      }
    } catch (ReferenceException e) {
      if (!(e.getCause() instanceof OrtException) || !samples.stream().allMatch(fits(graph))) {
        throw e;
      }
      notices.add(e.getMessage() + "; scales are chosen from the inputs and from bounds alone");
    }
    return seen;
  }

  private void add(Graph graph, Map<String, TensorData> inputs, Map<String, TensorData> values) {
    values.forEach(this::merge);
    if (samples.size() < COMPARED) {
      Map<String, TensorData> outputs = new HashMap<>();
      for (Value output : graph.outputs()) {
        TensorData value = values.get(output.name());
        if (value != null) {
          outputs.put(output.name(), value);
        }
      }
      samples.add(new Sample(inputs, outputs));
    }
  }

  /** By name, of all values that were finite somewhere. */
  Map<String, RealRange> ranges() {
    return ranges;
  }

  /** Whether enough of a model's arg-maxima are those of ONNX Runtime, for every output. */
  boolean isClose(CompiledModel model) {
    ArgMaxAgreement agreement = new ArgMaxAgreement();
    for (Sample sample : samples) {
      try {
        Map<String, TensorData> own = model.run(sample.inputs()).outputs();
        sample
            .outputs()
            .forEach((name, wanted) -> {
              TensorData got = own.get(name);
              if (got != null) {
                agreement.add(name, got.toDoubles(), wanted);
              }
            });
      } catch (InputDataException e) {
        continue; // the model rejects this sample
      }
    }
    return agreement.least() >= ArgMaxAgreement.ENOUGH;
  }

  private static Predicate<Map<String, TensorData>> fits(Graph graph) {
    return inputs ->
        inputs.size() == graph.inputs().size()
            && graph.inputs().stream()
                .allMatch(input -> {
                  TensorData data = inputs.get(input.name());
                  return data != null && data.type().equals(input.type());
                });
  }

  // Where a function has no value (a mask's infinity, the root of a negative number), the model's
  // other elements choose the scale.
  private void merge(String name, TensorData data) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < data.size(); i++) {
      double value = data.doubleAt(i);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low <= high) {
      ranges.merge(name, new RealRange(low, high), RealRange::union);
    }
  }
}
