package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * ISQRT: q = floor(sqrt(x)) of whole numbers of any size.
 *
 * <p>{@code x = q q + r}, q, r and {@code 2 q - r} in limbs. <b>Unique</b> for every field element
 * x: the limbs are not negative, so q^2 <= x < (q + 1)^2, and the squares of different q bound
 * ranges that do not meet. A negative x has no assignment. Error: less than one unit.
 */
public final class SquareRoot {

  private SquareRoot() {}

  /**
   * The root.
   *
   * @param x whole numbers; those below 0 have no proof
   * @return q at scale 1
   */
  public static QTensor of(Lowering l, String name, QTensor x) {
    long top = Math.max(0, x.range().hi());
    long most = floor(top);
    l.rejectsOutside(new Interval(0, top), x.range());
    String node = l.origin();
    int root =
        l.compute(
            x.size(),
            (execution, out) -> {
              long[] in = execution.of(x);
              for (int i = 0; i < out.length; i++) {
                if (in[i] < 0) {
                  throw new InputDataException(
                      "node %s: element %d is outside the proven range: it must not be negative"
                          .formatted(node, i));
                }
                out[i] = floor(in[i]);
              }
            });
    int rest = Elements.map(l, x, v -> v - floor(v) * floor(v));
    int gap = Elements.map(l, x, v -> 2 * floor(v) - (v - floor(v) * floor(v)));
    QTensor q = Limbs.paired(l, name + ".root", x.dims(), root, most);
    QTensor r = Limbs.of(l, name + ".rest", x.dims(), rest, 2 * most);
    QTensor g = Limbs.of(l, name + ".gap", x.dims(), gap, 2 * most);
    QTensor square = Arithmetic.product(name, q, q);
    l.vanish(
        name + ".square",
        List.of(x.at(Scale.ONE), Arithmetic.times(l, name, r, -1), negated(square)));
    QTensor bracket = Arithmetic.sum(l, name + ".below", List.of(q, r, g), List.of(2L, -1L, -1L));
    l.vanish(name + ".below", List.of(bracket));
    return new QTensor(name, x.dims(), Scale.ONE, new Interval(0, most), q.addends(), q.buffer());
  }

  private static QTensor negated(QTensor t) {
    return new QTensor(
        t.name(),
        t.dims(),
        t.scale(),
        t.range(),
        t.addends().stream().map(a -> a.scaled(-1)).toList(),
        t.buffer());
  }

  static long floor(long x) {
    long q = (long) Math.sqrt((double) x);
    while (q * q > x) {
      q--;
    }
    while ((q + 1) * (q + 1) <= x) {
      q++;
    }
    return q;
  }
}
