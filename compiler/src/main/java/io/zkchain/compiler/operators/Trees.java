package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.TreePaths;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TreeEnsembleRegressor and TreeEnsemble, of any modes.
 *
 * <p>Semantics: x <= t exactly if q <= floor(t / unit), so every comparison is exact on the rounded
 * input; a test of equality is the difference of two. The reached leaves' weights, rounded to 20
 * bits, are added exactly. {@link TreePaths} has the relations and the argument for uniqueness.
 *
 * <p>Error: 2^-20 of the largest weight for each tree; an input within its unit of a threshold may
 * go the other way. Inputs that only trees read have 32 bits.
 */
final class Trees implements OperatorFamily {
  private static final int WEIGHT_BITS = 20;

  /** A comparison x[feature] <= threshold of one tree. */
  private record Comparison(int feature, long threshold) {}

  /** A leaf: its misses while all comparisons are false, and what each true one adds. */
  private record Path(int misses, Map<Integer, Integer> steps, Map<Integer, Double> weights) {}

  @Override
  public List<OperatorEntry> entries() {
    String how = "all comparisons at once, leaves by counting misses";
    String rows = "1 + 1 per comparison (0 + 1 per further digit), 1 + 0 per leaf";
    String error = "2^-20 of a weight per tree; exact on the rounded input";
    return List.of(
        new OperatorEntry(
            "ai.onnx.ml.TreeEnsembleRegressor",
            1,
            how,
            "all modes; SUM, AVERAGE; base_values; no post_transform",
            rows,
            error),
        new OperatorEntry(
            "ai.onnx.ml.TreeEnsemble",
            5,
            how,
            "all modes, MEMBER too; SUM, AVERAGE; no post_transform",
            rows,
            error));
  }

  @Override
  public Optional<String> refuse(Node node) {
    String aggregate = TreeModel.aggregate(node);
    if (!aggregate.equals("SUM") && !aggregate.equals("AVERAGE")) {
      return Optional.of(Limit.AGGREGATE.reason(aggregate));
    }
    boolean plain =
        node.opType().equals("TreeEnsemble")
            ? node.intAttribute("post_transform", 0) == 0
            : node.stringAttribute("post_transform", "NONE").equals("NONE");
    return plain ? Optional.empty() : Optional.of(Limit.TREE_TRANSFORM.reason());
  }

  @Override
  public void lower(OperatorContext c) {
    Node node = c.node();
    Lowering l = c.lowering();
    TreeModel model = TreeModel.of(node);
    QTensor x = c.tensor(0);
    QTensor rows = x.rank() == 2 ? x : Arithmetic.reshape(l, x.name(), x, new int[] {1, x.size()});
    QTensor factor = Commit.factor(l, rows);
    List<List<Comparison>> comparisons = new ArrayList<>();
    List<List<Path>> leaves = new ArrayList<>();
    for (TreeModel.Tree tree : model.trees()) {
      Map<Comparison, Integer> own = new LinkedHashMap<>();
      List<Path> paths = new ArrayList<>();
      walk(c, tree, factor, own, new LinkedHashMap<>(), 0, paths);
      comparisons.add(List.copyOf(own.keySet()));
      leaves.add(paths);
    }
    QTensor flags = paths(comparisons, leaves).flags(l, c.name(), factor);
    boolean average = TreeModel.aggregate(node).equals("AVERAGE");
    c.output(weighed(c, model, leaves, flags, average ? model.trees().size() : 1));
  }

  // ---------------------------------------------------------------- paths

  private static void walk(
      OperatorContext c,
      TreeModel.Tree tree,
      QTensor x,
      Map<Comparison, Integer> comparisons,
      Map<Integer, Integer> steps,
      int misses,
      List<Path> out) {
    switch (tree) {
      case TreeModel.Leaf(Map<Integer, Double> weights) -> {
        Map<Integer, Integer> own = new LinkedHashMap<>(steps);
        own.values().removeIf(step -> step == 0);
        out.add(new Path(misses, own, weights));
      }
      case TreeModel.Branch branch -> {
        if (branch.feature() < 0 || branch.feature() >= x.dim(1)) {
          throw c.unsupported(Limit.FEATURE, branch.feature(), x.dim(1));
        }
        Test test = test(branch, x);
        TreeModel.Tree held = test.negated() ? branch.no() : branch.yes();
        TreeModel.Tree failed = test.negated() ? branch.yes() : branch.no();
        walk(c, held, x, comparisons, with(steps, test, comparisons, -1), misses + 1, out);
        walk(c, failed, x, comparisons, with(steps, test, comparisons, 1), misses, out);
      }
    }
  }

  /**
   * A condition that is the sum of signed comparisons, each term 0 or 1 together.
   *
   * @param signs by comparison
   * @param negated whether the branch's condition is the opposite
   */
  private record Test(Map<Comparison, Integer> signs, boolean negated) {}

  private static Test test(TreeModel.Branch branch, QTensor x) {
    Map<Comparison, Integer> signs = new LinkedHashMap<>();
    for (double value : Arrays.stream(branch.values()).distinct().toArray()) {
      double units = value / x.scale().toDouble();
      int feature = branch.feature();
      switch (branch.mode()) {
        case LEQ, GT -> add(signs, feature, Math.floor(units), x, 1);
        case LT, GTE -> add(signs, feature, Math.ceil(units) - 1, x, 1);
        case EQ, NEQ, MEMBER -> {
          if (units == Math.rint(units)) {
            add(signs, feature, units, x, 1);
            add(signs, feature, units - 1, x, -1);
          }
        }
      }
    }
    signs.values().removeIf(sign -> sign == 0);
    boolean negated =
        switch (branch.mode()) {
          case LEQ, LT, EQ, MEMBER -> false;
          case GT, GTE, NEQ -> true;
        };
    return new Test(signs, negated);
  }

