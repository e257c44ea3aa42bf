package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** Normalisations: the result has the type of the input. */
final class NormalizationShapes {

  private NormalizationShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("BatchNormalization", 5, 5, NormalizationShapes::batch);
    rules.add("LayerNormalization", 2, 3, NormalizationShapes::layer);
    rules.add("RMSNormalization", 2, 2, (node, in) -> List.of(in.type(0)));
    for (String op : List.of("InstanceNormalization", "GroupNormalization")) {
      rules.add(op, 3, 3, (node, in) -> List.of(in.type(0)));
    }
    for (String op : List.of("LpNormalization", "MeanVarianceNormalization", "LRN")) {
      rules.add(op, 1, 1, (node, in) -> List.of(in.type(0)));
    }
  }

  private static List<TensorType> batch(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    if (x.rank() < 2) {
      throw node.invalid("needs an input [N, C, ..], not " + x);
    }
    boolean perElement = node.opset() < 9 && node.intAttribute("spatial", 1) == 0;
    TensorShape statistics =
        perElement ? new TensorShape(x.dims().subList(1, x.rank())) : TensorShape.of(x.dim(1));
    for (int i = 1; i < 5; i++) {
      if (!in.shape(i).equals(statistics)) {
        throw node.invalid("input %d has shape %s, not %s".formatted(i, in.shape(i), statistics));
      }
    }
    TensorType statistic = in.type(1);
    return List.of(in.type(0), statistic, statistic, statistic, statistic);
  }

  private static List<TensorType> layer(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, -1, x.rank());
    TensorShape statistics = x;
    for (int i = axis; i < x.rank(); i++) {
      statistics = statistics.withDim(i, 1);
    }
    TensorType statistic =
        new TensorType(
            node.intAttribute("stash_type", 1) == 1 ? DataType.FLOAT : in.type(0).dtype(),
            statistics);
    return List.of(in.type(0), statistic, statistic);
  }
}
