package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * TREE: the reached leaves of many decision trees at once, as flags of 0 or 1.
 *
 * <p>All comparisons x[f] <= t are made ({@link Compare}, the feature chosen by a fixed matrix of 0
 * and 1). A leaf's misses are the number of comparisons on its path that went the other way: a
 * linear function of the comparisons with coefficients -1, 0, 1. Row {@code (misses, [misses =
 * 0])}: the leaf's flag.
 *
 * <p><b>Unique</b> for all field elements x: each comparison is, the relation fixes the misses, and
 * the flag is their table output. Exact.
 *
 * <p>Rows: one for each comparison (and its digits) and one for each leaf, padded to the largest
 * tree.
 *
 * @param features [trees, comparisons]: which feature each one reads, -1 in padding
 * @param thresholds [trees, comparisons], in units of x
 * @param steps [trees, leaves, comparisons]: how much a true comparison adds to a leaf's misses
 * @param misses [trees, leaves]: a leaf's misses while all comparisons are false
 * @param most bound on all misses
 */
public record TreePaths(
    int[][] features, long[][] thresholds, int[][][] steps, int[][] misses, int most) {

  /** The flags, dims [rows, trees, leaves], of rows x of dims [rows, features]; cells B. */
  public QTensor flags(Lowering l, String name, QTensor values) {
    QTensor x = Commit.factor(l, values);
    QTensor comparisons = Compare.notNegative(l, name + ".node", differences(l, name, x));
    return reached(l, name, comparisons);
  }

  // threshold - x[feature]
  private QTensor differences(Lowering l, String name, QTensor x) {
    int trees = features.length;
    int nodes = features[0].length;
    int width = x.dim(1);
    long[] matrix = new long[trees * nodes * width];
    long[] limits = new long[trees * nodes];
    for (int i = 0; i < limits.length; i++) {
      int feature = features[i / nodes][i % nodes];
      limits[i] = thresholds[i / nodes][i % nodes];
      if (feature >= 0) {
        matrix[i * width + feature] = 1;
      }
    }
    int[] dims = {x.dim(0), trees, nodes};
    int[] own = {trees, nodes, width};
    int[] xLabels = {0, 3};
    int[] mLabels = {1, 2, 3};
    int[] out = {0, 1, 2};
    QTensor choice = l.fixed(name + ".feature", own, matrix, Scale.ONE);
    Interval range = x.range().union(new Interval(0, 0));
    QTensor chosen =
        Arithmetic.contract(
            l,
            name + ".chosen",
            x,
            xLabels,
            choice,
            mLabels,
            dims,
            out,
            range,
            (execution, target) -> {
              long[] in = execution.of(x);
              for (int i = 0; i < target.length; i++) {
                int at = i % limits.length;
                int feature = features[at / nodes][at % nodes];
                target[i] = feature < 0 ? 0 : in[i / limits.length * width + feature];
              }
            });
    QTensor fixed = l.fixed(name + ".threshold", new int[] {1, trees, nodes}, limits, Scale.ONE);
    return Arithmetic.sum(l, name + ".d", List.of(fixed, chosen.at(Scale.ONE)), List.of(1L, -1L));
  }

  private QTensor reached(Lowering l, String name, QTensor comparisons) {
    int rows = comparisons.dim(0);
    int trees = comparisons.dim(1);
    int nodes = comparisons.dim(2);
    int leaves = misses[0].length;
    long[] paths = new long[trees * leaves * nodes];
    long[] start = new long[trees * leaves];
    for (int i = 0; i < start.length; i++) {
      start[i] = misses[i / leaves][i % leaves];
      for (int n = 0; n < nodes; n++) {
        paths[i * nodes + n] = steps[i / leaves][i % leaves][n];
      }
    }
    int[] dims = {rows, trees, leaves};
    int[] bLabels = {0, 1, 3};
    int[] pLabels = {1, 2, 3};
    int[] out = {0, 1, 2};
    QTensor path = l.fixed(name + ".path", new int[] {trees, leaves, nodes}, paths, Scale.ONE);
    Interval range = new Interval(-most, most);
    QTensor turns =
        Arithmetic.contract(
            l,
            name + ".turns",
            comparisons,
            bLabels,
            path,
            pLabels,
            dims,
            out,
            range,
            new EinsumKernel(comparisons, bLabels, path, pLabels, dims, out));
    QTensor base = l.fixed(name + ".depth", new int[] {1, trees, leaves}, start, Scale.ONE);
    QTensor sum = Arithmetic.sum(l, name + ".misses", List.of(turns, base), List.of(1L, 1L));
    Interval domain = new Interval(0, most);
    LookupTable table = l.function("no miss of " + most, domain, v -> v == 0 ? 1 : 0);
    Committed pairs = l.pair(name + ".leaf", dims, table, sum.buffer());
    QTensor cells = l.read(pairs, Cell.A, name + ".misses", dims, Scale.ONE, domain);
    l.vanish(name + ".leaf", List.of(sum, Arithmetic.times(l, name, cells, -1)));
    return l.read(pairs, Cell.B, name + ".leaf", dims, Scale.ONE, new Interval(0, 1));
  }
}
