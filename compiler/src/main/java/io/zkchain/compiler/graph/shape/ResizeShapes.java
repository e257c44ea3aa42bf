package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Resize and its predecessor Upsample. */
final class ResizeShapes {

  private ResizeShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Upsample", 1, 2, ResizeShapes::upsample);
    rules.add("Resize", 1, 4, ResizeShapes::resize);
  }

  private static List<TensorType> upsample(Node node, NodeInputs in) {
    double[] scales =
        node.floatsAttribute("scales")
            .map(list -> list.stream().mapToDouble(Float::doubleValue).toArray())
            .orElseGet(() -> in.requireConstant(1, "scales").toDoubles());
    return scaled(node, in, scales, allAxes(in));
  }

  private static List<TensorType> resize(Node node, NodeInputs in) {
    if (node.opset() < 11) {
      return scaled(node, in, in.requireConstant(1, "scales").toDoubles(), allAxes(in));
    }
    List<Integer> axes =
        node.hasAttribute("axes")
            ? Axes.list(node, in, Integer.MAX_VALUE, in.shape(0).rank()).orElseThrow()
            : allAxes(in);
    Optional<TensorData> sizes = in.constantIfGiven(3, "sizes");
    return sizes.isPresent()
        ? sized(node, in, sizes.get().toLongs(), axes)
        : scaled(node, in, in.requireConstant(2, "scales").toDoubles(), axes);
  }

  private static List<Integer> allAxes(NodeInputs in) {
    return IntStream.range(0, in.shape(0).rank()).boxed().toList();
  }

  private static List<TensorType> scaled(
      Node node, NodeInputs in, double[] scales, List<Integer> axes) {
    if (scales.length != axes.size() || !Arrays.stream(scales).allMatch(s -> s > 0 && s < 1e6)) {
      throw node.invalid("scales %s do not fit %s".formatted(Arrays.toString(scales), in.shape(0)));
    }
    TensorShape shape = in.shape(0);
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    for (int i = 0; i < scales.length; i++) {
      // the float32 product, as ONNX Runtime takes it
      dims[axes.get(i)] = (long) (float) (dims[axes.get(i)] * scales[i]);
    }
    return List.of(in.type(0).withShape(TensorShape.of(dims)));
  }

  private static List<TensorType> sized(
      Node node, NodeInputs in, long[] sizes, List<Integer> axes) {
    TensorShape shape = in.shape(0);
    if (sizes.length != axes.size()) {
      throw node.invalid("sizes %s do not fit %s".formatted(Arrays.toString(sizes), shape));
    }
    String policy = node.stringAttribute("keep_aspect_ratio_policy", "stretch");
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    double scale = policy.equals("not_larger") ? Double.MAX_VALUE : 0;
    for (int i = 0; i < sizes.length; i++) {
      double own = (double) sizes[i] / dims[axes.get(i)];
      scale = policy.equals("not_larger") ? Math.min(scale, own) : Math.max(scale, own);
    }
    for (int i = 0; i < sizes.length; i++) {
      int axis = axes.get(i);
      dims[axis] = policy.equals("stretch") ? sizes[i] : Math.round(scale * dims[axis]);
    }
    return List.of(in.type(0).withShape(TensorShape.of(dims)));
  }
}
