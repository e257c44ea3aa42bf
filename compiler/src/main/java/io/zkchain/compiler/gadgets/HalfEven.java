package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * RHE: n / d rounded to the nearest integer, ties to the even one, for an even constant d (an odd
 * one has no tie: {@link Divide}).
 *
 * <p>Narrow d: {@code n + d/2 = 2d k + w}, row (w, [w > d]) with w in 0..2d-1; the result is 2k +
 * [w > d]. <b>Unique:</b> (k, w) is injective; w <= d rounds to the even 2k, both ties included (w
 * = 0 and w = d).
 *
 * <p>Wide d: {@code n + d/2 = d (2k + o) + r} with o in 0..1 and r below d as in {@link Divide};
 * tie = not [sum of r's limbs >= 1] as in {@link Compare}; the result is 2k + o - tie o.
 * <b>Unique:</b> (k, o, r) is injective, and the limbs are not negative, so their sum is 0 only if
 * r is.
 *
 * <p>k is shifted to be not negative and held in limbs.
 */
public final class HalfEven {
  private final Lowering l;
  private final String name;
  private final QTensor n;
  private final long d;
  private final long offset;

  private HalfEven(Lowering l, String name, QTensor n, long d) {
    this.l = l;
    this.name = name;
    this.n = n.at(Scale.ONE);
    this.d = d;
    this.offset = Math.floorDiv(Math.addExact(n.range().lo(), d / 2), 2 * d);
  }

  /**
   * The rounded quotient of integers; the scale does not matter.
   *
   * @param d at least 1
   * @return integers at scale 1
   */
  public static QTensor of(Lowering l, String name, QTensor n, long d) {
    if (d == 1) {
      return n.at(Scale.ONE).named(name);
    }
    // A tie needs a multiple of d/2 that is no multiple of d.
    boolean ties = d % 2 == 0 && n.range().magnitude() >= d / 2;
    if (!ties) {
      return Divide.halfUp(l, name, n, d);
    }
    HalfEven rounding = new HalfEven(l, name, n, d);
    boolean narrow = 2 * d <= 2L << l.settings().shift();
    QTensor result = narrow ? rounding.narrow() : rounding.wide();
    Interval range = new Interval(round(n.range().lo(), d), round(n.range().hi(), d));
    return new QTensor(name, result.dims(), Scale.ONE, range, result.addends(), rounding.results());
  }

  private static long round(long n, long d) {
    long q = Math.floorDiv(n + d / 2, d);
    return Math.floorMod(n + d / 2, d) == 0 ? q - (q & 1) : q;
  }

  private int results() {
    return Elements.map(l, n, v -> round(v, d));
  }

  // k - offset, in limbs, as an integer at scale 1.
  private QTensor half() {
    long most = Math.floorDiv(Math.addExact(n.range().hi(), d / 2), 2 * d) - offset;
    int buffer = Elements.map(l, n, v -> Math.floorDiv(v + d / 2, 2 * d) - offset);
    return Limbs.of(l, name + ".half", n.dims(), buffer, Math.max(1, most));
  }

  private QTensor narrow() {
    LookupTable table = l.function("even " + d, new Interval(0, 2 * d - 1), w -> w > d ? 1 : 0);
    int rest = Elements.map(l, n, v -> Math.floorMod(v + d / 2, 2 * d));
    Committed rows = l.pair(name + ".rest", n.dims(), table, rest);
    Interval reach = new Interval(0, 2 * d - 1);
    QTensor w = l.read(rows, Cell.A, name + ".rest", n.dims(), Scale.ONE, reach);
    QTensor up = l.read(rows, Cell.B, name + ".up", n.dims(), Scale.ONE, new Interval(0, 1));
    QTensor k = half();
    QTensor sum = Arithmetic.sum(l, name + ".round", List.of(n, k, w), List.of(1L, -2 * d, -1L));
    l.vanish(name + ".round", List.of(Arithmetic.plus(l, name, sum, d / 2 - 2 * d * offset)));
    QTensor both = Arithmetic.sum(l, name, List.of(k, up), List.of(2L, 1L));
    return Arithmetic.plus(l, name, both, 2 * offset);
  }

  private QTensor wide() {
    int[] dims = n.dims();
    QTensor k = half();
    int parity = Elements.map(l, n, v -> Math.floorDiv(v + d / 2, d) & 1);
    Committed odds = l.single(name + ".odd", dims, l.range(2), parity);
    QTensor odd = l.read(odds, Cell.C, name + ".odd", dims, Scale.ONE, new Interval(0, 1));
    int rest = Elements.map(l, n, v -> Math.floorMod(v + d / 2, d));
    QTensor r = Divide.below(l, name, dims, rest, d);
    List<QTensor> parts = List.of(n, k, odd, r);
    QTensor sum = Arithmetic.sum(l, name + ".round", parts, List.of(1L, -2 * d, -d, -1L));
    l.vanish(name + ".round", List.of(Arithmetic.plus(l, name, sum, d / 2 - 2 * d * offset)));
    QTensor positive = Arithmetic.plus(l, name + ".rest", limbSum(r), -1);
    QTensor tie = Booleans.not(l, name, Compare.notNegative(l, name + ".positive", positive));
    QTensor even = Arithmetic.sum(l, name, List.of(k, odd), List.of(2L, 1L));
    List<Addend> addends = new ArrayList<>(Arithmetic.plus(l, name, even, 2 * offset).addends());
    Arithmetic.product(name, tie, odd).addends().forEach(a -> addends.add(a.scaled(-1)));
    return new QTensor(name, dims, Scale.ONE, even.range(), addends, -1);
  }

  // The sum of the limbs without their weights: small, and 0 only with all of them.
  private QTensor limbSum(QTensor r) {
    List<Addend> ones = new ArrayList<>();
    r.addends().forEach(a -> ones.add(new Addend(1, a.x(), a.w(), a.relations())));
    int s = l.settings().shift();
    long mask = (1L << s) - 1;
    int buffer =
        Elements.map(
            l,
            r,
            v -> {
              long total = 0;
              for (long rest = v; rest > 0; rest >>= s) {
                total += rest & mask;
              }
              return total;
            });
    Interval range = new Interval(0, r.addends().size() * mask);
    return new QTensor(name + ".limbs", r.dims(), Scale.ONE, range, ones, buffer);
  }
}
