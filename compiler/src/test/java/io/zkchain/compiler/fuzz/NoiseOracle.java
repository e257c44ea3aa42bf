package io.zkchain.compiler.fuzz;

import static java.util.Objects.requireNonNull;

import io.zkchain.compiler.graph.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How far roundings may move a model's outputs: the model is run node by node in ONNX Runtime, with
 * noise as large as a rounding on every real value between nodes. What is ill conditioned, or jumps
 * near a sample, moves far; what does not must be followed closely.
 */
final class NoiseOracle implements AutoCloseable {
  private static final Set<String> WHOLE = Set.of("Floor", "Ceil", "Round", "Sign");

  /** Errors that do not shrink with the values: those of a table of numbers up to 1 or so. */
  private static final Set<String> ABSOLUTE =
      Set.of(
          "Softmax",
          "LogSoftmax",
          "ReduceLogSumExp",
          "ReduceLogSum",
          "LayerNormalization",
          "InstanceNormalization",
          "LpNormalization");

  /** Constants have the unit of the values beside them. */
  private static final Set<String> MIXED = Set.of("Max", "Min", "Clip", "Where", "Concat", "Pad");

  /** Where float32 decides otherwise than exact numbers near a tie, and how often that is tried. */
  private static final Set<String> TIES =
      Set.of("QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul");

  private static final int TIE = 6;

  private static final Set<String> BODIES = Set.of("If", "Loop", "Scan");

  private final RandomModel model;
  private final List<NodeRuntime> nodes = new ArrayList<>();
  private final Map<String, List<TensorData>> values = new LinkedHashMap<>();
  private final Map<String, Double> noise = new HashMap<>();
  private final Map<String, String> maker = new HashMap<>();
  private final Random random = new Random(9);

  /**
   * @param step the largest rounding, relative to a value's largest element
   */
  NoiseOracle(RandomModel model, double step) {
    this.model = model;
    values.putAll(model.inputs());
    for (Step node : model.steps()) {
      NodeRuntime runtime = NodeRuntime.open(model.opset(), node, sample(0), model.constants());
      nodes.add(runtime);
      node.outputs().forEach(name -> maker.put(name, node.proto().getOpType()));
      for (int k = 0; k < model.samples(); k++) {
        runtime
            .run(sample(k))
            .forEach(
                (name, data) -> values.computeIfAbsent(name, key -> new ArrayList<>()).add(data));
      }
    }
    amplitudes(step);
  }

  private Map<String, TensorData> sample(int index) {
    Map<String, TensorData> out = new HashMap<>();
    values.forEach((name, samples) -> {
      if (samples.size() > index) {
        out.put(name, samples.get(index));
      }
    });
    return out;
  }

  /** All values on all samples, without noise. */
  Map<String, List<TensorData>> values() {
    return values;
  }

  // Nodes of one operator may share a table, which is as coarse as the widest of them needs.
  private void amplitudes(double step) {
    Map<String, Double> widest = new HashMap<>();
    double most = 0;
    for (Step node : model.steps()) {
      for (String name : node.reads()) {
        widest.merge(node.proto().getOpType(), largest(name), Math::max);
        most = Math.max(most, largest(name));
      }
    }
    for (String name : values.keySet()) {
      double own = largest(name);
      for (Step node : model.steps()) {
        if (node.reads().contains(name)) {
          String op = node.proto().getOpType();
          own = Math.max(own, BODIES.contains(op) ? most : requireNonNull(widest.get(op)));
        }
        if (node.outputs().contains(name) && MIXED.contains(node.proto().getOpType())) {
          for (String read : node.reads()) {
            own = Math.max(own, largest(read));
          }
        }
        if (node.outputs().contains(name) && ABSOLUTE.contains(node.proto().getOpType())) {
          own = Math.max(own, 4);
        }
        if (node.outputs().contains(name) && WHOLE.contains(node.proto().getOpType())) {
          own = 0;
          break;
        }
      }
      noise.put(name, own * step);
    }
  }

  private double largest(String name) {
    List<TensorData> samples = values.get(name);
    return samples == null
        ? 0
        : samples.stream()
            .flatMapToDouble(data -> Arrays.stream(data.toDoubles()))
            .map(Math::abs)
            .max()
            .orElse(0);
  }

  /**
   * For every output the deviation that is allowed, by element.
   *
   * @param runs with other noise each
   */
  Map<String, double[]> allowed(int sample, int runs) {
    Map<String, double[]> worst = new LinkedHashMap<>();
    for (String output : model.outputs()) {
      if (values.containsKey(output)) {
        worst.put(output, new double[exact(output, sample).length]);
      }
    }
    for (int k = 0; k < runs; k++) {
      Map<String, TensorData> noisy = run(model.sample(sample), Math.scalb(1.0, -(k % 3)));
      worst.forEach((output, deviation) -> {
        double[] exact = exact(output, sample);
        for (int i = 0; i < exact.length; i++) {
          double moved = Math.abs(requireNonNull(noisy.get(output)).doubleAt(i) - exact[i]);
          deviation[i] =
              Double.isFinite(moved) ? Math.max(deviation[i], moved) : Double.POSITIVE_INFINITY;
        }
      });
    }
    worst.forEach((output, deviation) -> {
      boolean real = requireNonNull(values.get(output)).getFirst().dtype().isFloat();
      double rounding = real ? requireNonNull(noise.get(output)) + 1e-5 * largest(output) : 0;
      for (int i = 0; i < deviation.length; i++) {
        deviation[i] = 2 * deviation[i] + rounding;
      }
    });
    return worst;
  }

  double[] exact(String output, int sample) {
    return requireNonNull(values.get(output)).get(sample).toDoubles();
  }

  private Map<String, TensorData> run(Map<String, TensorData> inputs, double part) {
    Map<String, TensorData> known = new HashMap<>();
    inputs.forEach((name, data) -> known.put(name, disturbed(name, data, part)));
    for (NodeRuntime node : nodes) {
      node.run(known).forEach((name, data) -> known.put(name, disturbed(name, data, part)));
    }
    return known;
  }

  private TensorData disturbed(String name, TensorData data, double part) {
    double most = requireNonNull(noise.get(name)) * part;
    if (TIES.contains(maker.getOrDefault(name, ""))) {
      return nearTies(data);
    }
    if (!data.dtype().isFloat() || most == 0) {
      return data;
    }
    double[] moved = data.toDoubles();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += most * (2 * random.nextDouble() - 1);
    }
    return TensorData.ofDoubles(data.dtype(), data.shape(), moved);
  }

  private TensorData nearTies(TensorData data) {
    long[] moved = data.toLongs();
    for (int i = 0; i < moved.length && !data.dtype().isFloat(); i++) {
      moved[i] += random.nextInt(TIE) == 0 ? random.nextInt(3) - 1 : 0;
      moved[i] = data.dtype().wrap(moved[i]) == moved[i] ? moved[i] : data.longAt(i);
    }
    return data.dtype().isFloat() ? data : TensorData.ofLongs(data.dtype(), data.shape(), moved);
  }

  @Override
  public void close() {
    nodes.forEach(NodeRuntime::close);
  }
}
