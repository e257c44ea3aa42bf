package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Poolings over windows and over whole channels. */
final class PoolingShapes {

  private PoolingShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add(
        "MaxPool",
        1,
        1,
        (node, in) -> {
          TensorType out = pooled(node, in);
          return List.of(out, out.withDtype(DataType.INT64));
        });
    rules.add("AveragePool", 1, 1, (node, in) -> List.of(pooled(node, in)));
    rules.add("LpPool", 1, 1, (node, in) -> List.of(pooled(node, in)));
    for (String op : List.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")) {
      rules.add(op, 1, 1, PoolingShapes::global);
    }
  }

  private static TensorType pooled(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    WindowGeometry.spatialRank(node, x);
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, 2));
    dims.addAll(WindowGeometry.ofPooling(node, x).output());
    return in.type(0).withShape(new TensorShape(dims));
  }

  private static List<TensorType> global(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int rank = WindowGeometry.spatialRank(node, x);
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, 2));
    for (int axis = 0; axis < rank; axis++) {
      dims.add(1);
    }
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }
}
