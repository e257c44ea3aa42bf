package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * SOFTMAX along one axis of T scores, with a constant mask, from tables of B bits.
 *
 * <p>{@link MaskedScores} gives the maximum M of a row and per score the row (u, E(u)), E(u) = 2^j
 * round(2^F e^-u) + [u = 0], E(D) = 0. The sum Y of a row has {@code Y - 1 = 2^j S + count} with
 * count below 2^j - 1. The unit of u is chosen so that e^-D is below 2^-(F+1): the clamp at D costs
 * nothing, and needs no calibration.
 *
 * <p>From 15 bits on, by logarithm: L = ln(Y / 2^(F+j)) ({@link PowerNorm}, h ln 2 + f(m)) rounded
 * to the unit of u, and a second row (v, round(2^P e^-v)) with v = u + L, no less than D where u =
 * D and then 0. Below, by reciprocal: R and its remainder, {@code 2^K = Y R + r}, {@code Y - 1 - r
 * = g}; p = round(2^P E R / 2^K).
 *
 * <p><b>Unique:</b> the low j bits of Y count the zeros of u; a count of 0 would need the value 2^j
 * - 1, which the range of count lacks, so M is attained. S and count are injective; L is a rounding
 * and v a sum. r and g in limbs are not negative, so 0 <= r < Y and R is the floor of 2^K / Y.
 *
 * <p>Masked p are exactly 0. Error: u/2 of the unit of u relative, twice with the logarithm;
 * 2^-P/2.
 */
public final class Softmax {
  private static final int MOST_BITS = 61;
  private static final int LOGARITHM_FROM = 15;
  private static final int GUARD = 8;
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** How the terms are divided by their sum. */
  enum Form {
    LOGARITHM,
    RECIPROCAL
  }

  private final Lowering l;
  private final String name;
  private final int axis;
  private final int[] dims;
  private final int[] rowDims;
  private final int length;
  private final int logLength;
  private final int precision;
  private final int fraction;
  private final int flags;
  private final Scale unit;
  private final long top;
  private final MaskedScores scores;
  private final QTensor sum;

  private Softmax(
      Lowering l,
      String name,
      QTensor x,
      int axis,
      boolean @Nullable [] masked,
      int[] maskDims,
      Form form) {
    this.l = l;
    this.name = name;
    this.axis = axis;
    this.dims = x.dims();
    this.rowDims = dims.clone();
    this.length = dims[axis];
    rowDims[axis] = 1;
    this.logLength = 64 - Long.numberOfLeadingZeros(length);
    this.precision = form == Form.LOGARITHM ? l.settings().bits() - 1 : l.settings().shift() - 1;
    this.fraction = precision + logLength + 2;
    this.flags = logLength + 1;
    this.unit = unit(x.scale().oddPart());
    this.top = (1L << l.settings().bits()) - 2 - rowUnits();
    this.scores = new MaskedScores(l, name, x, axis, masked, maskDims, unit, table());
    this.sum = bounded(rowSum(scores.terms));
    count(sum);
  }

  /**
   * Softmax along an axis.
   *
   * @param masked scores that do not count, row-major in maskDims, or null
   * @param maskDims broadcast against the scores
   * @return cells that can be a factor
   */
  public static QTensor of(
      Lowering l, String name, QTensor x, int axis, boolean @Nullable [] masked, int[] maskDims) {
    Form form = l.settings().bits() >= LOGARITHM_FROM ? Form.LOGARITHM : Form.RECIPROCAL;
    return of(l, name, x, axis, masked, maskDims, form);
  }

  static QTensor of(
      Lowering l,
      String name,
      QTensor x,
      int axis,
      boolean @Nullable [] masked,
      int[] maskDims,
      Form form) {
    Softmax softmax = new Softmax(l, name, x, axis, masked, maskDims, form);
    return switch (form) {
      case LOGARITHM -> softmax.byLogarithm();
      case RECIPROCAL -> softmax.byReciprocal();
    };
  }

  /** M + L of every row, ln of the sum of e^x; the axis keeps size 1. Virtual. */
  public static QTensor logarithmOfSum(Lowering l, String name, QTensor x, int axis) {
    Softmax softmax = new Softmax(l, name, x, axis, null, new int[0], Form.LOGARITHM);
    return Arithmetic.sum(
        l, name, List.of(softmax.scores.max, softmax.logarithm()), List.of(1L, 1L));
  }

  // The finest at which e^-D is below half of 2^-F, D the table's end less the largest L.
  private Scale unit(Scale odd) {
    double needed = (fraction + 1) * LN2 + StrictMath.log(2.0 * length);
    double inputs = (1L << l.settings().bits()) - 4;
    Scale candidate = odd;
    while (candidate.toDouble() * inputs < needed) {
      candidate = candidate.shifted(1);
    }
    while (candidate.shifted(-1).toDouble() * inputs >= needed) {
      candidate = candidate.shifted(-1);
    }
    return candidate;
  }

  // The largest L in units.
  private long rowUnits() {
    return (long) Math.ceil(StrictMath.log(length + 1.0) / unit.toDouble()) + 1;
  }

  private LookupTable table() {
    double step = unit.toDouble();
    return l.function(
        "exp " + unit + " to " + length + " at " + fraction,
        new Interval(0, top),
        u -> {
          double value = Math.scalb(StrictMath.exp(-u * step), fraction);
          long rounded = u == top ? 0 : (long) Math.floor(value + 0.5);
          return (rounded << flags) + (u == 0 ? 1 : 0);
        });
  }

