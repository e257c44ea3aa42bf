package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Reductions, arg-reductions, sorting and running sums. */
final class ReductionShapes {

  private static final List<String> REDUCTIONS =
      List.of(
          "ReduceSum",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "ReduceProd",
          "ReduceL1",
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceLogSum",
          "ReduceLogSumExp");

  private ReductionShapes() {}

  static void register(ShapeRules.Builder rules) {
    REDUCTIONS.forEach(op -> rules.add(op, 1, 2, ReductionShapes::reduce));
    rules.add("ArgMax", 1, 1, ReductionShapes::argReduce);
    rules.add("ArgMin", 1, 1, ReductionShapes::argReduce);
    rules.add("TopK", 1, 2, ReductionShapes::topK);
    rules.add("CumSum", 2, 2, (node, in) -> List.of(in.type(0)));
  }

  private static List<TensorType> reduce(Node node, NodeInputs in) {
    boolean keep = node.intAttribute("keepdims", 1) != 0;
    return List.of(in.type(0).withShape(removed(in.shape(0), Axes.reduced(node, in), keep)));
  }

  private static List<TensorType> argReduce(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, 0, x.rank());
    if (x.dim(axis) == 0) {
      throw node.invalid("axis " + axis + " is empty");
    }
    boolean keep = node.intAttribute("keepdims", 1) != 0;
    return List.of(new TensorType(DataType.INT64, removed(x, List.of(axis), keep)));
  }

  private static TensorShape removed(TensorShape x, List<Integer> axes, boolean keep) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(x.dim(axis));
      } else if (keep) {
        dims.add(1);
      }
    }
    return new TensorShape(dims);
  }

  private static List<TensorType> topK(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, -1, x.rank());
    long k;
    if (node.opset() < 10) {
      k = node.intAttribute("k", -1);
    } else {
      TensorData given = in.requireConstant(1, "k");
      if (given.size() != 1) {
        throw node.invalid("k must be a single value, not " + given.type());
      }
      k = given.longAt(0);
    }
    if (k < 0 || k > x.dim(axis)) {
      throw node.invalid("k = %d is outside an axis of %d".formatted(k, x.dim(axis)));
    }
    TensorType values = in.type(0).withShape(x.withDim(axis, (int) k));
    return List.of(values, values.withDtype(DataType.INT64));
  }
}
