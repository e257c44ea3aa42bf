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
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> output = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int in = x.dim(axis + 2);
      int stride = strides.get(axis);
      long extent = (w.dim(axis + 2) - 1L) * dilations.get(axis) + 1;
      long full = stride * (in - 1L) + extra.get(axis) + extent;
      Crop crop =
          Crop.of(
              node, axis, rank, full, (long) in * stride, Math.max(stride, dilations.get(axis)));
      if (crop.output <= 0) {
        throw node.invalid("the output of spatial axis " + axis + " would be empty");
      }
      begin.add(Math.toIntExact(crop.begin));
      end.add(Math.toIntExact(crop.end));
      output.add(Math.toIntExact(crop.output));
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

  /** What is cut from the full result of one axis, and what is left. */
  private record Crop(long begin, long end, long output) {

    /**
     * By output_shape, by auto_pad or by pads, in this order.
     *
     * @param full the length without any crop
     * @param same the length that SAME asks for; a stride beyond the kernel leaves the result short
     *     of it, as in ONNX Runtime
     * @param step the larger of stride and dilation
     */
    static Crop of(Node node, int axis, int rank, long full, long same, int step) {
      String auto = node.stringAttribute("auto_pad", "NOTSET");
      boolean shaped = node.intsAttribute("output_shape").isPresent();
      if (shaped || auto.startsWith("SAME_")) {
        long wanted =
            shaped ? WindowGeometry.spatial(node, "output_shape", rank, -1, 1).get(axis) : same;
        requireFilled(node, axis, shaped ? wanted - full : 0, step);
        long total = Math.max(0, full - wanted);
        long begin = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        return new Crop(begin, total - begin, shaped ? wanted : full - total);
      }
      List<Integer> pads = WindowGeometry.explicitPads(node, rank);
      long begin = auto.equals("VALID") ? 0 : pads.get(axis);
      long end = auto.equals("VALID") ? 0 : pads.get(axis + rank);
      return new Crop(begin, end, full - begin - end);
    }

    // What is missing is output_padding, which is less than a stride or a dilation; where auto_pad
    // shares it out, runtimes agree on one element only.
    private static void requireFilled(Node node, int axis, long missing, int step) {
      boolean shared = node.stringAttribute("auto_pad", "NOTSET").startsWith("SAME_");
      if (missing > 0 && (missing >= step || (shared && missing > 1))) {
        throw node.invalid(
            "output_shape asks for %d elements more than spatial axis %d is filled with"
                .formatted(missing, axis));
      }
    }
  }
}
