package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * DFT and STFT: a constant matrix of cosines and sines along the transformed axis and the axis of
 * real and imaginary parts, joined.
 *
 * <p>Semantics: exact integers with the matrix rounded like weights; frames are an index relation.
 * Virtual, so nothing could be ambiguous. Error: weight rounding; u/2 where a window from the input
 * multiplies the frames.
 */
final class Signals implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "constant matrix";
    return List.of(
        new OperatorEntry(
            "DFT",
            17,
            how,
            "axis as attribute or input, dft_length, inverse, onesided; real or complex",
            "0",
            "weight rounding"),
        new OperatorEntry(
            "STFT",
            17,
            how,
            "frame_step, frame_length, onesided; window constant, from the input or absent",
            "0 (1 + 1 with a window from the input)",
            "weight rounding"));
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(c.node().is("DFT") ? dft(c) : stft(c));
  }

  /**
   * The matrix [bins * out parts, n * in parts] of a transform.
   *
   * @param n elements that are read
   * @param length of the transform; elements beyond n count as 0
   * @param window factor of every element
   */
  private record Transform(
      int n, int length, int bins, int inParts, int outParts, boolean inverse, double[] window) {

    double[] matrix() {
      double[] out = new double[bins * outParts * n * inParts];
      int at = 0;
      for (int k = 0; k < bins; k++) {
        for (int part = 0; part < outParts; part++) {
          for (int t = 0; t < n; t++) {
            for (int from = 0; from < inParts; from++) {
              out[at++] = window[t] * entry(k, part, t, from);
            }
          }
        }
      }
      return out;
    }

    // real to real and imaginary to imaginary: cos; real to imaginary: sin; back: -sin.
    private double entry(int k, int part, int t, int from) {
      double turn = 2 * Math.PI * ((long) k * t % length) / length;
      double sine = inverse ? StrictMath.sin(turn) : -StrictMath.sin(turn);
      double value = part == from ? StrictMath.cos(turn) : part == 1 ? sine : -sine;
      return inverse ? value / length : value;
    }
  }

  private static QTensor dft(OperatorContext c) {
    Lowering l = c.lowering();
    Node node = c.node();
    QTensor x = c.tensor(0);
    int rank = x.rank();
    int[] dims = c.dims(0);
    int axis = axis(c, rank);
    boolean inverse = node.intAttribute("inverse", 0) != 0;
    boolean onesided = node.intAttribute("onesided", 0) != 0;
    int length = dims[axis];
    if (onesided && !inverse) {
      length = node.hasInput(1) ? (int) c.constant(1).longAt(0) : x.dim(axis);
    }
    int parts = x.dim(rank - 1);
    int read = Math.min(x.dim(axis), length);
    Transform transform =
        new Transform(read, length, dims[axis], parts, dims[rank - 1], inverse, ones(read));
    double[] matrix = transform.matrix();
    if (onesided && inverse) {
      mirror(matrix, read, length, parts);
    }
    // The axis next to the parts, then joined with them.
    int[] order = order(rank, axis);
    QTensor turned = Movement.transpose(l, c.name() + ".turned", cut(l, x, axis, read), order);
    int[] flat = {turned.size() / (read * parts), read * parts};
    QTensor joined = Arithmetic.reshape(l, c.name() + ".joined", turned, flat);
    QTensor product = RealMaps.along(c, c.name(), joined, 1, matrix);
    int[] apart = new int[rank];
    Arrays.setAll(apart, k -> dims[order[k]]);
    QTensor split = Arithmetic.reshape(l, c.name() + ".bins", product, apart);
    int[] back = new int[rank];
    for (int k = 0; k < rank; k++) {
      back[order[k]] = k;
    }
    return Movement.transpose(l, c.name(), split, back);
  }

  private static int axis(OperatorContext c, int rank) {
    Node node = c.node();
    if (node.opset() < 20) {
      return Axes.attribute(node, 1, rank);
    }
    return Axes.normalise(node, node.hasInput(2) ? c.constant(2).longAt(0) : -2, rank);
  }

  // A one-sided spectrum stands for its mirror image too: all but the ends count twice.
  private static void mirror(double[] matrix, int read, int length, int parts) {
    for (int i = 0; i < matrix.length; i++) {
      int k = i / parts % read;
      boolean end = k == 0 || 2 * k == length;
      matrix[i] *= end ? 1 : 2;
    }
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static QTensor cut(Lowering l, QTensor x, int axis, int read) {
    int[] dims = x.dims();
    if (dims[axis] == read) {
      return x;
    }
    dims[axis] = read;
    return Arithmetic.view(l, x.name() + ".cut", x, Arithmetic.same(dims), dims);
  }

  private static int[] order(int rank, int axis) {
    int[] order = new int[rank];
    int next = 0;
    for (int k = 0; k < rank - 1; k++) {
      if (k != axis) {
        order[next++] = k;
      }
    }
    order[next] = axis;
    order[rank - 1] = rank - 1;
    return order;
  }

  private static QTensor stft(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    int[] dims = c.dims(0);
    int parts = x.rank() == 3 ? x.dim(2) : 1;
    int step = (int) c.constant(1).longAt(0);
    int length = c.node().hasInput(3) ? (int) c.constant(3).longAt(0) : c.inputDims(2)[0];
    int[] three = {x.dim(0), x.dim(1), parts};
    QTensor signal = Arithmetic.reshape(l, c.name() + ".signal", x, three);
    int[] framed = {dims[0], dims[1], length, parts};
    List<AxisExpression> from = new ArrayList<>();
    from.add(AxisExpression.axis(0, dims[0]));
    from.add(AxisExpression.constant(0).plus(step, 1, dims[1]).plus(1, 2, length));
    from.add(AxisExpression.axis(3, parts));
    QTensor frames = Arithmetic.view(l, c.name() + ".frames", signal, from, framed);
    double[] window = ones(length);
    if (c.node().hasInput(2) && c.isConstant(2)) {
      window = c.constant(2).toDoubles();
    } else if (c.node().hasInput(2)) {
      QTensor w = Arithmetic.reshape(l, c.name() + ".window", c.tensor(2), new int[] {length, 1});
      frames =
          Elementwise.multiply(
              l, c.name() + ".windowed", Commit.factor(l, frames), Commit.factor(l, w), framed);
    }
    int[] flat = {dims[0], dims[1], length * parts};
    QTensor cells = Commit.factor(l, frames);
    QTensor joined = Arithmetic.reshape(l, c.name() + ".joined", cells, flat);
    Transform transform = new Transform(length, length, dims[2], parts, 2, false, window);
    QTensor product = RealMaps.along(c, c.name(), joined, 2, transform.matrix());
    return Arithmetic.reshape(l, c.name(), product, dims);
  }
}
