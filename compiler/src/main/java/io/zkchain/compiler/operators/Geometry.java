package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * AffineGrid and Det.
 *
 * <p>AffineGrid: a constant matrix of base coordinates times theta. Det: expansion by the first
 * row, minors rounded before they are multiplied. Both virtual but for these roundings, so unique
 * by {@link io.zkchain.compiler.gadgets.Requantise}.
 */
final class Geometry implements OperatorFamily {
  private static final int LARGEST = 3;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "AffineGrid",
            20,
            "constant matrix",
            "2-D and 3-D, align_corners; constant size",
            "0",
            "weight rounding"),
        new OperatorEntry(
            "Det",
            11,
            "products of elements",
            "up to 3 x 3, batches",
            "0 (1 + 1 for each minor of 3 x 3)",
            "u/2 per minor"));
  }

  @Override
  public void lower(OperatorContext c) {
    c.output(c.node().is("Det") ? determinant(c) : affineGrid(c));
  }

  // ---------------------------------------------------------------- AffineGrid

  private static QTensor affineGrid(OperatorContext c) {
    Lowering l = c.lowering();
    int[] dims = c.dims(0);
    int spatial = dims[dims.length - 1];
    int[] sizes = Arrays.copyOfRange(dims, 1, 1 + spatial);
    double[] base = base(sizes, c.node().intAttribute("align_corners", 0) != 0);
    QTensor grid = RealMaps.along(c, c.name() + ".grid", c.tensor(0), 2, base);
    QTensor turned = Movement.transpose(l, c.name() + ".turned", grid, new int[] {0, 2, 1});
    return Arithmetic.reshape(l, c.name(), turned, dims);
  }

  // For every point, its coordinates in -1..1, the last axis first, and 1.
  private static double[] base(int[] sizes, boolean alignCorners) {
    int width = sizes.length + 1;
    double[] out = new double[Arithmetic.volume(sizes) * width];
    for (int p = 0; p < out.length / width; p++) {
      int rest = p;
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        int n = sizes[axis];
        int i = rest % n;
        rest /= n;
        double at = alignCorners ? n == 1 ? -1 : 2.0 * i / (n - 1) - 1 : (2.0 * i + 1) / n - 1;
        out[p * width + sizes.length - 1 - axis] = at;
      }
      out[p * width + sizes.length] = 1;
    }
    return out;
  }

  // ---------------------------------------------------------------- Det

  private static QTensor determinant(OperatorContext c) {
    Lowering l = c.lowering();
    int[] given = c.inputDims(0);
    int n = given[given.length - 1];
    if (n > LARGEST) {
      throw c.unsupported(Limit.DETERMINANT, n, n);
    }
    QTensor x = Commit.factor(l, c.tensor(0));
    return switch (n) {
      case 1 -> element(c, x, 0, 0);
      case 2 -> minor(c, x, 0, 0, 1);
      default -> {
        List<QTensor> terms = new ArrayList<>();
        for (int k = 0; k < n; k++) {
          QTensor minor = Commit.factor(l, minor(c, x, 1, k == 0 ? 1 : 0, k == 2 ? 1 : 2));
          terms.add(times(c, element(c, x, 0, k), minor));
        }
        yield Arithmetic.sum(l, c.name(), terms, List.of(1L, -1L, 1L));
      }
    };
  }

  // x[r, a] x[r + 1, b] - x[r, b] x[r + 1, a]
  private static QTensor minor(OperatorContext c, QTensor x, int r, int a, int b) {
    QTensor first = times(c, element(c, x, r, a), element(c, x, r + 1, b));
    QTensor second = times(c, element(c, x, r, b), element(c, x, r + 1, a));
    String name = r == 0 ? c.name() : c.name() + ".minor" + a + b;
    return Arithmetic.sum(c.lowering(), name, List.of(first, second), List.of(1L, -1L));
  }

  private static QTensor times(OperatorContext c, QTensor a, QTensor b) {
    return Elementwise.multiply(c.lowering(), c.name() + ".product", a, b, c.dims(0));
  }

  private static QTensor element(OperatorContext c, QTensor x, int row, int column) {
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(dims));
    from.add(AxisExpression.constant(row));
    from.add(AxisExpression.constant(column));
    String name = c.name() + ".at" + row + column;
    return Arithmetic.view(c.lowering(), name, x, from, dims);
  }
}
