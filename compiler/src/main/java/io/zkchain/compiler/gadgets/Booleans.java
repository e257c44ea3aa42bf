package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * BOOL and SELECT: logic on tensors of 0 and 1, virtual.
 *
 * <p>x and y = x y, x or y = x + y - x y, x xor y = x + y - 2 x y, not x = 1 - x; a choice is y + c
 * (x - y), scales aligned upwards. No cell of its own, so nothing that could be ambiguous: a factor
 * that is itself a product is committed first ({@link Commit}).
 */
public final class Booleans {

  private Booleans() {}

  /** x and y, broadcast. */
  public static QTensor and(Lowering l, String name, QTensor x, QTensor y) {
    return Compare.flag(product(l, name, x, y));
  }

  /** x or y, broadcast. */
  public static QTensor or(Lowering l, String name, QTensor x, QTensor y) {
    return joined(l, name, x, y, -1);
  }

  /** Exactly one of x and y, broadcast. */
  public static QTensor xor(Lowering l, String name, QTensor x, QTensor y) {
    return joined(l, name, x, y, -2);
  }

  private static QTensor joined(Lowering l, String name, QTensor x, QTensor y, long both) {
    QTensor u = Commit.factor(l, x);
    QTensor v = y.isLinear() ? y : Commit.factor(l, y);
    QTensor product = product(l, name + ".both", u, v);
    return Compare.flag(Arithmetic.sum(l, name, List.of(u, v, product), List.of(1L, 1L, both)));
  }

  /** 1 - x. */
  public static QTensor not(Lowering l, String name, QTensor x) {
    return Compare.flag(Arithmetic.plus(l, name, Arithmetic.times(l, name, x, -1), 1));
  }

  /**
   * x where the condition is 1, y where it is 0; all broadcast.
   *
   * @return exact where x and y are linear; products are rounded first, each to its own target
   */
  public static QTensor select(Lowering l, String name, QTensor condition, QTensor x, QTensor y) {
    QTensor u = x.isLinear() ? x : Commit.cells(l, x);
    QTensor v = y.isLinear() ? y : Commit.cells(l, y);
    QTensor difference = Arithmetic.sum(l, name + ".choice", List.of(u, v), List.of(1L, -1L));
    QTensor chosen = product(l, name + ".chosen", condition, difference);
    QTensor sum = Arithmetic.sum(l, name, List.of(v, chosen), List.of(1L, 1L));
    Interval range = units(u, sum.scale()).union(units(v, sum.scale()));
    return new QTensor(name, sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  private static Interval units(QTensor t, Scale unit) {
    return t.range().times(t.scale().multipleOf(unit));
  }

  /** The elementwise product of 0 or 1 and a tensor, broadcast. */
  private static QTensor product(Lowering l, String name, QTensor flag, QTensor t) {
    boolean swap = !flag.isFactor() && (t.isFactor() || flag.isFixed()); // weights come second
    QTensor x = Commit.factor(l, swap ? t : flag);
    QTensor w = swap ? flag : t;
    QTensor y = w.isLinear() ? w : Commit.factor(l, w);
    int[] dims = Arithmetic.broadcast(x.dims(), y.dims());
    int[] a = fromRight(x.rank(), dims.length);
    int[] b = fromRight(y.rank(), dims.length);
    int[] out = fromRight(dims.length, dims.length);
    EinsumKernel kernel = new EinsumKernel(x, a, y, b, dims, out);
    Interval range = (swap ? x : y).range().union(new Interval(0, 0));
    return Arithmetic.contract(l, name, x, a, y, b, dims, out, range, kernel);
  }

  private static int[] fromRight(int rank, int outRank) {
    int[] labels = new int[rank];
    for (int k = 0; k < rank; k++) {
      labels[k] = outRank - rank + k;
    }
    return labels;
  }
}
