package io.zkchain.compiler.graph.expand;

import static io.zkchain.compiler.graph.expand.ExpandedNodes.ints;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The operators of ai.onnx.ml that prepare features. */
final class FeatureExpansions {

  private FeatureExpansions() {}

  /** (x - offset) scale, as x scale - offset scale: columns of any magnitude keep their digits. */
  static void scaler(Node node, NodeInputs in, ExpandedNodes out) {
    int features = LinearExpansions.features(in);
    double[] offset = columns(node, "offset", 0, features);
    double[] scale = columns(node, "scale", 1, features);
    double[] shift = new double[features];
    Arrays.setAll(shift, k -> -offset[k] * scale[k]);
    String x = out.cast(node.input(0), DataType.FLOAT);
    String scaled = out.node("Mul", List.of(x, out.floats(scale, features)));
    out.result(0, out.node("Add", List.of(scaled, out.floats(shift, features))));
  }

  private static double[] columns(Node node, String attribute, double otherwise, int features) {
    double[] given = ClassScores.floats(node, attribute);
    if (given.length > 1 && given.length != features) {
      throw node.invalid(
          "%d values of '%s' do not fit %d features".formatted(given.length, attribute, features));
    }
    double[] all = new double[features];
    Arrays.setAll(all, k -> given.length == 0 ? otherwise : given[given.length == 1 ? 0 : k]);
    return all;
  }

  /** x over the norm of its row; a row whose norm is 0 stays. */
  static void normalizer(Node node, NodeInputs in, ExpandedNodes out) {
    String x = out.cast(node.input(0), DataType.FLOAT);
    int axis = in.shape(0).rank() - 1;
    String norm =
        switch (node.stringAttribute("norm", "MAX")) {
          case "L1" -> out.sum(out.node("Abs", List.of(x)), axis);
          case "L2" -> out.node("Sqrt", List.of(out.sum(out.node("Mul", List.of(x, x)), axis)));
          case "MAX" -> out.max(x, axis);
          default -> throw node.invalid("norm is MAX, L1 or L2");
        };
    String some = out.cast(norm, DataType.BOOL);
    String one = out.cast(out.node("Not", List.of(some)), DataType.FLOAT);
    String inverse = out.node("Reciprocal", List.of(out.node("Add", List.of(norm, one))));
    out.result(0, out.node("Mul", List.of(x, inverse)));
  }

  static void binarizer(Node node, NodeInputs in, ExpandedNodes out) {
    DataType type = in.type(0).dtype();
    double threshold = node.floatAttribute("threshold", 0);
    String limit = out.constant(scalar(type, threshold));
    out.result(0, out.cast(out.node("Greater", List.of(node.input(0), limit)), type));
  }

  /** Columns of the last axis; a vector is one row. */
  static void arrayFeatureExtractor(Node node, NodeInputs in, ExpandedNodes out) {
    int rank = in.shape(0).rank();
    String x = rank == 1 ? out.reshape(node.input(0), 1, -1) : node.input(0);
    String index = out.reshape(node.input(1), -1);
    out.result(
        0, out.node("Gather", List.of(x, index), Map.of("axis", ints(Math.max(1, rank - 1)))));
  }

  static void featureVectorizer(Node node, NodeInputs in, ExpandedNodes out) {
    List<String> parts = new ArrayList<>();
    List<Long> declared = node.intsAttribute("inputdimensions").orElse(List.of());
    for (int k = 0; k < node.inputs().size(); k++) {
      long features = LinearExpansions.features(in, k);
      if (k < declared.size() && declared.get(k) != features) {
        throw node.invalid(
            "inputdimensions %s do not fit input %d, which has %d features"
                .formatted(declared, k, features));
      }
      int rows = in.shape(k).rank() == 1 ? 1 : in.shape(k).dim(0);
      parts.add(out.reshape(out.cast(node.input(k), DataType.FLOAT), rows, -1));
    }
    out.result(0, out.node("Concat", parts, Map.of("axis", ints(1))));
  }

