package io.zkchain.compiler.fuzz;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.zkchain.compiler.error.ReferenceException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A model that grows node by node. Every value is known on all samples, by ONNX Runtime, which also
 * decides what is legal: a node that it refuses, or whose values are not finite or too large, is
 * not taken.
 */
final class Sketch {
  static final int SAMPLES = 10;
  private static final int MAX_ELEMENTS = 160;
  private static final int MAX_RANK = 5;
  private static final double MAX_VALUE = 3000;
  private static final long MAX_INTEGER = 1 << 20;

  /** A node is not taken: the recipe that wanted it ends. */
  static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTaken() {
      super("", null, false, false);
    }
  }

  final Random random;
  final int opset;
  private final Map<String, List<TensorData>> inputs = new LinkedHashMap<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final Map<String, List<TensorData>> values = new LinkedHashMap<>();
  private final List<String> computed = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> variable = new HashSet<>();
  private int names;

  Sketch(Random random, int opset) {
    this.random = random;
    this.opset = opset;
  }

  Map<String, List<TensorData>> inputs() {
    return inputs;
  }

  Map<String, TensorData> constants() {
    return constants;
  }

  List<Step> steps() {
    return steps;
  }

  /** Inputs and what nodes compute. */
  List<String> variables() {
    return List.copyOf(values.keySet());
  }

  /** What nodes compute from inputs, in their order. */
  List<String> computed() {
    return List.copyOf(computed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int one, int of) {
    return random.nextInt(of) < one;
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  // Names as exporters give them, some of which look like those that a compiler makes.
  private String fresh() {
    names++;
    return switch (below(12)) {
      case 0 -> "/" + names + "/out_0";
      case 1 -> "v" + names + "/0";
      case 2 -> "v" + names + "_scale";
      case 3 -> names + "";
      case 4 -> "v" + names + "#1";
      default -> "v" + names;
    };
  }

  String input(DataType type, double low, double high, int... dims) {
    List<TensorData> samples = new ArrayList<>();
    TensorShape shape = TensorShape.of(dims);
    for (int k = 0; k < SAMPLES; k++) {
      samples.add(draw(type, low, high, shape));
    }
    String name = fresh();
    inputs.put(name, samples);
    values.put(name, samples);
    variable.add(name);
    return name;
  }

  TensorData draw(DataType type, double low, double high, TensorShape shape) {
    double[] reals = random.doubles(shape.size(), low, Math.nextUp(high)).toArray();
    if (type.isFloat()) {
      return TensorData.ofDoubles(type, shape, reals);
    }
    long[] integers = new long[reals.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = Math.round(reals[i]);
    }
    return TensorData.ofLongs(type, shape, integers);
  }

  /** A constant, which may be one that other nodes read. */
  String constant(TensorData data) {
    if (chance(1, 2)) {
      for (Map.Entry<String, TensorData> other : constants.entrySet()) {
        if (other.getValue().equals(data)) {
          return other.getKey();
        }
      }
    }
    String name = fresh();
    constants.put(name, data);
    return name;
  }

  /** A random constant, or one of this type that stands. */
  String weights(double low, double high, int... dims) {
    TensorShape shape = TensorShape.of(dims);
    List<String> alike = new ArrayList<>();
    constants.forEach((name, data) -> {
      if (data.dtype() == DataType.FLOAT && data.shape().equals(shape) && within(data, low, high)) {
        alike.add(name);
      }
    });
    if (!alike.isEmpty() && chance(1, 2)) {
      return alike.get(below(alike.size()));
    }
    return constant(draw(DataType.FLOAT, low, high, shape));
  }

  private static boolean within(TensorData data, double low, double high) {
    for (int i = 0; i < data.size(); i++) {
      if (data.doubleAt(i) < low || data.doubleAt(i) > high) {
        return false;
      }
    }
    return true;
  }

  String ints(long... numbers) {
    return constant(TensorData.ofInt64s(numbers));
  }

  String scalar(DataType type, double value) {
    TensorShape shape = chance(1, 3) ? TensorShape.of(1) : TensorShape.SCALAR;
    return constant(
        type.isFloat()
            ? TensorData.ofDoubles(type, shape, new double[] {value})
            : TensorData.ofLongs(type, shape, new long[] {(long) value}));
  }

  /** A constant without axes. */
  String scalarOf(DataType type, long value) {
    return constant(TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {value}));
  }

  List<TensorData> samples(String name) {
    List<TensorData> samples = values.get(name);
    return samples != null
        ? samples
        : Collections.nCopies(SAMPLES, requireNonNull(constants.get(name), name));
  }

  TensorShape shape(String name) {
    return samples(name).getFirst().shape();
  }

  int rank(String name) {
    return shape(name).rank();
  }

  DataType type(String name) {
    return samples(name).getFirst().dtype();
  }

  double low(String name) {
    return samples(name).stream()
        .flatMapToDouble(data -> Arrays.stream(data.toDoubles()))
        .min()
        .orElse(0);
  }

  double high(String name) {
    return samples(name).stream()
        .flatMapToDouble(data -> Arrays.stream(data.toDoubles()))
        .max()
        .orElse(0);
  }

  /** One of the values that fit, rather a late one. */
  Optional<String> pick(Predicate<String> fits) {
    List<String> all = values.keySet().stream().filter(fits).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int from = chance(1, 2) ? Math.max(0, all.size() - 3) : 0;
    return Optional.of(all.get(from + below(all.size() - from)));
  }

  /** One of the float32 values, or an input made for the purpose. */
  String real() {
    return pick(name -> type(name) == DataType.FLOAT)
        .orElseGet(() -> input(DataType.FLOAT, -2, 2, 2, 3));
  }

  /** One of the float32 values of at least some rank, or one made so. */
  String real(int rank) {
    return pick(
            name -> type(name) == DataType.FLOAT && rank(name) >= rank && shape(name).size() > 0)
        .orElseGet(() -> shaped(real(), randomDims(rank)));
  }

  int[] randomDims(int rank) {
    int[] dims = new int[rank];
    for (int k = 0; k < rank; k++) {
      dims[k] = 1 + below(rank > 3 ? 3 : 5);
    }
    return dims;
  }

  /**
   * The outputs of a new node of ai.onnx.
   *
   * @param outputs how many
   * @throws NotTaken if the node is not legal, or its values are not finite or too large
   */
  List<String> node(String op, List<String> reads, int outputs, Map<String, Object> attributes) {
    return node(op, reads, outputs, attributes, List.of());
  }

  List<String> node(
      String op,
      List<String> reads,
      int outputs,
      Map<String, Object> attributes,
      List<String> captured) {
    NodeProto proto =
        Models.body().node("", "", op, reads, List.of("out"), attributes).graph().getNode(0);
    return add(proto, outputs, captured);
  }

  /** As {@link #node}, for a node whose outputs have no names yet. */
  List<String> add(NodeProto node, int outputs, List<String> captured) {
    List<String> results = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      results.add(fresh());
    }
    NodeProto.Builder proto = node.toBuilder().clearOutput().addAllOutput(results);
    proto.setName(chance(1, 8) ? "" : "n" + names);
    Step step = new Step(proto.build(), captured);
    Map<String, List<TensorData>> found = evaluate(step);
    if (found.isEmpty()) {
      throw new NotTaken();
    }
    steps.add(step);
    values.putAll(found);
    if (!Collections.disjoint(variable, step.reads())) {
      variable.addAll(results);
      computed.addAll(results);
    }
    return results;
  }

  String one(String op, List<String> reads, Map<String, Object> attributes) {
    return node(op, reads, 1, attributes).getFirst();
  }

  String one(String op, List<String> reads) {
    return one(op, reads, Map.of());
  }

  private Map<String, List<TensorData>> evaluate(Step step) {
    Map<String, List<TensorData>> out = new LinkedHashMap<>();
    try (NodeRuntime node = NodeRuntime.open(opset, step, sample(0), constants)) {
      for (int k = 0; k < SAMPLES; k++) {
        Map<String, TensorData> found = node.run(sample(k));
        for (String name : step.outputs()) {
          TensorData data = requireNonNull(found.get(name));
          if (!sane(data)) {
            return Map.of();
          }
          out.computeIfAbsent(name, key -> new ArrayList<>()).add(data);
        }
      }
    } catch (ReferenceException e) {
      return Map.of();
    }
    return out;
  }

  private Map<String, TensorData> sample(int index) {
    Map<String, TensorData> out = new HashMap<>();
    values.forEach((name, samples) -> out.put(name, samples.get(index)));
    return out;
  }

  private static boolean sane(TensorData data) {
    if (data.size() == 0 || data.size() > MAX_ELEMENTS || data.shape().rank() > MAX_RANK) {
      return false;
    }
    double most = data.dtype().isFloat() ? MAX_VALUE : MAX_INTEGER;
    for (double value : data.toDoubles()) {
      if (!(Math.abs(value) <= most)) {
        return false;
      }
    }
    return true;
  }

  /** A value with its elements in another shape: repeated or cut where their number differs. */
  String shaped(String value, int... dims) {
    TensorShape want = TensorShape.of(dims);
    if (shape(value).equals(want)) {
      return value;
    }
    int have = shape(value).size();
    String flat = rank(value) == 1 ? value : one("Reshape", List.of(value, ints(-1)), Map.of());
    if (have < want.size()) {
      flat = one("Tile", List.of(flat, ints((want.size() + have - 1) / have)), Map.of());
    }
    if (shape(flat).size() > want.size()) {
      int from = below(shape(flat).size() - want.size() + 1);
      flat = one("Slice", List.of(flat, ints(from), ints(from + want.size())), Map.of());
    }
    long[] sizes = want.dims().stream().mapToLong(d -> d).toArray();
    return shape(flat).equals(want) ? flat : one("Reshape", List.of(flat, ints(sizes)), Map.of());
  }

  /** A float32 value moved into an interval, by a product and a sum where it is outside. */
  String fit(String value, double low, double high) {
    double from = low(value);
    double to = high(value);
    if (from >= low && to <= high) {
      return value;
    }
    double factor = to - from <= high - low ? 1 : (high - low) / (to - from) * 0.98;
    String scaled =
        factor == 1
            ? value
            : one("Mul", List.of(value, scalar(DataType.FLOAT, (float) factor)), Map.of());
    double middle = (low + high) / 2 - (low(scaled) + high(scaled)) / 2;
    return low(scaled) >= low && high(scaled) <= high
        ? scaled
        : one("Add", List.of(scaled, scalar(DataType.FLOAT, (float) middle)), Map.of());
  }
}
