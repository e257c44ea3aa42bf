package io.zkchain.compiler.graph.expand;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes and constants that replace one node; all names begin with its own. */
public final class ExpandedNodes {
  private final Node origin;
  private final int opset;
  private final String prefix;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();

  ExpandedNodes(Node origin, int opset) {
    this.origin = origin;
    this.opset = opset;
    this.prefix = origin.name() + "/";
  }

  /** In an order in which they can be evaluated. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  public Map<String, TensorData> constants() {
    return new LinkedHashMap<>(constants);
  }

  int opset() {
    return opset;
  }

  String floats(double[] values, int... dims) {
    return constant(TensorData.ofDoubles(DataType.FLOAT, TensorShape.of(dims), values));
  }

  String scalar(double value) {
    return constant(TensorData.ofDoubles(DataType.FLOAT, TensorShape.SCALAR, new double[] {value}));
  }

  String integer(long value) {
    return constant(TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {value}));
  }

  String int64s(long... values) {
    return constant(TensorData.ofInt64s(values));
  }

  String constant(TensorData data) {
    String name = prefix + "constant" + constants.size();
    constants.put(name, data);
    return name;
  }

  /** A node of ai.onnx with one output, whose name is returned. */
  String node(String operator, List<String> inputs) {
    return node(operator, inputs, Map.of());
  }

  String node(String operator, List<String> inputs, Map<String, Attribute> attributes) {
    return node("", operator, inputs, attributes);
  }

  String node(
      String domain, String operator, List<String> inputs, Map<String, Attribute> attributes) {
    String output = prefix + operator + nodes.size();
    int version = domain.equals(origin.domain()) ? origin.opset() : opset;
    nodes.add(new Node(output, domain, operator, version, inputs, List.of(output), attributes));
    return output;
  }

  /** Makes a value an output of the node that is replaced. */
  void result(int output, String value) {
    if (origin.hasOutput(output)) {
      String name = prefix + "output" + output;
      nodes.add(
          new Node(
              name,
              "",
              "Identity",
              opset,
              List.of(value),
              List.of(origin.output(output)),
              Map.of()));
    }
  }

  /** The value in a shape. */
  String reshape(String value, long... shape) {
    return node("Reshape", List.of(value, int64s(shape)));
  }

  static Attribute ints(long value) {
    return new Attribute.IntValue(value);
  }

  /** The value as another type. */
  String cast(String value, DataType type) {
    return node("Cast", List.of(value), Map.of("to", ints(type.code())));
  }

  /** A sum along an axis, which keeps length 1. */
  String sum(String value, int axis) {
    return opset >= 13
        ? node("ReduceSum", List.of(value, int64s(axis)))
        : node(
            "ReduceSum",
            List.of(value),
            Map.of("axes", new Attribute.IntList(List.of((long) axis))));
  }

  /** The largest value along an axis, which keeps length 1. */
  String max(String value, int axis) {
    return opset >= 18
        ? node("ReduceMax", List.of(value, int64s(axis)))
        : node(
            "ReduceMax",
            List.of(value),
            Map.of("axes", new Attribute.IntList(List.of((long) axis))));
  }

  /** The smallest value along an axis, which keeps length 1. */
  String min(String value, int axis) {
    return opset >= 18
        ? node("ReduceMin", List.of(value, int64s(axis)))
        : node(
            "ReduceMin",
            List.of(value),
            Map.of("axes", new Attribute.IntList(List.of((long) axis))));
  }

  String bools(long[] values, int... dims) {
    return constant(TensorData.ofLongs(DataType.BOOL, TensorShape.of(dims), values));
  }

  String clip(String value, float low, float high) {
    return opset >= 11
        ? node("Clip", List.of(value, scalar(low), scalar(high)))
        : node(
            "Clip",
            List.of(value),
            Map.of("min", new Attribute.FloatValue(low), "max", new Attribute.FloatValue(high)));
  }

  /** Elements from .. to - 1 along an axis. */
  String slice(String value, int axis, int from, int to) {
    return opset >= 10
        ? node("Slice", List.of(value, int64s(from), int64s(to), int64s(axis)))
        : node(
            "Slice",
            List.of(value),
            Map.of("starts", list(from), "ends", list(to), "axes", list(axis)));
  }

  /** The value without an axis of length 1. */
  String squeeze(String value, int axis) {
    return layout("Squeeze", value, axis);
  }

  /** The value with a further axis of length 1. */
  String unsqueeze(String value, int axis) {
    return layout("Unsqueeze", value, axis);
  }

  private String layout(String operator, String value, int axis) {
    return opset >= 13
        ? node(operator, List.of(value, int64s(axis)))
        : node(operator, List.of(value), Map.of("axes", list(axis)));
  }

  private static Attribute list(long value) {
    return new Attribute.IntList(List.of(value));
  }
}
