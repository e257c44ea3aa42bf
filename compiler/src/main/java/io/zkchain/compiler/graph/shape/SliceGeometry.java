package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A resolved Slice: output position y on an axis is input position {@code start + y * step}. Axes
 * that the node does not name have start 0 and step 1. Starts and ends are clamped as ONNX says,
 * and a negative step walks backwards.
 */
public record SliceGeometry(List<Integer> starts, List<Integer> steps, TensorShape output) {

  public SliceGeometry {
    starts = List.copyOf(starts);
    steps = List.copyOf(steps);
  }

  /** The geometry of a Slice node of any opset. */
  public static SliceGeometry of(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long[] starts = required(node, Axes.raw(node, in, "starts", 1), "starts");
    long[] ends = required(node, Axes.raw(node, in, "ends", 2), "ends");
    List<Integer> axes =
        Axes.list(node, in, 3, x.rank())
            .orElseGet(() -> IntStream.range(0, starts.length).boxed().toList());
    long[] steps = in.constantIfGiven(4, "steps").map(TensorData::toLongs).orElse(ones(starts));
    if (ends.length != starts.length
        || axes.size() != starts.length
        || steps.length != starts.length
        || axes.stream().anyMatch(axis -> axis >= x.rank())) {
      throw node.invalid("starts, ends, axes and steps do not fit each other and " + x);
    }
    List<Integer> outStarts = new ArrayList<>(Collections.nCopies(x.rank(), 0));
    List<Integer> outSteps = new ArrayList<>(Collections.nCopies(x.rank(), 1));
    List<Integer> dims = new ArrayList<>(x.dims());
    for (int i = 0; i < starts.length; i++) {
      if (steps[i] == 0) {
        throw node.invalid("step 0 on axis " + axes.get(i));
      }
      Run run = Run.of(starts[i], ends[i], steps[i], x.dim(axes.get(i)));
      outStarts.set(axes.get(i), run.start);
      outSteps.set(axes.get(i), run.step);
      dims.set(axes.get(i), run.length);
    }
    return new SliceGeometry(outStarts, outSteps, new TensorShape(dims));
  }

  /** The positions that a slice takes from one axis. */
  private record Run(int start, int step, int length) {

    /** Forwards, start and end are clamped to 0 .. dim; backwards to 0 and -1 .. dim - 1. */
    static Run of(long givenStart, long givenEnd, long givenStep, long dim) {
      long step = Math.clamp(givenStep, -(long) Integer.MAX_VALUE, Integer.MAX_VALUE);
      long last = step > 0 ? dim : dim - 1;
      long start = Math.min(Math.max(fromEnd(givenStart, dim), 0), Math.max(last, 0));
      long end =
          step < 0 && isOpen(givenEnd)
              ? -1
              : Math.min(Math.max(fromEnd(givenEnd, dim), step > 0 ? 0 : -1), last);
      long span = step > 0 ? end - start : start - end;
      long length = Math.max(0, (span + Math.abs(step) - 1) / Math.abs(step));
      return new Run((int) start, (int) step, (int) length);
    }
  }

  /** ONNX Runtime takes the largest integer as an open end in both directions, and so do we. */
  private static boolean isOpen(long end) {
    return end == Integer.MAX_VALUE || end == Long.MAX_VALUE;
  }

  private static long fromEnd(long position, long dim) {
    return position < 0 ? position + dim : position;
  }

  private static long[] required(Node node, Optional<long[]> values, String role) {
    return values.orElseThrow(() -> node.invalid(role + " are missing"));
  }

  private static long[] ones(long[] like) {
    long[] ones = new long[like.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
