package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Nested JSON lists as tensors: bool if all elements are booleans, int64 if all are integers, else
 * float64.
 */
final class JsonTensors {

  private JsonTensors() {}

  static TensorData read(String input, JsonNode value) {
    List<Integer> dims = new ArrayList<>();
    for (JsonNode at = value; at.isArray(); at = at.get(0)) {
      dims.add(at.size());
      if (at.isEmpty()) {
        throw new InputDataException("input '" + input + "' has an empty list");
      }
    }
    List<JsonNode> elements = new ArrayList<>();
    collect(input, value, dims, 0, elements);
    TensorShape shape = new TensorShape(dims);
    if (elements.stream().allMatch(JsonNode::isBoolean)) {
      return TensorData.ofLongs(
          DataType.BOOL,
          shape,
          elements.stream().mapToLong(node -> node.booleanValue() ? 1 : 0).toArray());
    }
    return numbers(input, shape, elements);
  }

  private static void collect(
      String input, JsonNode node, List<Integer> dims, int axis, List<JsonNode> elements) {
    boolean leaf = axis == dims.size();
    if (leaf == node.isArray() || (!leaf && node.size() != dims.get(axis))) {
      throw new InputDataException(
          "input '%s' is ragged: its lists are not all of shape %s"
              .formatted(input, new TensorShape(dims)));
    }
    if (leaf) {
      elements.add(node);
      return;
    }
    for (JsonNode child : node) {
      collect(input, child, dims, axis + 1, elements);
    }
  }

  private static TensorData numbers(String input, TensorShape shape, List<JsonNode> elements) {
    boolean integers = true;
    for (int i = 0; i < elements.size(); i++) {
      JsonNode node = elements.get(i);
      if (!node.isNumber()) {
        throw new InputDataException(
            "input '%s': element %d is %s, not a number"
                .formatted(input, i, node.getNodeType().name().toLowerCase(Locale.ROOT)));
      }
      integers &= node.isIntegralNumber();
      if (node.isBigInteger()) {
        throw new InputDataException(
            "input '%s': element %d does not fit 64 bits".formatted(input, i));
      }
    }
    return integers
        ? TensorData.ofLongs(
            DataType.INT64, shape, elements.stream().mapToLong(JsonNode::longValue).toArray())
        : TensorData.ofDoubles(
            DataType.DOUBLE, shape, elements.stream().mapToDouble(JsonNode::doubleValue).toArray());
  }
}
