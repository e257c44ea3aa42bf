package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operators that rename axes or regroup them without moving an element across a row-major order.
 */
final class LayoutShapes {

  private LayoutShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("Reshape", 2, 2, LayoutShapes::reshape);
    rules.add("Flatten", 1, 1, LayoutShapes::flatten);
    rules.add("Squeeze", 1, 2, LayoutShapes::squeeze);
    rules.add("Unsqueeze", 1, 2, LayoutShapes::unsqueeze);
    rules.add("Transpose", 1, 1, LayoutShapes::transpose);
    rules.add("DepthToSpace", 1, 1, LayoutShapes::depthToSpace);
    rules.add("SpaceToDepth", 1, 1, LayoutShapes::spaceToDepth);
  }

  /** 0 copies the input's length (unless allowzero), one -1 takes what is left. */
  private static List<TensorType> reshape(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long[] target = in.requireConstant(1, "the target shape").toLongs();
    boolean copyZero = node.intAttribute("allowzero", 0) == 0;
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < target.length; axis++) {
      if (target[axis] == 0 && copyZero) {
        if (axis >= x.rank()) {
          throw node.invalid(
              "target %s copies an axis that %s lacks".formatted(Axes.text(target), x));
        }
        target[axis] = x.dim(axis);
      }
      if (target[axis] == -1) {
        if (open >= 0) {
          throw node.invalid("target %s has two open axes".formatted(Axes.text(target)));
        }
        open = axis;
      } else {
        known = Math.multiplyExact(known, target[axis]);
      }
    }
    if (open >= 0) {
      if (known <= 0 || x.size() % known != 0) {
        throw misfit(node, x, target);
      }
      target[open] = x.size() / known;
      known = x.size();
    }
    if (known != x.size()) {
      throw misfit(node, x, target);
    }
    return List.of(in.type(0).withShape(TensorShape.of(target)));
  }

  private static InvalidModelException misfit(Node node, TensorShape x, long[] target) {
    return node.invalid("%s cannot be reshaped to %s".formatted(x, Axes.text(target)));
  }

  private static List<TensorType> flatten(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long axis = node.intAttribute("axis", 1);
    int split = axis == x.rank() ? x.rank() : Axes.normalise(node, axis, x.rank());
    return List.of(
        in.type(0).withShape(TensorShape.of(x.sizeOf(0, split), x.sizeOf(split, x.rank()))));
  }

  private static List<TensorType> squeeze(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    List<Integer> axes =
        Axes.list(node, in, 1, x.rank())
            .orElseGet(
                () -> IntStream.range(0, x.rank()).filter(i -> x.dim(i) == 1).boxed().toList());
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(x.dim(axis));
      } else if (x.dim(axis) != 1) {
        throw node.invalid("axis %d of %s has not length 1".formatted(axis, x));
      }
    }
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> unsqueeze(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int count =
        Axes.raw(node, in, "axes", 1).orElseThrow(() -> node.invalid("axes are missing")).length;
    int rank = x.rank() + count;
    List<Integer> axes = Axes.list(node, in, 1, rank).orElseThrow();
    List<Integer> dims = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      dims.add(axes.contains(axis) ? 1 : x.dim(next++));
    }
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> transpose(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    List<Integer> dims = Axes.permutation(node, x.rank()).stream().map(x::dim).toList();
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> depthToSpace(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int block = blockSize(node, x);
    if (x.dim(1) % ((long) block * block) != 0) {
      throw node.invalid("%d channels do not fill blocks of %d".formatted(x.dim(1), block));
    }
    return List.of(
        in.type(0)
            .withShape(
                TensorShape.of(
                    new long[] {
                      x.dim(0),
                      x.dim(1) / ((long) block * block),
                      (long) x.dim(2) * block,
                      (long) x.dim(3) * block
                    })));
  }

  private static List<TensorType> spaceToDepth(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int block = blockSize(node, x);
    if (x.dim(2) % block != 0 || x.dim(3) % block != 0) {
      throw node.invalid("%s does not split into blocks of %d".formatted(x, block));
    }
    return List.of(
        in.type(0)
            .withShape(
                TensorShape.of(
                    new long[] {
                      x.dim(0), (long) x.dim(1) * block * block, x.dim(2) / block, x.dim(3) / block
                    })));
  }

  private static int blockSize(Node node, TensorShape x) {
    long block = node.intAttribute("blocksize", 0);
    if (x.rank() != 4 || block < 1 || block > 1 << 15) {
      throw node.invalid("blocksize %d does not fit an input %s".formatted(block, x));
    }
    return (int) block;
  }
}
