package io.zkchain.compiler.graph.normalise;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.fold.FillFolds;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.ShapeRules;
import java.util.Arrays;
import java.util.Map;

/** Nodes whose value is known without looking at any element. */
final class ConstantNodes {

  private ConstantNodes() {}

  /** The value of a Constant node. */
  static TensorData value(Node node) {
    if (node.attributes().size() != 1) {
      throw node.invalid("needs exactly one attribute, has " + node.attributes().keySet());
    }
    Map.Entry<String, Attribute> entry = node.attributes().entrySet().iterator().next();
    return switch (entry.getValue()) {
      case Attribute.TensorValue(TensorData data) -> data;
      case Attribute.FloatValue(float value) -> TensorData.ofFloats(TensorShape.SCALAR, value);
      case Attribute.IntValue(long value) ->
          TensorData.ofLongs(DataType.INT64, TensorShape.SCALAR, new long[] {value});
      case Attribute.FloatList(var values) -> {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = values.get(i);
        }
        yield TensorData.ofFloats(TensorShape.of(floats.length), floats);
      }
      case Attribute.IntList(var values) ->
          TensorData.ofInt64s(values.stream().mapToLong(Long::longValue).toArray());
      case Attribute.StringValue ignored -> throw unsupported(node, entry.getKey());
      case Attribute.StringList ignored -> throw unsupported(node, entry.getKey());
      case Attribute.SubgraphValue ignored -> throw unsupported(node, entry.getKey());
      case Attribute.Unread ignored -> throw unsupported(node, entry.getKey());
    };
  }

  private static UnsupportedModelException unsupported(Node node, String attribute) {
    return new UnsupportedModelException(
        "%s: a constant given by '%s' is not supported".formatted(node.describe(), attribute));
  }

  /** The value of a Shape node, which needs only the static shape of its input. */
  static TensorData shape(Node node, NodeInputs in) {
    int length = ShapeRules.standard().infer(node, in).getFirst().shape().dim(0);
    int rank = in.shape(0).rank();
    long first = node.intAttribute("start", 0);
    int start = (int) Math.clamp(first < 0 ? first + rank : first, 0L, rank);
    return TensorData.ofInt64s(
        Arrays.stream(in.shape(0).toArray()).skip(start).limit(length).asLongStream().toArray());
  }

  /** The value of an EyeLike node, which needs only the static shape of its input. */
  static TensorData eye(Node node, NodeInputs in) {
    return FillFolds.eye(node, ShapeRules.standard().infer(node, in).getFirst());
  }

  /** The value of IsNaN or IsInf: a circuit's numbers are finite, and so are all constants here. */
  static TensorData finite(Node node, NodeInputs in) {
    in.constant(0)
        .ifPresent(data -> {
          if (data.firstNonFinite().isPresent()) {
            throw new UnsupportedModelException(
                node.describe() + ": it reads a constant that is not finite");
          }
        });
    return TensorData.ofLongs(DataType.BOOL, in.shape(0), new long[in.shape(0).size()]);
  }
}
