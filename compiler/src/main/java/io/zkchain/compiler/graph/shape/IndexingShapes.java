package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Gathering, scattering and one-hot encoding. */
final class IndexingShapes {

  private IndexingShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Gather", 2, 2, IndexingShapes::gather);
    rules.add("GatherElements", 2, 2, IndexingShapes::gatherElements);
    rules.add("GatherND", 2, 2, IndexingShapes::gatherNd);
    rules.add("Scatter", 3, 3, (node, in) -> List.of(in.type(0)));
    rules.add("ScatterElements", 3, 3, (node, in) -> List.of(in.type(0)));
    rules.add("ScatterND", 3, 3, (node, in) -> List.of(in.type(0)));
    rules.add("OneHot", 3, 3, IndexingShapes::oneHot);
    rules.add("Trilu", 1, 2, (node, in) -> List.of(in.type(0)));
    rules.add("ReverseSequence", 2, 2, (node, in) -> List.of(in.type(0)));
  }

  private static List<TensorType> gather(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, 0, x.rank());
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, axis));
    dims.addAll(in.shape(1).dims());
    dims.addAll(x.dims().subList(axis + 1, x.rank()));
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> gatherElements(Node node, NodeInputs in) {
    Axes.attribute(node, 0, in.shape(0).rank());
    if (in.shape(0).rank() != in.shape(1).rank()) {
      throw node.invalid(
          "indices %s do not have the rank of %s".formatted(in.shape(1), in.shape(0)));
    }
    return List.of(in.type(0).withShape(in.shape(1)));
  }

  private static List<TensorType> gatherNd(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorShape indices = in.shape(1);
    long batch = node.intAttribute("batch_dims", 0);
    int depth = indices.rank() == 0 ? 0 : indices.dim(indices.rank() - 1);
    if (depth == 0 || batch < 0 || batch >= indices.rank() || batch + depth > x.rank()) {
      throw node.invalid("indices %s do not fit %s".formatted(indices, x));
    }
    List<Integer> dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
    dims.addAll(x.dims().subList((int) batch + depth, x.rank()));
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> oneHot(Node node, NodeInputs in) {
    TensorShape indices = in.shape(0);
    TensorData depth = in.requireConstant(1, "depth");
    int axis = Axes.attribute(node, -1, indices.rank() + 1);
    if (depth.size() != 1 || depth.longAt(0) < 1) {
      throw node.invalid("depth must be one positive value, not " + depth);
    }
    List<Integer> dims = new ArrayList<>(indices.dims());
    dims.add(axis, Math.toIntExact(depth.longAt(0)));
    DataType dtype = in.type(2).dtype();
    return List.of(new TensorType(dtype, new TensorShape(dims)));
  }
}
