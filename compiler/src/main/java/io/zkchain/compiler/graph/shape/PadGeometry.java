package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A resolved Pad: begin and end for every axis (negative ones crop), and the output shape. The mode
 * and the fill value stay with the node.
 */
public record PadGeometry(List<Integer> begin, List<Integer> end, TensorShape output) {

  public PadGeometry {
    begin = List.copyOf(begin);
    end = List.copyOf(end);
  }

  /** The geometry of a Pad node of any opset. */
  public static PadGeometry of(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long[] pads = Axes.raw(node, in, "pads", 1).orElseThrow(() -> node.invalid("pads are missing"));
    List<Integer> axes =
        Axes.list(node, in, 3, x.rank())
            .orElseGet(() -> IntStream.range(0, x.rank()).boxed().toList());
    if (pads.length != 2 * axes.size()) {
      throw node.invalid(
          "pads %s need %d values".formatted(Arrays.toString(pads), 2 * axes.size()));
    }
    int[] begin = new int[x.rank()];
    int[] end = new int[x.rank()];
    List<Integer> dims = new ArrayList<>(x.dims());
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      begin[axis] = Math.toIntExact(pads[i]);
      end[axis] = Math.toIntExact(pads[i + axes.size()]);
      long length = (long) x.dim(axis) + begin[axis] + end[axis];
      if (length < 0) {
        throw node.invalid("pads crop more than axis " + axis + " of " + x + " has");
      }
      dims.set(axis, Math.toIntExact(length));
    }
    return new PadGeometry(
        Arrays.stream(begin).boxed().toList(),
        Arrays.stream(end).boxed().toList(),
        new TensorShape(dims));
  }
}
