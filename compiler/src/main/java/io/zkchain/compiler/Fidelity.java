package io.zkchain.compiler;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.Value;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How close the integer inference stays to ONNX Runtime on given samples.
 *
 * @param outputs errors of the graph's outputs
 * @param nodes errors of all values that nodes compute, in graph order
 * @param saturated clamped elements by node, over all samples
 * @param rejected samples for which there is no proof; they do not count elsewhere
 * @param agreement by output with at least two elements: share of equal arg-maxima along its last
 *     axis, over all samples (of all its elements, where that axis has length 1)
 */
public record Fidelity(
    int samples,
    int rejected,
    List<TensorError> outputs,
    List<TensorError> nodes,
    Map<String, Long> saturated,
    Map<String, Double> agreement) {
  public Fidelity {
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    saturated = Map.copyOf(saturated);
    agreement = Map.copyOf(agreement);
  }

  private static final int MOST_BITS = 16;

  /**
   * Outputs whose largest element is too often another one than in ONNX Runtime, and what to do.
   *
   * @param bits of the function tables, if the user chose them; else those that were tried do not
   *     suffice
   */
  public List<String> warnings(OptionalInt bits) {
    List<String> out = new ArrayList<>();
    new TreeMap<>(agreement)
        .forEach((output, share) -> {
          if (share < ArgMaxAgreement.ENOUGH) {
            out.add(
                String.format(
                    Locale.ROOT,
                    "the arg-max of '%s' agrees with ONNX Runtime in %.1f %% only, less than %.0f"
                        + " %%: %s",
                    output,
                    100 * share,
                    100 * ArgMaxAgreement.ENOUGH,
                    bits.orElse(MOST_BITS) < MOST_BITS
                        ? "compile with more --bits (%d now)".formatted(bits.getAsInt())
                        : "give a --calibration that is closer to the inputs to come"));
          }
        });
    return out;
  }

  /**
   * The absolute error of one tensor over all elements of all samples.
   *
   * @param largest absolute value in ONNX Runtime
   */
  public record TensorError(String value, double max, double mean, double largest) {}

  private static final class Sum {
    private double max;
    private double total;
    private double largest;
    private long count;

    void add(double got, double want) {
      double error = Math.abs(got - want);
      max = Math.max(max, error);
      total += error;
      largest = Math.max(largest, Math.abs(want));
      count++;
    }

    TensorError error(String value) {
      return new TensorError(value, max, total / Math.max(1, count), largest);
    }
  }

  /** Compares a model with ONNX Runtime. */
  public static Fidelity of(CompiledModel model, List<Map<String, TensorData>> samples) {
    Comparison comparison =
        new Comparison(model.graph().outputs().stream().map(Value::name).toList());
    try (OnnxRuntimeReference reference =
        OnnxRuntimeReference.openWithIntermediates(model.graph())) {
      for (Map<String, TensorData> sample : samples) {
        try {
          comparison.add(model.trace(sample), reference.run(sample));
        } catch (InputDataException e) {
          comparison.rejected++;
        }
      }
    }
    return comparison.result();
  }

  /** What is known after some samples. */
  private static final class Comparison {
    private final List<String> outputs;
    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private final ArgMaxAgreement agreement = new ArgMaxAgreement();
    private final Map<String, Long> saturated = new LinkedHashMap<>();
    private int counted;
    private int rejected;

    Comparison(List<String> outputs) {
      this.outputs = outputs;
    }

    void add(CompiledModel.Traced traced, Map<String, TensorData> wanted) {
      counted++;
      traced.saturated().forEach((node, count) -> saturated.merge(node, count, Long::sum));
      traced
          .values()
          .forEach((value, got) -> {
            TensorData want = wanted.get(value);
            if (want != null) {
              compare(value, got, want, sums);
            }
          });
      for (String output : outputs) {
        double[] got = traced.values().get(output);
        TensorData want = wanted.get(output);
        if (got != null && want != null) {
          agreement.add(output, got, want);
        }
      }
    }

    Fidelity result() {
      List<TensorError> all = new ArrayList<>();
      sums.forEach((value, sum) -> all.add(sum.error(value)));
      return new Fidelity(
          counted,
          rejected,
          all.stream().filter(e -> outputs.contains(e.value())).toList(),
          all,
          saturated,
          agreement.shares());
    }
  }

  private static void compare(String value, double[] got, TensorData want, Map<String, Sum> sums) {
    Sum sum = sums.computeIfAbsent(value, key -> new Sum());
    for (int i = 0; i < got.length; i++) {
      sum.add(got[i], want.doubleAt(i));
    }
  }
}
