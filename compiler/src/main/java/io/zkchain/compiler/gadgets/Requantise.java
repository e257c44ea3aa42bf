package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * RQ and CLAMP: rounds a value half up to another scale and looks it up in a function table.
 *
 * <p>RQ: {@code m acc + 2^(ks-1) = 2^(ks) q + rem_0 + 2^s rem_1 + ..}, rows {@code (q, f(q))} and
 * the remainders in the range table of s bits; m = 2^(ks-t) makes every shift a multiple of s.
 * <b>Unique:</b> (q, rem) is injective on the table ranges for every field element acc.
 *
 * <p>CLAMP, where the bound of acc passes the table: with the excess e = 2^s e1 + e0, {@code m acc
 * + 2^(ks-1) = 2^(ks) (v + e) + rem} and {@code e (v - lo - (hi - lo) sg) = 0}, rows {@code (v,
 * f(v))}, {@code (e1, sg = [e1 >= 0])}, e0 in the range table. <b>Unique:</b> the first relation
 * fixes v + e; e > 0 forces v = hi, e < 0 forces v = lo, and e = 0 leaves v inside: the cases
 * exclude each other.
 *
 * <p>Error: half a unit of the target scale; f adds its own output rounding.
 */
public final class Requantise {

  /**
   * @param input the rounded value q (cells A)
   * @param output f(q) (cells B)
   */
  public record Rounded(QTensor input, QTensor output) {}

  private static final int MOST_BITS = 62;

  private final Lowering l;
  private final QTensor acc;
  private final LookupTable table;
  private final int bits;
  private final int limbs;
  private final int shift;
  private final Interval wide;

