package io.zkchain.compiler.graph.narrow;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.SliceGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a tensor: on every axis, {@code length} positions from {@code start} on.
 *
 * @param shape of the whole tensor
 */
record Box(TensorShape shape, List<Run> runs) {
  Box {
    runs = List.copyOf(runs);
  }

  /** Consecutive positions of an axis. */
  record Run(int start, int length) {}

  /** What a Slice node takes, if it takes consecutive positions. */
  static Optional<Box> of(Node slice, NodeInputs in) {
    SliceGeometry geometry = SliceGeometry.of(slice, in);
    List<Run> runs = new ArrayList<>();
    for (int axis = 0; axis < geometry.output().rank(); axis++) {
      if (geometry.steps().get(axis) != 1 && geometry.output().dim(axis) != 1) {
        return Optional.empty();
      }
      runs.add(new Run(geometry.starts().get(axis), geometry.output().dim(axis)));
    }
    return Optional.of(new Box(in.shape(0), runs));
  }

  /** The whole of an axis. */
  static Run whole(TensorShape shape, int axis) {
    return new Run(0, shape.dim(axis));
  }

  boolean isWhole(int axis) {
    return runs.get(axis).length() == shape.dim(axis);
  }

  boolean isWhole() {
    return firstCut() == runs.size();
  }

  /** Whether no axis from this one on is cut. */
  boolean isWholeFrom(int axis) {
    for (int k = axis; k < runs.size(); k++) {
      if (!isWhole(k)) {
        return false;
      }
    }
    return true;
  }

  private int firstCut() {
    int axis = 0;
    while (axis < runs.size() && isWhole(axis)) {
      axis++;
    }
    return axis;
  }

  /** The shape of the part. */
  TensorShape partShape() {
    return new TensorShape(runs.stream().map(Run::length).toList());
  }

  /** The part of a constant. */
  TensorData of(TensorData data) {
    TensorShape part = partShape();
    int[] strides = shape.strides();
    int[] sources = new int[part.size()];
    for (int i = 0; i < sources.length; i++) {
      int rest = i;
      for (int axis = runs.size() - 1; axis >= 0; axis--) {
        int length = runs.get(axis).length();
        sources[i] += (runs.get(axis).start() + rest % length) * strides[axis];
        rest /= length;
      }
    }
    return data.select(part, sources);
  }

  /** The axes that are cut. */
  List<Integer> cutAxes() {
    List<Integer> cut = new ArrayList<>();
    for (int axis = 0; axis < runs.size(); axis++) {
      if (!isWhole(axis)) {
        cut.add(axis);
      }
    }
    return cut;
  }
}
