package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.AxisMap;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.OneHot;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * GridSample: {@link Sampling} at coordinates from a grid.
 *
 * <p>Semantics, for each axis: u = ((g + 1) n - 1) / 2, or (g + 1)(n - 1) / 2 with align_corners.
 * Linear and cubic: kernel weights at u; border and reflection first fold u by a table, and the
 * weights of positions outside are added to those that they stand for. Nearest: the position is a
 * table of u, its flags ONEHOT with one class more for outside. Error: (u of the grid) n / 2 times
 * the slope of the image, plus u/2 for each axis.
 */
final class GridSampling implements OperatorFamily {
  private static final int MARGIN = 2;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "GridSample",
            16,
            "kernel weights by table for each axis; nearest: one-hot flags",
            "2-D and 3-D; linear, nearest, cubic; zeros, border, reflection; align_corners",
            "(1 + 1) n per point and axis",
            "n u/2 of the grid per axis"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    Node node = c.node();
    QTensor x = c.isConstant(0) ? constant(c, 0) : c.tensor(0);
    QTensor grid = c.isConstant(1) ? constant(c, 1) : c.tensor(1);
    int spatial = x.rank() - 2;
    int[] dims = c.dims(0);
    int points = Indexing.volume(dims, 2, dims.length);
    QTensor rows =
        Arithmetic.reshape(l, c.name() + ".points", grid, new int[] {x.dim(0), points, spatial});
    String mode = node.stringAttribute("mode", "linear");
    List<QTensor> weights = new ArrayList<>();
    for (int axis = 0; axis < spatial; axis++) {
      weights.add(weights(c, rows, axis, spatial, x.dim(2 + axis), mode));
    }
    boolean cubic = mode.equals("cubic") || mode.equals("bicubic");
    double norm = cubic ? Sampling.CUBIC.norm() : 1;
    QTensor sampled = Sampling.sample(c, c.name(), x, weights, norm);
    c.output(Arithmetic.reshape(l, c.name(), sampled, dims));
  }

  private static QTensor constant(OperatorContext c, int input) {
    double[] values = c.constant(input).toDoubles();
    QTensor fixed = c.fixed(input, Weights.unitOf(Weights.magnitude(values)));
    return Commit.cells(c.lowering(), fixed);
  }

  private static QTensor weights(
      OperatorContext c, QTensor rows, int axis, int spatial, int size, String mode) {
    Lowering l = c.lowering();
    boolean aligned = c.node().intAttribute("align_corners", 0) != 0;
    String name = c.name() + ".at" + axis;
    int[] flat = {rows.dim(0), rows.dim(1)};
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(flat));
    from.add(AxisExpression.constant(spatial - 1 - axis)); // x comes first
    QTensor g = Arithmetic.view(l, name + ".g", rows, from, flat);
    double stretch = (aligned ? size - 1 : size) / 2.0;
    QTensor scaled = Elementwise.timesReal(l, name + ".scaled", g, stretch);
    double shift = (size - 1) / 2.0;
    QTensor at = shifted(l, name, scaled, shift);
    Folding folding = new Folding(c.node().stringAttribute("padding_mode", "zeros"), size, aligned);
    return switch (mode) {
      case "nearest" -> nearest(c, name, at, folding);
      case "linear", "bilinear" -> folded(c, name, at, Sampling.LINEAR, folding);
      case "cubic", "bicubic" -> folded(c, name, at, Sampling.CUBIC, folding);
      default -> throw c.unsupported("mode '" + mode + "' is unknown");
    };
  }

  private static QTensor shifted(Lowering l, String name, QTensor x, double shift) {
    // Halves, at the tensor's own scale where that is as fine.
    Scale half = Scale.powerOfTwo(-1);
    Scale unit = x.scale().common(half);
    QTensor fine = Arithmetic.times(l, name, x, x.scale().multipleOf(unit)).at(unit);
    return Arithmetic.plus(l, name, fine, Math.round(2 * shift) * half.multipleOf(unit));
  }

  /** What stands for positions outside an axis. */
  private record Folding(String mode, int size, boolean aligned) {

    boolean zeros() {
      return mode.equals("zeros");
    }

    String key() {
      return mode + " of " + size + (aligned ? " aligned" : "");
    }

    /** A coordinate with the same value, at most one position outside. */
    double coordinate(double u) {
      return mode.equals("border") ? Math.clamp(u, -1, size) : reflected(u);
    }

    private double reflected(double u) {
      double low = aligned ? 0 : -0.5;
      double length = aligned ? size - 1 : size;
      if (length == 0) {
        return 0;
      }
      double inside = (u - low) % (2 * length);
      inside = inside < 0 ? inside + 2 * length : inside;
      return low + (inside <= length ? inside : 2 * length - inside);
    }

    /** The position that stands for one outside. */
    int position(int i) {
      return mode.equals("border")
          ? Math.clamp(i, 0, size - 1)
          : Math.clamp((int) Math.round(reflected(i)), 0, size - 1);
    }

    /** The position nearest to a coordinate, the size if that is outside and counts as zero. */
    long nearest(double u) {
      double whole = Math.rint(u);
      boolean inside = whole >= 0 && whole <= size - 1;
      if (inside || zeros()) {
        return inside ? (long) whole : size;
      }
      return mode.equals("border")
          ? (long) Math.clamp(whole, 0, size - 1)
          : position((int) Math.clamp(whole, -1 << 20, 1 << 20));
    }
  }

  private static QTensor nearest(OperatorContext c, String name, QTensor at, Folding folding) {
    Lowering l = c.lowering();
    RealRange seen = around(c, at, folding.size());
    String key = "nearest, " + folding.key();
    QTensor position = Activations.integerValued(c, at, key, seen, v -> folding.nearest(v));
    QTensor flags = OneHot.of(l, name, position, folding.size() + 1, false);
    int[] dims = flags.dims();
    dims[2] = folding.size();
    return Arithmetic.view(l, name + ".inside", flags, Arithmetic.same(dims), dims);
  }

  // Coordinates that were seen, at least those inside.
  private static RealRange around(OperatorContext c, QTensor at, int size) {
    double unit = at.scale().toDouble();
    RealRange grid = c.lowering().scales().seen(c.node().input(1)).orElse(new RealRange(-1, 1));
    double seen = (grid.magnitude() + 1) * size / 2.0 + 1;
    double bound = at.range().magnitude() * unit;
    double reach = Math.min(Math.max(size + 1.0, seen), Math.max(bound, 1));
    return new RealRange(-reach, reach);
  }

  private static QTensor folded(
      OperatorContext c, String name, QTensor at, Sampling.Kernel kernel, Folding folding) {
    int size = folding.size();
    if (folding.zeros()) {
      return Sampling.weights(c, name, at, kernel, 0, size);
    }
    Lowering l = c.lowering();
    RealRange seen = around(c, at, size);
    QTensor inside =
        Activations.scalar(c, at, folding.key(), seen, folding::coordinate, size + 1.0);
    int wide = size + 2 * MARGIN;
    QTensor all = Sampling.weights(c, name, inside, kernel, -MARGIN, wide);
    // Every position's weights: its own and those of the positions that it stands for.
    List<QTensor> parts = new ArrayList<>();
    List<int[]> layers = new ArrayList<>();
    int[] count = new int[size];
    for (int i = 0; i < wide; i++) {
      int p = folding.position(i - MARGIN);
      if (count[p] == layers.size()) {
        int[] layer = new int[size];
        Arrays.fill(layer, -1);
        layers.add(layer);
      }
      layers.get(count[p]++)[p] = i;
    }
    List<Long> ones = new ArrayList<>();
    for (int[] layer : layers) {
      parts.add(AxisMap.of(l, name + ".folded", all, 2, layer));
      ones.add(1L);
    }
    return Arithmetic.sum(l, name + ".weights", parts, ones);
  }
}