  private Requantise(Lowering l, QTensor acc, Scale to, LookupTable table) {
    this.l = l;
    this.acc = acc;
    this.table = table;
    this.bits =
        to.over(acc.scale())
            .log2()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "scale " + acc.scale() + " to " + to + " is no shift"));
    int s = l.settings().shift();
    this.limbs = Math.max(0, Math.ceilDiv(bits, s));
    this.shift = limbs * s;
    if (shift > MOST_BITS || shift - bits > MOST_BITS) {
      throw tooWide();
    }
    this.wide = wide();
  }

  // m, a power of two.
  private long factor() {
    return 1L << (shift - bits);
  }

  private Interval wide() {
    try {
      return bits > 0 ? acc.range().shiftedRight(bits) : acc.range().times(factor());
    } catch (ArithmeticException e) {
      throw tooWide();
    }
  }

  private UnsupportedModelException tooWide() {
    return new UnsupportedModelException(
        "node %s: value '%s' leaves 64 bits before it is rounded; use fewer --bits"
            .formatted(l.origin(), acc.name()));
  }

  /** Rounds to the value's own target, any table. */
  public static Rounded of(Lowering l, QTensor acc) {
    Target target = l.scales().target(acc);
    return of(l, acc, target, l.identity(), target.scale());
  }

  /**
   * Rounds to the target and looks up in the table.
   *
   * @param outputScale of the table's outputs
   */
  public static Rounded of(
      Lowering l, QTensor acc, Target target, LookupTable table, Scale outputScale) {
    Requantise rq = new Requantise(l, acc, target.scale(), table);
    boolean fits = table.domain().contains(rq.wide);
    Verdict verdict =
        fits ? Verdict.IMPOSSIBLE : l.settings().saturate() ? Verdict.SATURATE : Verdict.REJECT;
    l.verdict(verdict);
    return rq.build(target.scale(), outputScale, verdict == Verdict.SATURATE);
  }

  /** As {@link #of}, but never clamps: a value that the table lacks has no proof. */
  public static Rounded within(
      Lowering l, QTensor acc, Scale to, LookupTable table, Scale outputScale) {
    Requantise rq = new Requantise(l, acc, to, table);
    l.verdict(table.domain().contains(rq.wide) ? Verdict.IMPOSSIBLE : Verdict.REJECT);
    return rq.build(to, outputScale, false);
  }

  /**
   * Rounds and clamps to bounds, as the operator itself demands whatever the settings say: in the
   * table where the value's range fits it, else with an excess.
   */
  public static QTensor clamped(Lowering l, QTensor acc, Scale to, Interval bounds) {
    Requantise rounding = new Requantise(l, acc, to, Clamp.table(l, bounds));
    if (l.domain().contains(rounding.wide)) {
      l.verdict(Verdict.IMPOSSIBLE);
      return rounding.build(to, to, false).output();
    }
    l.verdict(Verdict.SATURATE);
    return new Requantise(l, acc, to, l.range(bounds)).build(to, to, true).input();
  }

  /**
   * Requires cells that exist to be the rounded value: for states, which are committed for all
   * steps before the values that they round can be said.
   *
   * @param cells at the target scale, looked up in the table
   * @param clamps whether a value that may leave the table is clamped; a view that shifts an index
   *     cannot be, and has no proof then
   */
  public static void tie(
      Lowering l, QTensor acc, Scale to, LookupTable table, QTensor cells, boolean clamps) {
    Requantise rq = new Requantise(l, acc, to, table);
    boolean fits = table.domain().contains(rq.wide);
    boolean clamp = !fits && clamps && l.settings().saturate();
    l.verdict(fits ? Verdict.IMPOSSIBLE : clamp ? Verdict.SATURATE : Verdict.REJECT);
    int quotient = l.compute(acc.size(), rq::quotients);
    int rounded = clamp ? l.compute(acc.size(), rq.clamped(quotient)) : quotient;
    rq.relate(cells, quotient, rounded, clamp);
  }

  /**
   * A rounded value whose excess over the table is kept.
   *
   * @param excess absent where the value cannot leave the table
   */
  record Parts(Rounded rounded, Optional<Excess> excess) {}

  /** Rounds and looks up; what is beyond the table is no saturation, since the caller adds it. */
  static Parts parts(Lowering l, QTensor acc, Scale to, LookupTable table, Scale outputScale) {
    Requantise rq = new Requantise(l, acc, to, table);
    l.verdict(Verdict.IMPOSSIBLE);
    boolean fits = table.domain().contains(rq.wide);
    int quotient = l.compute(acc.size(), rq::quotients);
    int inside = fits ? quotient : l.compute(acc.size(), rq.inside(quotient));
    Rounded rounded = rq.rows(to, outputScale, inside);
    return new Parts(rounded, rq.relate(rounded.input(), quotient, inside, !fits));
  }

  private Rounded build(Scale scale, Scale outputScale, boolean clamp) {
    int quotient = l.compute(acc.size(), this::quotients);
    int inside = clamp ? l.compute(acc.size(), clamped(quotient)) : quotient;
    Rounded rounded = rows(scale, outputScale, inside);
    relate(rounded.input(), quotient, inside, clamp);
    return rounded;
  }

  private Rounded rows(Scale scale, Scale outputScale, int inside) {
    String name = acc.name();
    int[] dims = acc.dims();
    Interval range = wide.clamp(table.domain());
    Committed rows = l.pair(name + ".q", dims, table, inside);
    QTensor input = l.read(rows, Cell.A, name + ".q", dims, scale, range);
    QTensor output = l.read(rows, Cell.B, name + ".f", dims, outputScale, table.image(range));
    return new Rounded(input, output);
  }

  private Optional<Excess> relate(QTensor input, int quotient, int rounded, boolean clamp) {
    String name = acc.name();
    int[] dims = acc.dims();
    List<Addend> terms = new ArrayList<>();
    acc.addends().forEach(a -> terms.add(a.scaled(factor())));
    if (shift > 0) {
      terms.add(l.constantAddend(1L << (shift - 1), dims));
    }
    input.addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
    for (int limb = 0; limb < limbs; limb++) {
      QTensor rem = remainder(limb);
      int place = limb * l.settings().shift();
      rem.addends().forEach(a -> terms.add(a.scaled(-(1L << place))));
    }
    Optional<Excess> excess =
        clamp
            ? Optional.of(new Excess(l, name, dims, quotient, rounded, wide, table.domain()))
            : Optional.empty();
    excess.ifPresent(e -> {
      e.sum().addends().forEach(a -> terms.add(a.scaled(-(1L << shift))));
      e.forceEnds(input);
    });
    l.vanish(name + ".round", dims, terms);
    return excess;
  }

  // floor(m acc / 2^(ks) + 1/2), without forming m acc.
  private void quotients(Execution execution, long[] out) {
    long[] in = execution.of(acc);
    for (int i = 0; i < out.length; i++) {
      out[i] = bits > 0 ? (in[i] + half()) >> bits : in[i] * factor();
    }
  }

  private long half() {
    return 1L << (bits - 1);
  }

  private Kernel inside(int quotient) {
    return (execution, out) -> {
      long[] in = execution.buffer(quotient);
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.clamp(in[i], table.domain().lo(), table.domain().hi());
      }
    };
  }

  private Kernel clamped(int quotient) {
    String node = l.origin();
    Kernel inside = inside(quotient);
    return (execution, out) -> {
      inside.compute(execution, out);
      long[] in = execution.buffer(quotient);
      long count = 0;
      for (int i = 0; i < out.length; i++) {
        count += out[i] == in[i] ? 0 : 1;
      }
      execution.countSaturated(node, count);
    };
  }

  private QTensor remainder(int limb) {
    int s = l.settings().shift();
    long mask = (1L << s) - 1;
    String name = acc.name() + (limbs == 1 ? ".rem" : ".rem" + limb);
    int buffer =
        l.compute(
            acc.size(),
            (execution, out) -> {
              long[] in = execution.of(acc);
              for (int i = 0; i < out.length; i++) {
                long rest = (in[i] + half()) & ((1L << bits) - 1);
                out[i] = ((rest << (shift - bits)) >> (limb * s)) & mask;
              }
            });
    Committed cells = l.single(name, acc.dims(), l.remainders(), buffer);
    return l.read(cells, Cell.C, name, acc.dims(), acc.scale(), new Interval(0, mask));
  }
}