  static void imputer(Node node, NodeInputs in, ExpandedNodes out) {
    DataType type = in.type(0).dtype();
    boolean real = type.isFloat();
    double[] imputed =
        real
            ? ClassScores.floats(node, "imputed_value_floats")
            : integers(node, "imputed_value_int64s");
    double replaced =
        real
            ? node.floatAttribute("replaced_value_float", 0)
            : node.intAttribute("replaced_value_int64", 0);
    if (imputed.length == 0) {
      throw node.invalid("no values are given to impute");
    }
    String missing =
        out.node("Equal", List.of(node.input(0), out.constant(scalar(type, replaced))));
    String other = out.constant(vector(type, imputed));
    out.result(0, out.node("Where", List.of(missing, other, node.input(0))));
  }

  static void oneHotEncoder(Node node, NodeInputs in, ExpandedNodes out) {
    double[] categories = integers(node, "cats_int64s");
    if (categories.length == 0) {
      throw node.invalid("only integer categories have a circuit");
    }
    String equal = equal(node, in, out, categories);
    out.result(0, out.cast(equal, DataType.FLOAT));
  }

  // [.., k] is whether x[..] is value k.
  private static String equal(Node node, NodeInputs in, ExpandedNodes out, double[] values) {
    TensorShape shape = in.shape(0);
    long[] dims = new long[shape.rank() + 1];
    Arrays.setAll(dims, k -> k < shape.rank() ? shape.dim(k) : 1);
    String keys = out.constant(vector(in.type(0).dtype(), values));
    return out.node("Equal", List.of(out.reshape(node.input(0), dims), keys));
  }

  /** The default plus, at each key, the difference of its value to the default. */
  static void labelEncoder(Node node, NodeInputs in, ExpandedNodes out) {
    double[] keys = list(node, "keys");
    double[] values = list(node, "values");
    if (keys.length == 0 || keys.length != values.length) {
      throw node.invalid("%d keys, %d values".formatted(keys.length, values.length));
    }
    boolean real =
        node.hasAttribute("values_floats")
            || node.tensorAttribute("values_tensor").map(d -> d.dtype().isFloat()).orElse(false);
    DataType type =
        node.tensorAttribute("values_tensor")
            .map(TensorData::dtype)
            .orElse(real ? DataType.FLOAT : DataType.INT64);
    double other =
        node.tensorAttribute("default_tensor")
            .map(d -> d.doubleAt(0))
            .orElse(
                real
                    ? node.floatAttribute("default_float", 0)
                    : (double) node.intAttribute("default_int64", -1));
    double[] more = Arrays.stream(values).map(v -> v - other).toArray();
    String chosen =
        out.node(
            "Mul",
            List.of(out.cast(equal(node, in, out, keys), type), out.constant(vector(type, more))));
    TensorShape shape = in.shape(0);
    String sum = out.sum(chosen, shape.rank());
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    String flat = out.reshape(sum, dims);
    out.result(0, out.node("Add", List.of(flat, out.constant(scalar(type, other)))));
  }

  private static double[] list(Node node, String role) {
    if (node.hasAttribute(role + "_floats")) {
      return ClassScores.floats(node, role + "_floats");
    }
    return node.tensorAttribute(role + "_tensor")
        .map(TensorData::toDoubles)
        .orElseGet(() -> integers(node, role + "_int64s"));
  }

  private static double[] integers(Node node, String attribute) {
    List<Long> values = node.intsAttribute(attribute).orElse(List.of());
    return values.stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static TensorData scalar(DataType type, double value) {
    return type.isFloat()
        ? TensorData.ofDoubles(type, TensorShape.SCALAR, new double[] {value})
        : TensorData.ofLongs(type, TensorShape.SCALAR, new long[] {(long) Math.floor(value)});
  }

  private static TensorData vector(DataType type, double[] values) {
    TensorShape shape = TensorShape.of(values.length);
    return type.isFloat()
        ? TensorData.ofDoubles(type, shape, values)
        : TensorData.ofLongs(type, shape, Arrays.stream(values).mapToLong(v -> (long) v).toArray());
  }
}
