package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, plain, quantised and transposed. */
final class ConvolutionShapes {

  private ConvolutionShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add(
        "Conv",
        2,
        3,
        (node, in) -> {
          requireBias(node, in, 2, in.shape(1).rank() > 0 ? in.shape(1).dim(0) : 0);
          return convolution(
              node, in.shape(0), in.shape(1), ElementwiseShapes.commonDtype(node, in));
        });
    rules.add(
        "ConvInteger",
        2,
        4,
        (node, in) -> convolution(node, in.shape(0), in.shape(1), DataType.INT32));
    rules.add(
        "QLinearConv",
        8,
        9,
        (node, in) -> {
          requireBias(node, in, 8, in.shape(3).rank() > 0 ? in.shape(3).dim(0) : 0);
          return convolution(node, in.shape(0), in.shape(3), in.type(7).dtype());
        });
    rules.add("ConvTranspose", 2, 3, ConvolutionShapes::transposed);
  }

  private static void requireBias(Node node, NodeInputs in, int index, int channels) {
    if (node.hasInput(index) && !in.shape(index).equals(TensorShape.of(channels))) {
      throw node.invalid(
          "bias %s does not have one value for each of %d channels"
              .formatted(in.shape(index), channels));
    }
  }

  private static List<TensorType> convolution(
      Node node, TensorShape x, TensorShape w, DataType dtype) {
    WindowGeometry.spatialRank(node, x);
    long group = group(node);
    if (w.rank() != x.rank() || w.dim(1) * group != x.dim(1) || w.dim(0) % group != 0) {
      throw node.invalid("weights %s do not fit input %s in %d groups".formatted(w, x, group));
    }
    List<Integer> dims = new ArrayList<>(List.of(x.dim(0), w.dim(0)));
    dims.addAll(WindowGeometry.ofConvolution(node, x, w).output());
    return List.of(new TensorType(dtype, new TensorShape(dims)));
  }

  private static long group(Node node) {
    long group = node.intAttribute("group", 1);
    if (group < 1 || group > Integer.MAX_VALUE) {
      throw node.invalid("group " + group + " is not positive");
    }
    return group;
  }

  private static List<TensorType> transposed(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorShape w = in.shape(1);
    WindowGeometry.spatialRank(node, x);
    long group = group(node);
    if (w.rank() != x.rank() || w.dim(0) != x.dim(1) || x.dim(1) % group != 0) {
      throw node.invalid("weights %s do not fit input %s in %d groups".formatted(w, x, group));
    }
    int channels = Math.toIntExact(w.dim(1) * group);
    requireBias(node, in, 2, channels);
    List<Integer> dims = new ArrayList<>(List.of(x.dim(0), channels));
    dims.addAll(TransposedGeometry.of(node, x, w).output());
    return List.of(new TensorType(in.type(0).dtype(), new TensorShape(dims)));
  }
}
