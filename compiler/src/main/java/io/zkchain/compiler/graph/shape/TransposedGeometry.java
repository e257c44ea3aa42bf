package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The resolved windows of a ConvTranspose, one entry per spatial axis: input position x and kernel
 * position k meet at the output position {@code x * stride + k * dilation - padBegin}.
 */
public record TransposedGeometry(
    List<Integer> input,
    List<Integer> kernel,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> padBegin,
    List<Integer> padEnd,
    List<Integer> output) {

  public TransposedGeometry {
    input = List.copyOf(input);
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    padBegin = List.copyOf(padBegin);
    padEnd = List.copyOf(padEnd);
    output = List.copyOf(output);
  }

  /** The geometry for X [N, C, spatial..] and W [C, M / group, kernel..]. */
  public static TransposedGeometry of(Node node, TensorShape x, TensorShape w) {
    int rank = WindowGeometry.spatialRank(node, x);
    List<Integer> strides = WindowGeometry.spatial(node, "strides", rank, 1, 1);
    List<Integer> dilations = WindowGeometry.spatial(node, "dilations", rank, 1, 1);
    List<Integer> extra = WindowGeometry.spatial(node, "output_padding", rank, 0, 0);
    List<Integer> pads = WindowGeometry.explicitPads(node, rank);
    List<Integer> wanted =
        node.intsAttribute("output_shape").isPresent()
            ? WindowGeometry.spatial(node, "output_shape", rank, -1, 1)
            : List.of();
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> output = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      long full =
          (long) strides.get(axis) * (x.dim(axis + 2) - 1)
              + extra.get(axis)
              + (w.dim(axis + 2) - 1L) * dilations.get(axis)
              + 1;
      long first = pads.get(axis);
      long last = pads.get(axis + rank);
      if (!wanted.isEmpty() || auto.startsWith("SAME_")) {
        long out = wanted.isEmpty() ? (long) x.dim(axis + 2) * strides.get(axis) : wanted.get(axis);
        long total = Math.max(0, full - out);
        first = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        last = total - first;
        // a stride beyond the kernel leaves SAME short of its shape, as in ONNX Runtime
        full = wanted.isEmpty() ? full : Math.max(full, out);
      } else if (auto.equals("VALID")) {
        first = 0;
        last = 0;
      }
      if (full - first - last <= 0) {
        throw node.invalid("the output of spatial axis " + axis + " would be empty");
      }
      begin.add(Math.toIntExact(first));
      end.add(Math.toIntExact(last));
      output.add(Math.toIntExact(full - first - last));
    }
    return new TransposedGeometry(
        x.dims().subList(2, x.rank()),
        w.dims().subList(2, w.rank()),
        strides,
        dilations,
        begin,
        end,
        output);
  }
}
