package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.List;

/** Fourier transforms. */
final class SignalShapes {

  private SignalShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("DFT", 1, 3, SignalShapes::dft);
    rules.add("STFT", 2, 4, SignalShapes::stft);
  }

  /** The axis that a DFT transforms: an attribute before opset 20, an input since. */
  static int transformAxis(Node node, NodeInputs in) {
    int rank = in.shape(0).rank();
    long axis =
        node.opset() < 20
            ? node.intAttribute("axis", 1)
            : in.constantIfGiven(2, "the axis").map(data -> data.longAt(0)).orElse(-2L);
    int normal = Axes.normalise(node, axis, rank);
    if (normal == rank - 1) {
      throw node.invalid("axis " + axis + " is the one of real and imaginary parts");
    }
    return normal;
  }

  private static List<TensorType> dft(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int axis = transformAxis(node, in);
    boolean onesided = node.intAttribute("onesided", 0) != 0;
    boolean inverse = node.intAttribute("inverse", 0) != 0;
    long length =
        in.constantIfGiven(1, "dft_length")
            .map(data -> data.longAt(0))
            .orElse(
                onesided && inverse
                    ? (long) Math.max(1, 2 * (x.dim(axis) - 1))
                    : (long) x.dim(axis));
    if (length < 1 || length > 1 << 20) {
      throw node.invalid("dft_length " + length);
    }
    long bins = onesided && !inverse ? length / 2 + 1 : length;
    int parts = onesided && inverse ? 1 : 2;
    TensorShape out = x.withDim(axis, Math.toIntExact(bins)).withDim(x.rank() - 1, parts);
    return List.of(in.type(0).withShape(out));
  }

  private static List<TensorType> stft(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long step = in.requireConstant(1, "frame_step").longAt(0);
    long length = frameLength(node, in);
    boolean onesided = node.intAttribute("onesided", 1) != 0;
    if (x.rank() < 2 || step < 1 || length < 1 || length > x.dim(1)) {
      throw node.invalid("frames of %d by %d do not fit a signal %s".formatted(length, step, x));
    }
    long frames = (x.dim(1) - length) / step + 1;
    long bins = onesided ? length / 2 + 1 : length;
    return List.of(in.type(0).withShape(TensorShape.of(new long[] {x.dim(0), frames, bins, 2})));
  }

  /** From the input frame_length, or else the window's. */
  static long frameLength(Node node, NodeInputs in) {
    return in.constantIfGiven(3, "frame_length")
        .map(data -> data.longAt(0))
        .orElseGet(() -> {
          if (!node.hasInput(2)) {
            throw node.invalid("has neither window nor frame_length");
          }
          return (long) in.shape(2).dim(0);
        });
  }
}
