package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.testing.Models;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A model of one node (or a few) with random inputs, for the laws that every operator obeys. */
public final class OperatorCase {

  /** An input whose elements are uniform in low..high. */
  public record Input(String name, DataType type, int[] dims, double low, double high) {}

  /** Errors of ONNX Runtime's own sums, relative to the values of the cases. */
  private static final double FLOAT32 = 2e-6;

  private static final String ML = Node.ML_DOMAIN + ".";

  /** The version of ai.onnx beside operators of ai.onnx.ml. */
  private static final int CORE = 17;

  private final String operator;
  private final String title;
  private final int opset;
  private final Models model;
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private double tolerance;
  private double units;
  private int outputs = 1;
  private boolean rejects;
  private byte[] bytes = {};

  private OperatorCase(String operator, String title, int opset) {
    this.operator = operator;
    this.title = title;
    this.opset = opset;
    boolean classical = operator.startsWith(ML);
    this.model = classical ? Models.opset(CORE).domain(Node.ML_DOMAIN, opset) : Models.opset(opset);
  }

  static OperatorCase of(String operator, String title, int opset) {
    return new OperatorCase(operator, title, opset);
  }

  /** A float input in -2..2. */
  OperatorCase in(int... dims) {
    return in(DataType.FLOAT, -2, 2, dims);
  }

  OperatorCase in(DataType type, double low, double high, int... dims) {
    String name = "x" + inputs.size();
    inputs.add(new Input(name, type, dims, low, high));
    names.add(name);
    Object[] sizes = new Object[dims.length];
    for (int k = 0; k < dims.length; k++) {
      sizes[k] = dims[k];
    }
    model.input(name, type, sizes);
    return this;
  }

  /** A float input of the model that the node does not list: its subgraphs read it. */
  OperatorCase reads(int... dims) {
    in(dims);
    names.removeLast();
    return this;
  }

  /** A constant float input in -1..1. */
  OperatorCase weights(int... dims) {
    float[] values = new float[TensorShape.of(dims).size()];
    Random random = new Random(names.size() + 31L * values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return constant(TensorData.ofFloats(TensorShape.of(dims), values));
  }

  OperatorCase constant(TensorData data) {
    String name = "k" + names.size();
    names.add(name);
    model.constant(name, data);
    return this;
  }

  OperatorCase floats(float... values) {
    return constant(TensorData.ofFloats(TensorShape.of(values.length), values));
  }

  OperatorCase int64s(long... values) {
    return constant(TensorData.ofInt64s(values));
  }

  OperatorCase scalar(float value) {
    return constant(TensorData.ofFloats(TensorShape.SCALAR, value));
  }

  /** An optional input that is left out. */
  OperatorCase absent() {
    names.add("");
    return this;
  }

  OperatorCase with(String attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  /**
   * The operator's stated error in this case, on inputs that are multiples of their units. Without
   * it the operator must be exact.
   */
  OperatorCase tolerance(double value) {
    tolerance = value;
    return this;
  }

  /** Further error in units of the output. */
  OperatorCase units(double count) {
    units = count;
    return this;
  }

  /** Some inputs have no proof, even with clamps: ONNX has no number there either. */
  OperatorCase rejects() {
    rejects = true;
    return this;
  }

  public boolean mayReject() {
    return rejects;
  }

  OperatorCase outputs(int count) {
    outputs = count;
    return this;
  }

  String operator() {
    return operator;
  }

  /** The largest error allowed for an output of a unit. */
  double tolerance(Scale unit) {
    return FLOAT32 + tolerance + units * unit.toDouble();
  }

  public byte[] model() {
    if (bytes.length > 0) {
      return bytes;
    }
    List<String> results = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      results.add("y" + k);
    }
    boolean classical = operator.startsWith(ML);
    String domain = classical ? Node.ML_DOMAIN : "";
    String type = classical ? operator.substring(ML.length()) : operator;
    model.node("n", domain, type, names, results, attributes);
    model.output(results.toArray(String[]::new));
    bytes = model.bytes();
    return bytes;
  }

  /** Random inputs, the range widened by a factor. */
  Map<String, TensorData> sample(Random random, double stretch) {
    Map<String, TensorData> out = new LinkedHashMap<>();
    for (Input input : inputs) {
      double[] values = new double[TensorShape.of(input.dims()).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = stretch * (input.low() + random.nextDouble() * (input.high() - input.low()));
      }
      out.put(input.name(), tensor(input, values));
    }
    return out;
  }

  private static TensorData tensor(Input input, double[] values) {
    TensorShape shape = TensorShape.of(input.dims());
    if (input.type().isFloat()) {
      return TensorData.ofDoubles(input.type(), shape, values);
    }
    long[] integers = new long[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = Math.round(values[i]);
    }
    return TensorData.ofLongs(input.type(), shape, integers);
  }

  public List<Input> inputs() {
    return List.copyOf(inputs);
  }

  /** Whether its node lists all inputs of the model. */
  public boolean readsItsInputs() {
    return inputs.stream().allMatch(input -> names.contains(input.name()));
  }

  boolean hasIntegerInput() {
    return inputs.stream().anyMatch(i -> !i.type().isFloat());
  }

  @Override
  public String toString() {
    return operator + " (opset " + opset + "): " + title;
  }
}