  // Thresholds outside x's range are moved to its ends, where they decide the same.
  private static void add(
      Map<Comparison, Integer> signs, int feature, double units, QTensor x, int sign) {
    long threshold = (long) Math.clamp(units, x.range().lo() - 1, x.range().hi());
    signs.merge(new Comparison(feature, threshold), sign, Integer::sum);
  }

  private static Map<Integer, Integer> with(
      Map<Integer, Integer> steps, Test test, Map<Comparison, Integer> comparisons, int factor) {
    Map<Integer, Integer> out = new LinkedHashMap<>(steps);
    test.signs()
        .forEach((comparison, sign) -> {
          int number = comparisons.computeIfAbsent(comparison, any -> comparisons.size());
          out.merge(number, factor * sign, Integer::sum);
        });
    return out;
  }

  private static TreePaths paths(List<List<Comparison>> comparisons, List<List<Path>> leaves) {
    int trees = leaves.size();
    int nodes = comparisons.stream().mapToInt(List::size).max().orElse(0);
    int width = leaves.stream().mapToInt(List::size).max().orElse(0);
    int[][] features = new int[trees][Math.max(1, nodes)];
    long[][] thresholds = new long[trees][Math.max(1, nodes)];
    int[][][] steps = new int[trees][width][Math.max(1, nodes)];
    int[][] misses = new int[trees][width];
    int most = 1;
    for (int t = 0; t < trees; t++) {
      Arrays.fill(features[t], -1);
      for (int n = 0; n < comparisons.get(t).size(); n++) {
        features[t][n] = comparisons.get(t).get(n).feature();
        thresholds[t][n] = comparisons.get(t).get(n).threshold();
      }
      Arrays.fill(misses[t], 1); // padding is never reached
      for (int k = 0; k < leaves.get(t).size(); k++) {
        Path path = leaves.get(t).get(k);
        misses[t][k] = path.misses();
        int reach = path.misses();
        for (Map.Entry<Integer, Integer> step : path.steps().entrySet()) {
          steps[t][k][step.getKey()] = step.getValue();
          reach += Math.abs(step.getValue());
        }
        most = Math.max(most, reach);
      }
    }
    return new TreePaths(features, thresholds, steps, misses, most);
  }

  // ---------------------------------------------------------------- weights

  private static QTensor weighed(
      OperatorContext c, TreeModel model, List<List<Path>> leaves, QTensor flags, int divisor) {
    Lowering l = c.lowering();
    int trees = flags.dim(1);
    int width = flags.dim(2);
    int targets = model.targets();
    double[] weights = new double[trees * width * targets];
    for (int t = 0; t < trees; t++) {
      for (int k = 0; k < leaves.get(t).size(); k++) {
        int at = (t * width + k) * targets;
        leaves.get(t).get(k).weights().forEach((target, weight) -> weights[at + target] += weight);
      }
    }
    double largest = Math.max(Weights.magnitude(weights), 0x1p-30);
    Scale unit = Scale.powerOfTwo(Math.getExponent(largest) + 1 - WEIGHT_BITS);
    long[] rounded = Weights.round(weights, unit);
    QTensor w = l.fixed(c.name() + ".weights", new int[] {trees, width, targets}, rounded, unit);
    int[] fLabels = {0, 1, 2};
    int[] wLabels = {1, 2, 3};
    int[] out = {0, 3};
    int[] dims = {flags.dim(0), targets};
    QTensor sum =
        Arithmetic.contract(
            l,
            c.name(),
            flags,
            fLabels,
            w,
            wLabels,
            dims,
            out,
            range(rounded, trees, width, targets),
            new EinsumKernel(flags, fLabels, w, wLabels, dims, out));
    sum = divisor == 1 ? sum : sum.at(sum.scale().over(divisor));
    return based(c, sum);
  }

  // Each tree reaches one leaf.
  private static Interval range(long[] weights, int trees, int width, int targets) {
    Interval range = new Interval(0, 0);
    for (int t = 0; t < trees; t++) {
      long[] own = Arrays.copyOfRange(weights, t * width * targets, (t + 1) * width * targets);
      range = range.plus(Interval.of(own).union(new Interval(0, 0)));
    }
    return range;
  }

  private static QTensor based(OperatorContext c, QTensor sum) {
    List<Float> bases = c.node().floatsAttribute("base_values").orElse(List.of());
    double[] values = bases.stream().mapToDouble(Float::doubleValue).toArray();
    if (values.length == 0 || Weights.magnitude(values) == 0) {
      return sum;
    }
    if (values.length != 1 && values.length != sum.dim(1)) {
      throw c.unsupported(values.length + " base_values do not fit " + sum.dim(1) + " targets");
    }
    Lowering l = c.lowering();
    QTensor base =
        l.fixed(
            c.name() + ".base",
            new int[] {1, values.length},
            Weights.round(values, sum.scale()),
            sum.scale());
    return Arithmetic.sum(l, c.name(), List.of(sum, base), List.of(1L, 1L));
  }
}
