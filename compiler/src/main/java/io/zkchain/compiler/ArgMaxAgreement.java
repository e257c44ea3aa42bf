package io.zkchain.compiler;

import io.zkchain.compiler.graph.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the largest element of an output is the one that it is in ONNX Runtime: along the last
 * axis, or of all elements where that has length 1.
 */
final class ArgMaxAgreement {
  /** Share of equal arg-maxima that is looked for, and below which a user is warned. */
  static final double ENOUGH = 0.99;

  private static final class Count {
    private long rows;
    private long equal;

    double share() {
      return equal / (double) rows;
    }
  }

  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** One sample of an output; those of less than two elements say nothing. */
  void add(String output, double[] got, TensorData want) {
    if (got.length < 2) {
      return;
    }
    Count count = counts.computeIfAbsent(output, key -> new Count());
    double[] wanted = want.toDoubles();
    int length = rowLength(want);
    for (int from = 0; from < got.length; from += length) {
      count.rows++;
      count.equal += argMax(got, from, length) == argMax(wanted, from, length) ? 1 : 0;
    }
  }

  /** By output, in the order in which they came. */
  Map<String, Double> shares() {
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.forEach((output, count) -> shares.put(output, count.share()));
    return shares;
  }

  /** Of the output that agrees least; 1 if there is none. */
  double least() {
    return counts.values().stream().mapToDouble(Count::share).min().orElse(1);
  }

  private static int rowLength(TensorData output) {
    int rank = output.shape().rank();
    int last = rank == 0 ? 1 : output.shape().dim(rank - 1);
    return last > 1 ? last : output.size();
  }

  private static int argMax(double[] values, int from, int length) {
    int best = from;
    for (int i = from + 1; i < from + length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
