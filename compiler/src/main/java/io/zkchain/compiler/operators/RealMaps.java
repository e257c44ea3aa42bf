package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.Arrays;

/**
 * Constant real matrices along one axis of a tensor: y[.., i, ..] = sum over j of m[i, j] x[.., j,
 * ..].
 */
final class RealMaps {

  private RealMaps() {}

  /**
   * The product; virtual. Matrices that only select are exact ({@link AxisMap}), others are rounded
   * like weights ({@link LinearLayer}).
   *
   * @param m row-major, one column for every element along the axis
   */
  static QTensor along(OperatorContext c, String name, QTensor x, int axis, double[] m) {
    Lowering l = c.lowering();
    int width = x.dim(axis);
    int[] selected = selected(m, width);
    if (selected.length > 0) {
      return AxisMap.of(l, name, x, axis, selected);
    }
    if (!c.outputType().dtype().isFloat()) {
      throw c.unsupported(Limit.INTEGER_MAP);
    }
    QTensor cells = Commit.factor(l, x);
    int[] dims = cells.dims();
    dims[axis] = m.length / width;
    int[] out = Labels.range(dims.length);
    int[] labels = out.clone();
    labels[axis] = dims.length;
    int[] wLabels = {axis, dims.length};
    int[] wDims = {m.length / width, width};
    LinearLayer layer =
        new LinearLayer(c, cells, m, wDims, new int[] {0}, new double[0], true, false);
    QTensor w = layer.quantised(name + ".matrix");
    EinsumKernel kernel = new EinsumKernel(cells, labels, w, wLabels, dims, out);
    return layer.result(cells, labels, w, wLabels, dims, out, new int[0], kernel).named(name);
  }

  // For every row the only column, where it has a single 1 or nothing; empty otherwise.
  private static int[] selected(double[] m, int width) {
    int[] out = new int[m.length / width];
    Arrays.fill(out, -1);
    for (int i = 0; i < m.length; i++) {
      if (m[i] != 0) {
        if (m[i] != 1 || out[i / width] >= 0) {
          return new int[0];
        }
        out[i / width] = i % width;
      }
    }
    return out;
  }
}