  private QTensor rowSum(QTensor terms) {
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < dims.length; k++) {
      from.add(
          k == axis
              ? AxisExpression.constant(0).plusSummed(1, 0, length)
              : AxisExpression.axis(k, dims[k]));
    }
    return Arithmetic.view(l, name + ".sum", terms, from, rowDims);
  }

  // At least one term is the table's largest output.
  private QTensor bounded(QTensor total) {
    long one = (1L << (fraction + flags)) + 1;
    Interval range = new Interval(one, Math.multiplyExact(one, (long) length));
    return new QTensor(
        total.name(), total.dims(), total.scale(), range, total.addends(), total.buffer());
  }

  private void count(QTensor total) {
    long mask = (1L << flags) - 1;
    int low = Elements.map(l, total, y -> (y - 1) & mask);
    int high = Elements.map(l, total, y -> (y - 1) >> flags);
    Committed cells = l.single(name + ".count", rowDims, l.range(mask), low);
    QTensor counts =
        l.read(cells, Cell.C, name + ".count", rowDims, Scale.ONE, new Interval(0, mask - 1));
    QTensor rest = Limbs.of(l, name + ".rest", rowDims, high, (total.range().hi() - 1) >> flags);
    QTensor split =
        Arithmetic.sum(
            l,
            name + ".flags",
            List.of(total, rest.at(Scale.powerOfTwo(flags)), counts),
            List.of(1L, -1L, -1L));
    l.vanish(name + ".flags", List.of(Arithmetic.plus(l, name, split, -1)));
  }

  // ---------------------------------------------------------------- by logarithm

  // ln(Y / 2^(F+j)), never negative, in units 2^-8 of u's.
  private QTensor logarithm() {
    Scale fine = unit.shifted(-GUARD);
    double step = fine.toDouble();
    int bits = l.settings().bits();
    PowerNorm.Parts parts =
        PowerNorm.of(
            l,
            sum,
            "ln of mantissa at " + fine,
            m -> (long) Math.floor(StrictMath.log(PowerNorm.middle(m, bits)) / step + 0.5));
    long ln2 = (long) Math.floor(LN2 / step + 0.5);
    int ones = fraction + flags;
    QTensor sums =
        Arithmetic.sum(
            l,
            name + ".log",
            List.of(parts.value().at(fine), parts.exponent().at(fine)),
            List.of(1L, ln2));
    QTensor log = Arithmetic.plus(l, name + ".log", sums, -ones * ln2);
    long most = (rowUnits() << GUARD) - 1;
    return new QTensor(
        log.name(), log.dims(), fine, new Interval(0, most), log.addends(), log.buffer());
  }

  private QTensor byLogarithm() {
    long most = rowUnits() + 1;
    LookupTable range = l.range(Long.highestOneBit(most) << 1);
    QTensor rounded = Requantise.within(l, logarithm(), unit, range, unit).input();
    QTensor v = Arithmetic.sum(l, name + ".v", List.of(scores.distance, rounded), List.of(1L, 1L));
    double step = unit.toDouble();
    Scale out = Scale.powerOfTwo(-precision);
    LookupTable powers =
        l.function(
            "e^-v at %s to %d below %d".formatted(unit, precision, top),
            new Interval(0, (1L << l.settings().bits()) - 2),
            k ->
                k >= top
                    ? 0
                    : (long) Math.floor(Math.scalb(StrictMath.exp(-k * step), precision) + 0.5));
    Committed rows = l.pair(name + ".p", dims, powers, v.buffer());
    QTensor own = l.read(rows, Cell.A, name + ".v", dims, unit, powers.domain());
    l.vanish(name + ".v", List.of(v, Arithmetic.times(l, name, own, -1)));
    return l.read(rows, Cell.B, name, dims, out, new Interval(0, 1L << precision));
  }

  // ---------------------------------------------------------------- by reciprocal

  private QTensor byReciprocal() {
    int power = fraction + flags + logLength + precision + 3;
    if (power > MOST_BITS) {
      throw new UnsupportedModelException(
          "node %s: a softmax over %d values does not fit 64 bits".formatted(l.origin(), length));
    }
    QTensor inverse = reciprocal(1L << power);
    QTensor terms = scores.terms;
    int[] labels = Arithmetic.labels(dims.length);
    QTensor product =
        Arithmetic.contract(
            l,
            name,
            terms,
            labels,
            inverse,
            labels,
            dims,
            labels,
            new Interval(0, 1L << power),
            new EinsumKernel(terms, labels, inverse, labels, dims, labels));
    Scale out = Scale.powerOfTwo(-precision);
    Target target = new Target(out, Verdict.IMPOSSIBLE);
    return Requantise.of(l, product.at(Scale.powerOfTwo(-power)), target, l.remainders(), out)
        .input()
        .named(name);
  }

  private QTensor reciprocal(long one) {
    int quotient = map(y -> one / y);
    int remainder = map(y -> one % y);
    int gap = map(y -> y - 1 - one % y);
    QTensor inverse = Limbs.of(l, name + ".inverse", rowDims, quotient, one / sum.range().lo());
    QTensor rem = Limbs.of(l, name + ".inverse.rem", rowDims, remainder, sum.range().hi());
    QTensor left = Limbs.of(l, name + ".inverse.gap", rowDims, gap, sum.range().hi());
    QTensor product = Arithmetic.product(name, sum, inverse);
    List<Addend> terms = new ArrayList<>(product.addends());
    terms.addAll(rem.addends());
    terms.add(l.constantAddend(-one, rowDims));
    l.vanish(name + ".inverse", rowDims, terms);
    QTensor bracket =
        Arithmetic.sum(l, name + ".inverse.below", List.of(sum, rem, left), List.of(1L, -1L, -1L));
    l.vanish(name + ".inverse.below", List.of(Arithmetic.plus(l, name, bracket, -1)));
    return inverse;
  }

  private int map(LongUnaryOperator f) {
    return Elements.map(l, sum, f);
  }
}
