package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.NodeInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that make tensors from a shape or from a few numbers. */
public final class FillFolds {

  private FillFolds() {}

  static Optional<List<TensorData>> fold(Node node, NodeInputs in, List<TensorType> types) {
    TensorType type = types.getFirst();
    return switch (node.opType()) {
      case "ConstantOfShape" -> Optional.of(List.of(constantOfShape(node, type)));
      case "EyeLike" -> Optional.of(List.of(eye(node, type)));
      case "Range" ->
          type.dtype().isFloat() ? Optional.empty() : Optional.of(List.of(range(in, type)));
      default -> Optional.empty();
    };
  }

  private static TensorData constantOfShape(Node node, TensorType type) {
    TensorData value =
        node.tensorAttribute("value").orElse(TensorData.ofFloats(TensorShape.of(1), 0f));
    if (value.size() != 1) {
      throw node.invalid("attribute 'value' must hold one element, not " + value.type());
    }
    return value.select(type.shape(), new int[type.shape().size()]);
  }

  /** The matrix of an EyeLike node with a result of the type. */
  public static TensorData eye(Node node, TensorType type) {
    long diagonal = node.intAttribute("k", 0);
    long[] values = new long[type.shape().size()];
    int columns = type.shape().dim(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % columns - i / columns == diagonal ? 1 : 0;
    }
    return Casts.cast(node, TensorData.ofLongs(DataType.INT64, type.shape(), values), type.dtype());
  }

  private static TensorData range(NodeInputs in, TensorType type) {
    long start = MovementFolds.data(in, 0).longAt(0);
    long delta = MovementFolds.data(in, 2).longAt(0);
    long[] values = new long[type.shape().size()];
    Arrays.setAll(values, i -> start + i * delta);
    return TensorData.ofLongs(type.dtype(), type.shape(), values);
  }
}
