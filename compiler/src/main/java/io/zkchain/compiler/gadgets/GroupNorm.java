package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * LNORM: normalises groups of n elements, each by its own root mean square, with or without the
 * mean taken off.
 *
 * <p>From cells x at scale u: {@code V = n sum x^2 - (sum x)^2 + E} with E = round(epsilon n^2 /
 * u^2), at least 1 (small integers x have all of V times 4^f, so that this 1 is next to nothing); R
 * = 2^K / sqrt(V) by {@link PowerOfNorm}; y = R (n x - sum x), at scale 2^-K, virtual: what reads
 * it rounds it. Without mean the sums are dropped; for a norm (L2) n is 1. V is exact, and no
 * centred value is committed. Only R adds cells. A group of equal values gives 0.
 *
 * <p>Error: abs(y) (2^-(t+1) + 2^-(g+1)), g the bits of R at the largest V; half a unit of E
 * relative to V.
 */
public final class GroupNorm {

  /** What is taken off and what is divided by. */
  public enum Kind {
    /** (x - mean) / sqrt(variance + epsilon). */
    CENTRED,
    /** x / sqrt(mean of squares + epsilon). */
    ROOT_MEAN_SQUARE,
    /** x / sqrt(sum of squares). */
    EUCLIDEAN
  }

  /**
   * @param value the normalised elements
   * @param sum of each group
   * @param inverse 1 / sqrt(..) of each group
   */
  public record Result(QTensor value, QTensor sum, QTensor inverse) {}

  /** Integers this many bits narrower than the tables' are small. */
  private static final int NARROW = 6;

  private static final int MOST_FINE = 6;

  private final Lowering l;
  private final String name;
  private final QTensor x;
  private final Set<Integer> axes;
  private final Kind kind;
  private final double epsilon;
  private final int[] labels;
  private final int[] groupDims;
  private final long count;
  private final int fine;

  private GroupNorm(
      Lowering l, String name, QTensor x, Set<Integer> axes, Kind kind, double epsilon) {
    this.l = l;
    this.name = name;
    this.x = x;
    this.axes = axes;
    this.kind = kind;
    this.epsilon = epsilon;
    this.labels = Arithmetic.labels(x.rank());
    this.groupDims = x.dims();
    long elements = 1;
    for (int axis : axes) {
      elements *= x.dim(axis);
      groupDims[axis] = 1;
    }
    this.count = elements;
    int width = 64 - Long.numberOfLeadingZeros(x.range().magnitude());
    this.fine = Math.clamp(l.settings().bits() - NARROW - width, 0, MOST_FINE);
  }

  /**
   * Normalises over some axes.
   *
   * @param x in cells; see {@link Commit#cells}
   */
  public static Result of(
      Lowering l, String name, QTensor x, Set<Integer> axes, Kind kind, double epsilon) {
    try {
      return new GroupNorm(l, name, x, axes, kind, epsilon).build();
    } catch (ArithmeticException e) {
      throw new UnsupportedModelException(
          "node %s: groups of so many elements leave 64 bits; use fewer --bits"
              .formatted(l.origin()),
          e);
    }
  }

  private QTensor sum() {
    List<AxisExpression> from = new ArrayList<>();
    int number = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      from.add(
          axes.contains(axis)
              ? AxisExpression.constant(0).plusSummed(1, number++, x.dim(axis))
              : AxisExpression.axis(axis, x.dim(axis)));
    }
    return Arithmetic.view(l, name + ".sum", x, from, groupDims);
  }

  private Result build() {
    QTensor sum = sum();
    long n = kind == Kind.EUCLIDEAN ? 1 : count;
    QTensor variance = variance(sum, n);
    int width = 64 - Long.numberOfLeadingZeros(variance.range().hi());
    int scale =
        Math.min(
            l.settings().bits() + Math.ceilDiv(width, 2),
            PowerOfNorm.mostScale(l.settings().bits()));
    QTensor inverse = PowerOfNorm.of(l, variance, 0.5, scale);
    QTensor centred =
        kind == Kind.CENTRED
            ? Arithmetic.sum(l, name + ".centred", List.of(x, sum), List.of(n, -1L))
            : Arithmetic.times(l, name + ".multiple", x, n);
    double most = Math.sqrt((double) count) * (1 + 0x1p-6);
    int places = scale - fine;
    long reach = (long) Math.ceil(Math.scalb(most, places));
    QTensor y =
        product(name, centred, inverse, new Interval(-reach, reach)).at(Scale.powerOfTwo(-places));
    Scale multiple = new Scale(BigInteger.valueOf(n), BigInteger.ONE);
    Scale inverseScale = Scale.powerOfTwo(-places).times(multiple).over(x.scale());
    return new Result(y, sum, inverse.at(inverseScale));
  }

  private QTensor variance(QTensor sum, long n) {
    long magnitude = x.range().magnitude();
    long square = Math.multiplyExact(magnitude, magnitude);
    long squares = Math.multiplyExact(square, count);
    QTensor sumOfSquares = squares(new Interval(0, squares));
    double unit = x.scale().toDouble();
    double least = Math.scalb(epsilon * n * n / unit / unit, 2 * fine);
    if (!(least < 0x1p60)) {
      throw new ArithmeticException("epsilon");
    }
    long e = Math.max(1, (long) Math.floor(least + 0.5));
    QTensor total = Arithmetic.times(l, name + ".v", sumOfSquares.at(Scale.ONE), n);
    if (kind == Kind.CENTRED) {
      long most = Math.multiplyExact(squares, count);
      QTensor squared = product(name + ".sum2", sum, sum, new Interval(0, most)).at(Scale.ONE);
      total = Arithmetic.sum(l, name + ".v", List.of(total, squared), List.of(1L, -1L));
    }
    long finer = 1L << (2 * fine);
    QTensor scaled = fine == 0 ? total : Arithmetic.times(l, name + ".v", total, finer);
    QTensor v = Arithmetic.plus(l, name + ".v", scaled, e);
    long greatest = Math.multiplyExact(Math.multiplyExact(squares, n), finer);
    Interval range = new Interval(e, Math.addExact(greatest, e));
    return new QTensor(v.name(), v.dims(), v.scale(), range, v.addends(), v.buffer());
  }

  // Sums of products over the grouped axes, which keep size 1.
  private QTensor squares(Interval range) {
    int[] kept = Arrays.stream(labels).filter(k -> !axes.contains(k)).toArray();
    int[] dims = Arrays.stream(kept).map(x::dim).toArray();
    EinsumKernel kernel = new EinsumKernel(x, labels, x, labels, dims, kept);
    QTensor sums =
        Arithmetic.contract(l, name + ".squares", x, labels, x, labels, dims, kept, range, kernel);
    return Arithmetic.reshape(l, name + ".squares", sums, groupDims);
  }

  private QTensor product(String label, QTensor a, QTensor b, Interval range) {
    int[] dims = a.dims();
    EinsumKernel kernel = new EinsumKernel(a, labels, b, labels, dims, labels);
    return Arithmetic.contract(l, label, a, labels, b, labels, dims, labels, range, kernel);
  }
}
