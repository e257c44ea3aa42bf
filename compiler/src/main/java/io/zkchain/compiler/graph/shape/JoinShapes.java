package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.Arrays;
import java.util.List;

/** Operators that join, cut, pad and repeat tensors along axes. */
final class JoinShapes {

  private JoinShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Concat", 1, Integer.MAX_VALUE, JoinShapes::concat);
    rules.add("Split", 1, 2, JoinShapes::split);
    rules.add(
        "Slice",
        1,
        5,
        (node, in) -> List.of(in.type(0).withShape(SliceGeometry.of(node, in).output())));
    rules.add(
        "Pad",
        1,
        4,
        (node, in) -> List.of(in.type(0).withShape(PadGeometry.of(node, in).output())));
    rules.add("Expand", 2, 2, JoinShapes::expand);
    rules.add("Tile", 2, 2, JoinShapes::tile);
  }

  private static List<TensorType> concat(Node node, NodeInputs in) {
    TensorShape first = in.shape(0);
    if (!node.hasAttribute("axis")) {
      throw node.invalid("axis is missing");
    }
    int axis = Axes.attribute(node, 0, first.rank());
    long length = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      TensorShape shape = in.shape(i);
      if (shape.rank() != first.rank() || !shape.withDim(axis, 0).equals(first.withDim(axis, 0))) {
        throw node.invalid("%s and %s cannot be joined on axis %d".formatted(first, shape, axis));
      }
      length += shape.dim(axis);
    }
    return List.of(
        new TensorType(
            ElementwiseShapes.commonDtype(node, in), first.withDim(axis, Math.toIntExact(length))));
  }

  private static List<TensorType> split(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, 0, x.rank());
    return SplitLengths.of(node, in).stream()
        .map(length -> in.type(0).withShape(x.withDim(axis, length)))
        .toList();
  }

  private static List<TensorType> expand(Node node, NodeInputs in) {
    TensorShape target = TensorShape.of(in.requireConstant(1, "the target shape").toLongs());
    return List.of(in.type(0).withShape(Broadcasting.common(node, List.of(in.shape(0), target))));
  }

  private static List<TensorType> tile(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorData repeats = in.requireConstant(1, "repeats");
    if (repeats.size() != x.rank()) {
      throw node.invalid("repeats %s do not fit %s".formatted(repeats, x));
    }
    long[] dims = new long[x.rank()];
    Arrays.setAll(dims, axis -> Math.multiplyExact(x.dim(axis), repeats.longAt(axis)));
    return List.of(in.type(0).withShape(TensorShape.of(dims)));
  }
}
