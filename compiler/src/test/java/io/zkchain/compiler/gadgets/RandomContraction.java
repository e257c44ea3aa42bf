package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A random product with shared, summed and broadcast axes of two random views: windows, strides,
 * flips, joined axes and paddings, of cells or of weights.
 */
final class RandomContraction {
  private final TwinSource source;
  private final Random random;
  private final int[] sizes;
  private final int[] xLabels;
  private final int[] wLabels;
  private final int[] outLabels;
  private long[] expected = {};

  RandomContraction(long seed) {
    this.source = new TwinSource(seed);
    this.random = source.random();
    this.sizes = random.ints(1 + random.nextInt(5), 1, 5).toArray();
    this.xLabels = labels(3);
    this.wLabels = labels(2);
    List<Integer> out = new ArrayList<>();
    for (int label = 0; label < sizes.length; label++) {
      boolean used = contains(xLabels, label) || contains(wLabels, label);
      if (used && random.nextBoolean()) {
        out.add(label);
      }
    }
    Collections.shuffle(out, random);
    this.outLabels = out.stream().mapToInt(Integer::intValue).toArray();
  }

  // Each label with the given odds to one.
  private int[] labels(int odds) {
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < sizes.length; label++) {
      if (random.nextInt(odds + 1) > 0) {
        labels.add(label);
      }
    }
    Collections.shuffle(labels, random);
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean contains(int[] labels, int label) {
    return Arrays.stream(labels).anyMatch(l -> l == label);
  }

  TwinSource source() {
    return source;
  }

  /** The integers of the published result. */
  long[] expected() {
    return expected;
  }

  @Override
  public String toString() {
    return "%s, labels %s times %s to %s"
        .formatted(
            source, Arrays.toString(xLabels), Arrays.toString(wLabels), Arrays.toString(outLabels));
  }

  LoweredProgram build() {
    Twin x = operand(xLabels, random.nextInt(6) > 0);
    Twin w = operand(wLabels, random.nextBoolean());
    Lowering l = source.lowering();
    QTensor left = Commit.factor(l, x.tensor());
    QTensor right = w.tensor().isLinear() ? w.tensor() : Commit.factor(l, w.tensor());
    int[] dims = Arrays.stream(outLabels).map(label -> size(label, x, w)).toArray();
    expected = product(x, w, dims);
    Interval range = left.range().times(right.range()).times(summed(x, w));
    EinsumKernel kernel = new EinsumKernel(left, xLabels, right, wLabels, dims, outLabels);
    QTensor product =
        Arithmetic.contract(
            l, "product", left, xLabels, right, wLabels, dims, outLabels, range, kernel);
    return source.finish(new Twin(product, expected));
  }

  // 1 where both operands broadcast.
  private int size(int label, Twin x, Twin w) {
    int size = 1;
    for (int k = 0; k < xLabels.length; k++) {
      size = xLabels[k] == label ? Math.max(size, x.dims()[k]) : size;
    }
    for (int k = 0; k < wLabels.length; k++) {
      size = wLabels[k] == label ? Math.max(size, w.dims()[k]) : size;
    }
    return size;
  }

  private long summed(Twin x, Twin w) {
    long count = 1;
    for (int label = 0; label < sizes.length; label++) {
      count *= contains(outLabels, label) ? 1 : size(label, x, w);
    }
    return count;
  }

  // ---------------------------------------------------------------- operands

  /** A view whose axes read one or two to an axis of the cells: const + a * i (+ b * j). */
  private Twin operand(int[] labels, boolean cells) {
    int[] dims = new int[labels.length];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = random.nextInt(6) == 0 ? 1 : sizes[labels[k]];
    }
    List<AxisExpression> from = new ArrayList<>();
    List<Integer> baseDims = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      AxisExpression expression =
          AxisExpression.constant(random.nextInt(4) == 0 ? random.nextInt(4) - 2 : 0)
              .plus(random.nextInt(5) == 0 ? -1 : 1 + random.nextInt(2), k, dims[k]);
      if (k + 1 < dims.length && random.nextInt(3) == 0) {
        long factor = random.nextBoolean() ? dims[k] : 1 + random.nextInt(2);
        expression = expression.plus(factor, k + 1, dims[++k]);
      }
      from.add(expression);
      baseDims.add(1 + random.nextInt(6));
    }
    int[] base = baseDims.stream().mapToInt(Integer::intValue).toArray();
    Twin whole = cells ? source.cells(base) : source.fixed(base);
    if (random.nextInt(4) == 0) {
      whole = source.sum(whole, cells ? source.cells(base) : source.fixed(base));
    }
    source.tell("view " + from + " in " + Arrays.toString(dims));
    long[] values = read(whole, from, dims);
    QTensor view = Arithmetic.view(source.lowering(), source.name("v"), whole.tensor(), from, dims);
    return new Twin(view, values);
  }

  private static long[] read(Twin whole, List<AxisExpression> from, int[] dims) {
    int[] base = whole.dims();
    int[] strides = Twin.strides(base);
    return Twin.gathered(
        whole.values(),
        dims,
        index -> {
          int at = 0;
          for (int axis = 0; axis < base.length; axis++) {
            AxisExpression e = from.get(axis);
            long own = e.constant();
            for (int j = 0; j < e.variables().size(); j++) {
              own += e.coefficients().get(j) * index[e.variables().get(j).axis()];
            }
            if (own < 0 || own >= base[axis]) {
              return -1;
            }
            at += (int) own * strides[axis];
          }
          return at;
        });
  }

  // ---------------------------------------------------------------- reference

  private long[] product(Twin x, Twin w, int[] dims) {
    long[] out = new long[Arithmetic.volume(dims)];
    int[] all = new int[sizes.length];
    for (int label = 0; label < all.length; label++) {
      all[label] = size(label, x, w);
    }
    int[] strides = Twin.strides(all);
    int[] index = new int[all.length];
    for (int i = 0; i < Arithmetic.volume(all); i++) {
      for (int label = 0; label < all.length; label++) {
        index[label] = i / strides[label] % all[label];
      }
      out[at(outLabels, dims, index)] +=
          x.values()[at(xLabels, x.dims(), index)] * w.values()[at(wLabels, w.dims(), index)];
    }
    return out;
  }

  private static int at(int[] labels, int[] dims, int[] index) {
    int at = 0;
    for (int k = 0; k < labels.length; k++) {
      at = at * dims[k] + (dims[k] == 1 ? 0 : index[labels[k]]);
    }
    return at;
  }
}
