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
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * SOFTMAX by reciprocal, along one axis of T scores.
 *
 * <p>Cells: the maximum M of a row; per score (u, E(u)) with u = M - x and E(u) = 2^j round(2^F
 * e^-u) + [u = 0]; of the sum Y of a row, {@code Y - 1 = 2^j S + count} with count below 2^j - 1;
 * the reciprocal R and its remainder, {@code 2^K = Y R + r}, {@code Y - 1 - r = g}; and p =
 * round(2^P E R / 2^K).
 *
 * <p><b>Unique:</b> u >= 0 is the table's domain, so M is at least the maximum. The low j bits of Y
 * count the zeros of u; a count of 0 would need the value 2^j - 1, which the range of count lacks,
 * so M is attained. S and count are injective. r and g in limbs are not negative, so 0 <= r < Y and
 * R is the floor of 2^K / Y. p is {@link Requantise}.
 *
 * <p>Error: of the scores' unit u, relative u in each term; 2^-P of p.
 */
public final class Softmax {
  private static final int MOST_BITS = 61;

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
  private final int power;

  private Softmax(Lowering l, String name, int[] dims, int axis) {
    this.l = l;
    this.name = name;
    this.axis = axis;
    this.dims = dims;
    this.rowDims = dims.clone();
    this.length = dims[axis];
    rowDims[axis] = 1;
    this.logLength = 64 - Long.numberOfLeadingZeros(length);
    this.precision = l.settings().shift() - 1;
    this.fraction = precision + logLength + 2;
    this.flags = logLength + 1;
    this.power = fraction + flags + logLength + precision + 3;
    if (power > MOST_BITS) {
      throw new UnsupportedModelException(
          "node %s: a softmax over %d values does not fit 64 bits".formatted(l.origin(), length));
    }
  }

  /**
   * Softmax along an axis.
   *
   * @return cells with the scale 2^-(s-1)
   */
  public static QTensor of(Lowering l, String name, QTensor scores, int axis) {
    return new Softmax(l, name, scores.dims(), axis).build(Commit.cells(l, scores));
  }

  private QTensor build(QTensor x) {
    int maxBuffer = l.compute(Arithmetic.volume(rowDims), (e, out) -> maxima(e.of(x), out));
    Committed maxRows = l.pair(name + ".max", rowDims, l.identity(), maxBuffer);
    QTensor max = l.read(maxRows, Cell.A, name + ".max", rowDims, x.scale(), x.range());
    QTensor below = Arithmetic.sum(l, name + ".below", List.of(max, x), List.of(1L, -1L));
    LookupTable exp = table(x.scale());
    Committed rows = l.pair(name + ".u", dims, exp, below.buffer());
    Interval reach = new Interval(0, x.range().hi() - x.range().lo());
    QTensor u = l.read(rows, Cell.A, name + ".u", dims, x.scale(), reach);
    l.vanish(name + ".u", List.of(below, Arithmetic.times(l, name, u, -1)));
    QTensor terms = l.read(rows, Cell.B, name + ".exp", dims, Scale.ONE, exp.image(exp.domain()));
    QTensor sum = bounded(rowSum(terms));
    count(sum);
    QTensor inverse = reciprocal(sum);
    return probabilities(terms, inverse);
  }

  private void maxima(long[] in, long[] out) {
    int inner = 1;
    for (int k = axis + 1; k < dims.length; k++) {
      inner *= dims[k];
    }
    Arrays.fill(out, Long.MIN_VALUE);
    for (int i = 0; i < in.length; i++) {
      int row = i / (inner * length) * inner + i % inner;
      out[row] = Math.max(out[row], in[i]);
    }
  }

  private LookupTable table(Scale unit) {
    double step = unit.toDouble();
    Interval inputs = new Interval(0, 2 * l.chooser().limit() + 1);
    return l.function(
        "exp " + unit + " to " + length,
        inputs,
        u -> {
          double value = Math.scalb(StrictMath.exp(-u * step), fraction);
          return ((long) Math.floor(value + 0.5) << flags) + (u == 0 ? 1 : 0);
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
  private QTensor bounded(QTensor sum) {
    long one = (1L << (fraction + flags)) + 1;
    Interval range = new Interval(one, Math.multiplyExact(one, (long) length));
    return new QTensor(sum.name(), sum.dims(), sum.scale(), range, sum.addends(), sum.buffer());
  }

  private void count(QTensor sum) {
    long mask = (1L << flags) - 1;
    int low = perRow(sum, y -> (y - 1) & mask);
    int high = perRow(sum, y -> (y - 1) >> flags);
    Committed cells = l.single(name + ".count", rowDims, l.range(mask), low);
    QTensor counts =
        l.read(cells, Cell.C, name + ".count", rowDims, Scale.ONE, new Interval(0, mask - 1));
    QTensor rest = Limbs.of(l, name + ".rest", rowDims, high, (sum.range().hi() - 1) >> flags);
    QTensor split =
        Arithmetic.sum(
            l,
            name + ".flags",
            List.of(sum, rest.at(Scale.powerOfTwo(flags)), counts),
            List.of(1L, -1L, -1L));
    l.vanish(name + ".flags", List.of(Arithmetic.plus(l, name, split, -1)));
  }

  private int perRow(QTensor sum, LongUnaryOperator f) {
    return l.compute(
        sum.size(),
        (execution, out) -> {
          long[] y = execution.of(sum);
          for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsLong(y[i]);
          }
        });
  }

  private QTensor reciprocal(QTensor sum) {
    long one = 1L << power;
    int quotient = perRow(sum, y -> one / y);
    int remainder = perRow(sum, y -> one % y);
    int gap = perRow(sum, y -> y - 1 - one % y);
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

  private QTensor probabilities(QTensor terms, QTensor inverse) {
    int[] labels = new int[dims.length];
    Arrays.setAll(labels, k -> k);
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
    Scale unit = Scale.powerOfTwo(-precision);
    Target target = new Target(unit, Verdict.IMPOSSIBLE);
    return Requantise.of(l, product.at(Scale.powerOfTwo(-power)), target, l.remainders(), unit)
        .input()
        .named(name);
  }
}
