package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * DIV and DIVC: division of integers with remainder, exactly rounded, scales left out of account.
 *
 * <p>DIV: {@code n = d q + r} with {@code r} and {@code d - 1 - r} in limbs. <b>Unique:</b> both
 * not negative give 0 <= r < d, so d >= 1 (whatever made d), q = floor(n / d) and r is the rest; a
 * divisor that is not positive leaves no assignment.
 *
 * <p>DIVC, a constant divisor: the same, r in the range table of exactly d values (or r and d - 1 -
 * r in limbs, or log2 d bits, where d is wider than the remainders' table). <b>Unique:</b> (q, r)
 * is injective on the ranges.
 *
 * <p>Half up: {@code 2n + d} by 2d; for a constant {@code n + floor(d/2)} by d. The quotient is in
 * cells A, so it can be a factor: one row of the signed range, or several digits where it may be
 * wider.
 */
public final class Divide {

  /**
   * Integers at scale 1.
   *
   * @param quotient floor(n / d), cells A
   * @param remainder n - d quotient, linear
   */
  public record Parts(QTensor quotient, QTensor remainder) {}

  private final Lowering l;
  private final String name;

  private Divide(Lowering l, String name) {
    this.l = l;
    this.name = name;
  }

  /**
   * Division with remainder, rounding down, n and d broadcast.
   *
   * @param d positive, or there is no proof
   */
  public static Parts euclidean(Lowering l, String name, QTensor n, QTensor d) {
    return new Divide(l, name).byTensor(n.at(Scale.ONE), linear(l, d));
  }

  /** Division by a constant d >= 1 with remainder, rounding down. */
  public static Parts euclidean(Lowering l, String name, QTensor n, long d) {
    return new Divide(l, name).byConstant(n.at(Scale.ONE), d);
  }

  /**
   * floor(n / d), n and d broadcast.
   *
   * @param d positive, or there is no proof
   */
  public static QTensor floor(Lowering l, String name, QTensor n, QTensor d) {
    return euclidean(l, name, n, d).quotient();
  }

  /** floor(n / d) for a constant d >= 1. */
  public static QTensor floor(Lowering l, String name, QTensor n, long d) {
    return d == 1 ? n.at(Scale.ONE).named(name) : euclidean(l, name, n, d).quotient();
  }

  /**
   * floor(n / d + 1/2), n and d broadcast.
   *
   * @param d positive, or there is no proof
   */
  public static QTensor halfUp(Lowering l, String name, QTensor n, QTensor d) {
    QTensor divisor = linear(l, d);
    List<QTensor> both = List.of(n.at(Scale.ONE), divisor);
    QTensor top = Arithmetic.sum(l, name + ".n", both, List.of(2L, 1L));
    QTensor twice = Arithmetic.times(l, name + ".d", divisor, 2);
    return new Divide(l, name).byTensor(top, twice).quotient();
  }

  /** floor(n / d + 1/2) for a constant d >= 1. */
  public static QTensor halfUp(Lowering l, String name, QTensor n, long d) {
    if (d == 1) {
      return n.at(Scale.ONE).named(name);
    }
    QTensor top = Arithmetic.plus(l, name + ".n", n.at(Scale.ONE), d / 2);
    return new Divide(l, name).byConstant(top, d).quotient();
  }

  /**
   * n / d rounded to the nearest integer, ties to the even one, n and d broadcast.
   *
   * <p>{@code q = floor(n / d + 1/2) = 2k + o}, and q - o where 2n + d leaves no remainder (which
   * its limbs keep from being negative): there n / d lies halfway. <b>Unique:</b> q and its
   * remainder are, and so are k and the bit o.
   *
   * @param d positive, or there is no proof
   */
  public static QTensor halfEven(Lowering l, String name, QTensor n, QTensor d) {
    QTensor divisor = linear(l, d);
    List<QTensor> both = List.of(n.at(Scale.ONE), divisor);
    QTensor top = Arithmetic.sum(l, name + ".n", both, List.of(2L, 1L));
    QTensor twice = Arithmetic.times(l, name + ".d", divisor, 2);
    Parts parts = new Divide(l, name).byTensor(top, twice);
    QTensor rest = Arithmetic.plus(l, name + ".rest", parts.remainder(), -1);
    QTensor tie = Booleans.not(l, name + ".tie", Compare.notNegative(l, name + ".rest", rest));
    QTensor odd = euclidean(l, name + ".halves", parts.quotient(), 2).remainder();
    QTensor down = Booleans.and(l, name + ".down", tie, odd);
    return Arithmetic.sum(l, name, List.of(parts.quotient(), down), List.of(1L, -1L));
  }

  // The divisor is multiplied by the quotient.
  private static QTensor linear(Lowering l, QTensor d) {
    QTensor integers = d.at(Scale.ONE);
    return integers.isLinear() ? integers : Commit.exact(l, integers);
  }

  private Parts byTensor(QTensor top, QTensor divisor) {
    int[] dims = Arithmetic.broadcast(top.dims(), divisor.dims());
    QTensor n = Arithmetic.broadcastTo(l, top, dims);
    QTensor d = Arithmetic.broadcastTo(l, divisor, dims);
    long most = Math.max(1, d.range().hi());
    l.rejectsOutside(new Interval(1, most), d.range());
    QTensor q = quotient(dims, l.compute(n.size(), quotients(n, d)), range(n.range(), d.range()));
    int rest = Elements.zip(l, n, d, Math::floorMod);
    int gap = Elements.zip(l, n, d, (a, b) -> b - 1 - Math.floorMod(a, b));
    QTensor r = Limbs.of(l, name + ".rem", dims, rest, most - 1);
    QTensor below = Limbs.of(l, name + ".gap", dims, gap, most - 1);
    List<Addend> terms = new ArrayList<>(n.addends());
    List<Addend> product = Arithmetic.product(l, name, q, d).addends();
    product.forEach(a -> terms.add(a.scaled(-1)));
    r.addends().forEach(a -> terms.add(a.scaled(-1)));
    l.vanish(name + ".divide", dims, terms);
    QTensor bracket =
        Arithmetic.sum(l, name + ".below", List.of(d, r, below), List.of(1L, -1L, -1L));
    l.vanish(name + ".below", List.of(Arithmetic.plus(l, name, bracket, -1)));
    return new Parts(q, r);
  }

  private Kernel quotients(QTensor n, QTensor d) {
    String node = l.origin();
    return (execution, out) -> {
      long[] top = execution.of(n);
      long[] by = execution.of(d);
      for (int i = 0; i < out.length; i++) {
        if (by[i] <= 0) {
          throw new InputDataException(
              "node %s: the divisor of element %d is outside the proven range, 1 and more"
                  .formatted(node, i));
        }
        out[i] = Math.floorDiv(top[i], by[i]);
      }
    };
  }

  // Where there is a proof, d is at least 1.
  private static Interval range(Interval n, Interval d) {
    long least = Math.max(1, d.lo());
    long most = Math.max(least, d.hi());
    return new Interval(
        Math.floorDiv(n.lo(), n.lo() < 0 ? least : most),
        Math.floorDiv(n.hi(), n.hi() < 0 ? most : least));
  }

  private Parts byConstant(QTensor n, long d) {
    if (d < 1) {
      throw new UnsupportedModelException(
          "node %s: cannot divide by the constant %d".formatted(l.origin(), d));
    }
    Interval range =
        new Interval(Math.floorDiv(n.range().lo(), d), Math.floorDiv(n.range().hi(), d));
    QTensor q = quotient(n.dims(), Elements.map(l, n, v -> Math.floorDiv(v, d)), range);
    QTensor r = below(l, name, n.dims(), Elements.map(l, n, v -> Math.floorMod(v, d)), d);
    QTensor sum = Arithmetic.sum(l, name + ".divide", List.of(n, q, r), List.of(1L, -d, -1L));
    l.vanish(name + ".divide", List.of(sum));
    return new Parts(q, r);
  }

  /** The integers 0..d-1 of a buffer in new cells, linear; other values are not possible. */
  static QTensor below(Lowering l, String name, int[] dims, int buffer, long d) {
    String own = name + ".rem";
    if (d <= 1L << l.settings().shift()) {
      Committed cells = l.single(own, dims, l.range(d), buffer);
      return l.read(cells, Cell.C, own, dims, Scale.ONE, new Interval(0, d - 1));
    }
    if (Long.bitCount(d) == 1) {
      return bits(l, own, dims, buffer, Long.numberOfTrailingZeros(d));
    }
    QTensor r = Limbs.of(l, own, dims, buffer, d - 1);
    int gap = Elements.map(l, dims, buffer, v -> d - 1 - v);
    QTensor above = Limbs.of(l, name + ".gap", dims, gap, d - 1);
    QTensor bracket = Arithmetic.sum(l, name + ".below", List.of(r, above), List.of(1L, 1L));
    l.vanish(name + ".below", List.of(Arithmetic.plus(l, name, bracket, 1 - d)));
    return r;
  }

  // Exactly so many bits: full limbs, and a table of its own for what is left.
  private static QTensor bits(Lowering l, String name, int[] dims, int buffer, int count) {
    int s = l.settings().shift();
    List<QTensor> limbs = new ArrayList<>();
    for (int place = 0; place < count; place += s) {
      int from = place;
      long size = 1L << Math.min(s, count - place);
      int limb = Elements.map(l, dims, buffer, v -> (v >> from) & (size - 1));
      String own = name + place / s;
      Committed cells = l.single(own, dims, l.range(size), limb);
      Interval range = new Interval(0, size - 1);
      limbs.add(l.read(cells, Cell.C, own, dims, Scale.powerOfTwo(place), range));
    }
    QTensor sum = Arithmetic.sum(l, name, limbs, Collections.nCopies(limbs.size(), 1L));
    Interval range = new Interval(0, (1L << count) - 1);
    return new QTensor(name, dims, Scale.ONE, range, sum.addends(), sum.buffer());
  }

  private QTensor quotient(int[] dims, int buffer, Interval range) {
    return Commit.integers(l, name, dims, buffer, range);
  }
}
