package io.zkchain.compiler.conformance;

import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.reference.OnnxRuntimeReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether a node test says something about an operator on its input: then it must not pass by
 * folding alone.
 *
 * <p>Two kinds of tests say nothing about it, and are known by trying: those whose inputs give
 * shapes only (in ONNX Runtime the outputs stay the same for other elements), and those whose
 * inputs the compiler refuses unless they are constant (each such input is tried as one that a
 * prover could choose).
 */
final class Dependence {

  private Dependence() {}

  /** The input on which an output depends, and how that is known; empty if there is none. */
  static Optional<String> of(NodeTest test) {
    Map<String, TensorData> given = test.data();
    for (String input : given.keySet()) {
      if (changes(test, given, input)) {
        return Optional.of("outputs change with input '%s'".formatted(input));
      }
    }
    for (int position : test.name().constants()) {
      Conformance.Outcome outcome = Conformance.run(test.withOpen(position));
      if (outcome.status() != Conformance.Status.REFUSED) {
        return Optional.of(
            "input %d need not be constant: %s %s"
                .formatted(position, outcome.status(), outcome.detail()));
      }
    }
    return Optional.empty();
  }

  private static boolean changes(NodeTest test, Map<String, TensorData> given, String input) {
    Map<String, TensorData> other = new LinkedHashMap<>(given);
    other.compute(input, (name, data) -> changed(data));
    byte[] model = test.bound(new TreeSet<>(test.expected().keySet()));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model)) {
      return !reference.run(given).equals(reference.run(other));
    }
  }

  // Every element another one, of 0 and 1.
  private static TensorData changed(TensorData data) {
    double[] own = new double[data.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = data.doubleAt(i) == 0 ? 1 : 0;
    }
    return data.dtype().isFloat()
        ? TensorData.ofDoubles(data.dtype(), data.shape(), own)
        : TensorData.ofLongs(
            data.dtype(), data.shape(), Arrays.stream(own).mapToLong(v -> (long) v).toArray());
  }
}
