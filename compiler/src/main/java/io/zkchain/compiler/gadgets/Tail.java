package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * TAIL: a function of values of any width that is affine beyond its table's ends.
 *
 * <p>With the cells of CLAMP ({@link Requantise}), v the rounded value inside the table, e what is
 * beyond it and sg = [e >= 0]: {@code out = f(v) + beta e + (alpha - beta) sg e}, with the slopes
 * beta below and alpha above; virtual. <b>Unique:</b> CLAMP determines v, e and sg, and out is an
 * expression of them. Where the value cannot leave the table there is no e, and out = f(v).
 *
 * <p>Nothing saturates. Error: L u/2 + w/2 inside, with L the largest slope, u and w the units of
 * input and table output; beyond, w/2 more per unit of e where a slope is no multiple of w/u.
 */
public final class Tail {

  /**
   * Slopes in units of the output per unit of the input.
   *
   * @param below of inputs below the table
   * @param above of inputs above it
   */
  public record Slopes(long below, long above) {}

  private Tail() {}

  /**
   * The function of every element.
   *
   * @param to the unit of the table's inputs
   * @param unit that of its outputs
   * @throws ArithmeticException if the result may leave 64 bits
   */
  public static QTensor of(
      Lowering l, QTensor x, Scale to, LookupTable table, Scale unit, Slopes slopes) {
    Requantise.Parts parts = Requantise.parts(l, x, to, table, unit);
    QTensor inside = parts.rounded().output();
    return parts.excess().map(e -> sum(l, x.name() + ".tail", inside, e, slopes)).orElse(inside);
  }

  private static QTensor sum(
      Lowering l, String name, QTensor inside, Excess excess, Slopes slopes) {
    QTensor e = excess.sum();
    List<Addend> addends = new ArrayList<>(inside.addends());
    e.addends().forEach(a -> addends.add(a.scaled(slopes.below())));
    long bend = slopes.above() - slopes.below();
    Arithmetic.product(name, excess.sign(), e).addends().forEach(a -> addends.add(a.scaled(bend)));
    Interval reach = excess.reach();
    Interval beyond =
        new Interval(reach.lo(), 0)
            .times(slopes.below())
            .union(new Interval(0, reach.hi()).times(slopes.above()));
    int buffer =
        l.compute(
            inside.size(),
            (execution, out) -> {
              long[] f = execution.of(inside);
              long[] over = execution.of(e);
              for (int i = 0; i < out.length; i++) {
                out[i] = f[i] + over[i] * (over[i] < 0 ? slopes.below() : slopes.above());
              }
            });
    return new QTensor(
        name,
        inside.dims(),
        inside.scale(),
        inside.range().plus(beyond),
        Arithmetic.combined(addends),
        buffer);
  }
}
