package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.GroupNorm;
import io.zkchain.compiler.gadgets.PowerOfNorm;
import io.zkchain.compiler.gadgets.Split;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.shape.Axes;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Layer, instance, group, root-mean-square, mean-variance and L2 normalisation by {@link
 * GroupNorm}, which has semantics, relations and the argument for uniqueness; the affine part
 * rounds once more unless it could be folded into the weights that follow.
 *
 * <p>The input is committed, and nodes that read it later read these cells: a residual stream stays
 * one tensor instead of a growing sum.
 */
final class StandardScores implements OperatorFamily {
  private static final float EPSILON = 1e-5f;
  private static final int ZERO_BITS = 8;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        entry(
            "LayerNormalization",
            17,
            "axis, epsilon, Mean and InvStdDev; also recognised as ReduceMean-Sub-Pow-..-Div"),
        entry("RMSNormalization", 23, "axis, epsilon"),
        entry("InstanceNormalization", 6, "epsilon"),
        entry("GroupNormalization", 18, "num_groups, epsilon; scale by group (18), channel (21)"),
        entry("MeanVarianceNormalization", 9, "axes"),
        entry("LpNormalization", 1, "axis, p = 1 or 2; a zero vector gives 0"));
  }

  private static OperatorEntry entry(String operator, int since, String attributes) {
    return new OperatorEntry(
        operator,
        since,
        "exact variance, inverse root by mantissa and exponent",
        attributes,
        "1 + 2, about 16 cells per group, 1 + 1 if its scale cannot be folded",
        "abs(y) 2^-B + v/2");
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "LayerNormalization" -> layer(c, GroupNorm.Kind.CENTRED);
      case "RMSNormalization" -> layer(c, GroupNorm.Kind.ROOT_MEAN_SQUARE);
      case "InstanceNormalization" -> instance(c);
      case "GroupNormalization" -> group(c);
      case "MeanVarianceNormalization" -> meanVariance(c);
      default -> {
        int axis = Axes.attribute(c.node(), -1, c.inputDims(0).length);
        c.output(
            c.node().intAttribute("p", 2) == 1
                ? byMagnitudes(c, axis)
                : normal(c, Set.of(axis), GroupNorm.Kind.EUCLIDEAN, 0).value());
      }
    }
  }

  // x / sum of abs(x); the sum is 2^-8 unit more, so that a zero vector gives 0.
  private static QTensor byMagnitudes(OperatorContext c, int axis) {
    Lowering l = c.lowering();
    QTensor x = c.cells(0);
    QTensor magnitudes =
        Split.of(l, x.named(c.name() + ".parts")).magnitude(l, c.name() + ".magnitude");
    int[] dims = x.dims();
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(dims));
    from.set(axis, AxisExpression.constant(0).plusSummed(1, 0, dims[axis]));
    dims[axis] = 1;
    QTensor sum = Arithmetic.view(l, c.name() + ".sum", magnitudes, from, dims).at(Scale.ONE);
    QTensor fine = Arithmetic.times(l, c.name() + ".fine", sum, 1L << ZERO_BITS);
    QTensor shifted = Arithmetic.plus(l, c.name() + ".v", fine, 1);
    Interval range = new Interval(1, Math.max(1, shifted.range().hi()));
    QTensor v =
        new QTensor(shifted.name(), dims, Scale.ONE, range, shifted.addends(), shifted.buffer());
    int bits = l.settings().bits();
    int width = 64 - Long.numberOfLeadingZeros(range.hi());
    int scale = Math.min(bits + width, PowerOfNorm.mostScale(bits));
    QTensor inverse = PowerOfNorm.of(l, v, 1, scale);
    return Elementwise.multiply(l, c.name(), x.at(Scale.ONE), inverse, x.dims())
        .at(Scale.powerOfTwo(ZERO_BITS - scale));
  }

  private static GroupNorm.Result normal(
      OperatorContext c, Set<Integer> axes, GroupNorm.Kind kind, double epsilon) {
    return GroupNorm.of(c.lowering(), c.name(), c.cells(0), axes, kind, epsilon);
  }

  private static void layer(OperatorContext c, GroupNorm.Kind kind) {
    int rank = c.inputDims(0).length;
    int axis = Axes.attribute(c.node(), -1, rank);
    Set<Integer> axes = IntStream.range(axis, rank).boxed().collect(Collectors.toSet());
    double epsilon = c.node().floatAttribute("epsilon", EPSILON);
    GroupNorm.Result result = normal(c, axes, kind, epsilon);
    long count = 1;
    for (int k : axes) {
      count *= c.inputDims(0)[k];
    }
    c.output(affine(c, result.value(), c.inputDims(1), c.node().hasInput(2)));
    c.output(1, result.sum().at(result.sum().scale().over(count)));
    c.output(2, result.inverse());
  }

  private static void instance(OperatorContext c) {
    int rank = c.inputDims(0).length;
    Set<Integer> axes = IntStream.range(2, rank).boxed().collect(Collectors.toSet());
    double epsilon = c.node().floatAttribute("epsilon", EPSILON);
    QTensor value = normal(c, axes, GroupNorm.Kind.CENTRED, epsilon).value();
    c.output(affine(c, value, beforeOnes(c.inputDims(1)[0], rank - 2), true));
  }

  private static void group(OperatorContext c) {
    int[] dims = c.inputDims(0);
    int groups = (int) c.node().intAttribute("num_groups", 1);
    int[] split = Labels.split(dims, 1, new int[] {groups, dims[1] / groups});
    Lowering l = c.lowering();
    QTensor x = Arithmetic.reshape(l, c.name() + ".groups", c.cells(0), split);
    Set<Integer> axes = IntStream.range(2, split.length).boxed().collect(Collectors.toSet());
    double epsilon = c.node().floatAttribute("epsilon", EPSILON);
    QTensor value = GroupNorm.of(l, c.name(), x, axes, GroupNorm.Kind.CENTRED, epsilon).value();
    boolean byChannel = c.inputDims(1)[0] == dims[1] && c.node().opset() >= 21;
    int[] parameters =
        byChannel
            ? Labels.split(beforeOnes(0, dims.length - 2), 0, new int[] {groups, dims[1] / groups})
            : beforeOnes(groups, dims.length - 1);
    QTensor scaled = affine(c, value, parameters, true);
    c.outputReshaped(scaled);
  }

  // [size, 1, 1, ..]
  private static int[] beforeOnes(int size, int ones) {
    int[] dims = new int[1 + ones];
    Arrays.fill(dims, 1);
    dims[0] = size;
    return dims;
  }

  private static void meanVariance(OperatorContext c) {
    Set<Integer> axes = new TreeSet<>();
    int rank = c.inputDims(0).length;
    for (long axis : c.node().intsAttribute("axes").orElse(List.of(0L, 2L, 3L))) {
      axes.add((int) (axis < 0 ? axis + rank : axis));
    }
    c.output(normal(c, axes, GroupNorm.Kind.CENTRED, 1e-9).value());
  }

  /**
   * y times the second input plus the third.
   *
   * @param dims of these, to broadcast against y
   */
  private static QTensor affine(OperatorContext c, QTensor y, int[] dims, boolean offset) {
    Lowering l = c.lowering();
    QTensor scaled = y;
    if (!c.isConstant(1)) {
      QTensor scale = Arithmetic.reshape(l, c.name(), Commit.factor(l, c.tensor(1)), dims);
      scaled = Elementwise.multiply(l, c.name(), rounded(c, y), scale, y.dims());
    } else if (!all(c.constant(1), 1)) {
      scaled = Elementwise.timesTensor(c, rounded(c, y), c.constant(1).toDoubles(), dims);
    }
    if (!offset || (c.isConstant(2) && all(c.constant(2), 0))) {
      return scaled;
    }
    QTensor bias =
        c.isConstant(2)
            ? l.fixed(
                c.name() + ".bias",
                dims,
                Weights.round(c.constant(2).toDoubles(), scaled.scale()),
                scaled.scale())
            : Arithmetic.reshape(l, c.name(), c.tensor(2), dims);
    return Arithmetic.sum(l, c.name(), List.of(scaled, bias), List.of(1L, 1L));
  }

  // Under a name of its own: the node's calibrated range is that of the scaled values.
  private static QTensor rounded(OperatorContext c, QTensor y) {
    return Commit.cells(c.lowering(), y.named(c.name() + ".normal"));
  }

  private static boolean all(TensorData data, double value) {
    return Arrays.stream(data.toDoubles()).allMatch(v -> v == value);
  }
}
