package io.zkchain.compiler.graph.fold;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.graph.shape.Broadcasting;
import io.zkchain.compiler.graph.shape.NodeInputs;
import io.zkchain.compiler.graph.shape.SliceGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators that only move elements: each output element is one input element. */
final class MovementFolds {

  private MovementFolds() {}

  static Optional<List<TensorData>> fold(Node node, NodeInputs in, List<TensorType> types) {
    TensorShape out = types.getFirst().shape();
    return switch (node.opType()) {
      case "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze" ->
          one(data(in, 0).reshaped(out));
      case "Transpose" -> one(transpose(node, in, out));
      case "Slice" -> one(slice(node, in, out));
      case "Expand" -> one(strided(data(in, 0), out, 0, Broadcasting.strides(in.shape(0), out)));
      case "Gather" -> one(gather(node, in, out));
      case "Concat" -> one(concat(node, in, types.getFirst()));
      case "Split" -> Optional.of(split(node, in, types));
      default -> Optional.empty();
    };
  }

  private static Optional<List<TensorData>> one(TensorData value) {
    return Optional.of(List.of(value));
  }

  static TensorData data(NodeInputs in, int index) {
    return in.constant(index).orElseThrow();
  }

  /** The elements at {@code offset + sum of index * stride} over all indices of a shape. */
  private static TensorData strided(TensorData x, TensorShape out, int offset, int[] strides) {
    return x.select(out, Strided.sources(out, offset, strides));
  }

  private static TensorData transpose(Node node, NodeInputs in, TensorShape out) {
    int[] own = in.shape(0).strides();
    int[] strides =
        Axes.permutation(node, out.rank()).stream().mapToInt(axis -> own[axis]).toArray();
    return strided(data(in, 0), out, 0, strides);
  }

  private static TensorData slice(Node node, NodeInputs in, TensorShape out) {
    SliceGeometry geometry = SliceGeometry.of(node, in);
    int[] strides = in.shape(0).strides();
    int offset = 0;
    for (int axis = 0; axis < out.rank(); axis++) {
      offset += geometry.starts().get(axis) * strides[axis];
      strides[axis] = out.dim(axis) > 1 ? strides[axis] * geometry.steps().get(axis) : 0;
    }
    return strided(data(in, 0), out, offset, strides);
  }

  private static TensorData gather(Node node, NodeInputs in, TensorShape out) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, 0, x.rank());
    int length = x.dim(axis);
    int inner = x.sizeOf(axis + 1, x.rank());
    int outer = x.sizeOf(0, axis);
    long[] indices = data(in, 1).toLongs();
    int[] sources = new int[out.size()];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (long index : indices) {
        if (index < -length || index >= length) {
          throw node.invalid("index %d is outside an axis of %d".formatted(index, length));
        }
        int position = (int) (index < 0 ? index + length : index);
        for (int i = 0; i < inner; i++) {
          sources[at++] = (o * length + position) * inner + i;
        }
      }
    }
    return data(in, 0).select(out, sources);
  }

  private static TensorData concat(Node node, NodeInputs in, TensorType type) {
    TensorShape out = type.shape();
    int axis = Axes.attribute(node, 0, out.rank());
    int inner = out.sizeOf(axis + 1, out.rank());
    int outer = out.sizeOf(0, axis);
    List<TensorData> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      parts.add(data(in, i));
    }
    double[] reals = new double[type.dtype().isFloat() ? out.size() : 0];
    long[] integers = new long[type.dtype().isFloat() ? 0 : out.size()];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (TensorData part : parts) {
        int run = part.shape().dim(axis) * inner;
        for (int i = 0; i < run; i++, at++) {
          if (type.dtype().isFloat()) {
            reals[at] = part.doubleAt(o * run + i);
          } else {
            integers[at] = part.longAt(o * run + i);
          }
        }
      }
    }
    return type.dtype().isFloat()
        ? TensorData.ofDoubles(type.dtype(), out, reals)
        : TensorData.ofLongs(type.dtype(), out, integers);
  }

  private static List<TensorData> split(Node node, NodeInputs in, List<TensorType> types) {
    TensorShape x = in.shape(0);
    int axis = Axes.attribute(node, 0, x.rank());
    int[] strides = x.strides();
    List<TensorData> parts = new ArrayList<>();
    int start = 0;
    for (TensorType type : types) {
      parts.add(strided(data(in, 0), type.shape(), start * strides[axis], strides));
      start += type.shape().dim(axis);
    }
    return parts;
  }
}
