package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** Operators that make constants out of shapes and numbers; all of them fold away. */
final class FillShapes {

  private FillShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Shape", 1, 1, FillShapes::shape);
    rules.add(
        "Size", 1, 1, (node, in) -> List.of(new TensorType(DataType.INT64, TensorShape.SCALAR)));
    rules.add("ConstantOfShape", 1, 1, FillShapes::constantOfShape);
    rules.add("Range", 3, 3, FillShapes::range);
    rules.add("EyeLike", 1, 1, FillShapes::eyeLike);
  }

  private static List<TensorType> shape(Node node, NodeInputs in) {
    int length = shapeSlice(node, in.shape(0).rank()).length();
    return List.of(new TensorType(DataType.INT64, TensorShape.of(length)));
  }

  /** The part of the shape that a Shape node returns (attributes start and end since opset 15). */
  static AxisRange shapeSlice(Node node, int rank) {
    int start = clamp(node.intAttribute("start", 0), rank);
    int end = clamp(node.intAttribute("end", rank), rank);
    return new AxisRange(start, Math.max(0, end - start));
  }

  record AxisRange(int start, int length) {}

  private static int clamp(long position, int rank) {
    return Math.clamp(position < 0 ? position + rank : position, 0, rank);
  }

  private static List<TensorType> constantOfShape(Node node, NodeInputs in) {
    DataType dtype = node.tensorAttribute("value").map(TensorData::dtype).orElse(DataType.FLOAT);
    long[] dims = in.requireConstant(0, "the shape").toLongs();
    return List.of(new TensorType(dtype, TensorShape.of(dims)));
  }

  private static List<TensorType> range(Node node, NodeInputs in) {
    TensorData start = in.requireConstant(0, "start");
    TensorData limit = in.requireConstant(1, "limit");
    TensorData delta = in.requireConstant(2, "delta");
    if (start.size() != 1 || limit.size() != 1 || delta.size() != 1) {
      throw node.invalid("start, limit and delta must be scalars");
    }
    double count = Math.ceil((limit.doubleAt(0) - start.doubleAt(0)) / delta.doubleAt(0));
    if (!(count < Integer.MAX_VALUE)) {
      throw node.invalid("range %s .. %s by %s".formatted(start, limit, delta));
    }
    return List.of(
        new TensorType(
            ElementwiseShapes.commonDtype(node, in), TensorShape.of((int) Math.max(0, count))));
  }

  private static List<TensorType> eyeLike(Node node, NodeInputs in) {
    if (in.shape(0).rank() != 2) {
      throw node.invalid("needs a matrix, not " + in.shape(0));
    }
    int code = (int) node.intAttribute("dtype", in.type(0).dtype().code());
    DataType dtype =
        DataType.ofCode(code)
            .orElseThrow(() -> node.invalid("element type " + code + " is unknown"));
    return List.of(in.type(0).withDtype(dtype));
  }
}
