package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * A real function of one number, by table; see {@link Requantise} for relations and uniqueness.
 *
 * <p>Semantics: q = the input rounded half up to the table's scale, clamped or rejected beyond the
 * table's ends; out = f(q) rounded half up. Where f is not defined there is no proof: the table
 * lacks these inputs. Outputs beyond the table's are clamped, or where values are to be rejected
 * the table ends before; beside a pole they are clamped. All nodes with one key share a table,
 * whose scales are the coarsest that any of them asks for.
 *
 * @param key distinguishes functions, parameters included
 * @param low least input where f is defined
 * @param high largest such input
 * @param pole whether f is not defined at 0, between inputs where it is
 * @param reach largest input that matters: f is constant beyond it, on either side
 * @param tails where f is affine, if it is on both sides
 */
record ScalarFunction(
    String key,
    DoubleUnaryOperator f,
    double low,
    double high,
    boolean pole,
    double reach,
    Optional<AffineTails> tails) {
  private static final double MARGIN = 1.25;
  private static final int SAMPLES = 512;

  /** Defined everywhere. */
  static ScalarFunction of(String key, DoubleUnaryOperator f) {
    return new ScalarFunction(
        key,
        f,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        Double.POSITIVE_INFINITY,
        Optional.empty());
  }

  /** Defined between two inputs, these included. */
  ScalarFunction on(double from, double to) {
    return new ScalarFunction(key, f, from, to, pole, reach, tails);
  }

  ScalarFunction renamed(String other) {
    return new ScalarFunction(other, f, low, high, pole, reach, tails);
  }

  /** Not defined at 0. */
  ScalarFunction withPole() {
    return new ScalarFunction(key, f, low, high, true, reach, tails);
  }

  /** Constant beyond an absolute value. */
  ScalarFunction constantBeyond(double value) {
    return new ScalarFunction(key, f, low, high, pole, value, tails);
  }

  /** Affine below one input and above another. */
  ScalarFunction affine(double below, double slopeBelow, double above, double slopeAbove) {
    AffineTails found = new AffineTails(below, slopeBelow, above, slopeAbove);
    return new ScalarFunction(key, f, low, high, pole, reach, Optional.of(found));
  }

  /**
   * The function of every element.
   *
   * @param result the ONNX value that it makes
   */
  QTensor lower(Lowering l, QTensor x, String result) {
    return tails.flatMap(t -> t.lower(l, x, key, f, result)).orElseGet(() -> byTable(l, x, result));
  }

  private QTensor byTable(Lowering l, QTensor x, String result) {
    Scale odd = x.scale().oddPart();
    String name = l.keyOfBits(odd.equals(Scale.ONE) ? key : key + " at " + odd);
    RealRange seen = l.scales().seen(x);
    double bound = x.range().magnitude() * x.scale().toDouble();
    RealRange matters = new RealRange(-limited(-seen.low()), limited(seen.high()));
    Target wanted = l.chooser().choose(matters, bound, odd);
    int exponent = -wanted.scale().over(odd).log2().getAsInt();
    Scale in = odd.shifted(-l.scales().functionExponent(name, exponent));
    Scale out = outputScale(l, name, result, matters);
    double unit = in.toDouble();
    LongUnaryOperator exact = entry(unit, out.toDouble());
    long limit = l.chooser().limit();
    Interval outputs = new Interval(-limit, limit);
    LongPredicate fits = q -> outputs.contains(exact.applyAsLong(q));
    LookupTable table =
        l.function(
            name, inputs(l, unit, fits), q -> Math.clamp(exact.applyAsLong(q), -limit, limit));
    Requantise.Rounded rounded = rounded(l, x, new Target(in, wanted.verdict()), table, out, bound);
    Interval reached = rounded.input().range();
    if (!LongStream.rangeClosed(reached.lo(), reached.hi()).allMatch(fits)) {
      l.verdict(Verdict.SATURATE);
    }
    if (pole && table.domain().contains(0)) {
      refuseZero(l, rounded.input());
    }
    return rounded.output().named(result);
  }

  private double limited(double value) {
    return Math.clamp(value, -reach, reach);
  }

  private Scale outputScale(Lowering l, String name, String result, RealRange inputs) {
    double largest =
        l.scales().seen(result).map(RealRange::magnitude).orElseGet(() -> largest(inputs));
    int wanted = l.chooser().finest(Math.max(largest, 0x1p-20), Scale.ONE, MARGIN);
    return Scale.powerOfTwo(-l.scales().functionExponent(name + " out", wanted));
  }

  private double largest(RealRange inputs) {
    double largest = 0;
    for (int k = 0; k <= SAMPLES; k++) {
      double at = inputs.low() + (inputs.high() - inputs.low()) * k / SAMPLES;
      boolean defined = at >= low && at <= high && !(pole && at == 0);
      double value = defined ? Math.abs(f.applyAsDouble(at)) : 0;
      largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
    }
    return largest;
  }

  private Interval inputs(Lowering l, double unit, LongPredicate fits) {
    long from = (long) Math.ceil(Math.max(low / unit, l.domain().lo()));
    long to = (long) Math.floor(Math.min(high / unit, l.domain().hi()));
    if (from > to) {
      throw new UnsupportedModelException(
          "node %s: its calibrated inputs are all outside the function's domain %s..%s"
              .formatted(l.origin(), low, high));
    }
    if (!l.settings().saturate()) {
      while (from < to && !fits.test(from)) {
        from++;
      }
      while (from < to && !fits.test(to)) {
        to--;
      }
    }
    return new Interval(from, to);
  }

  private LongUnaryOperator entry(double unit, double outUnit) {
    return q -> pole && q == 0 ? 0 : (long) Math.floor(f.applyAsDouble(q * unit) / outUnit + 0.5);
  }

  // A table without all inputs must not be clamped into: where the value may leave the widest
  // table, it is clamped into that one first.
  private static Requantise.Rounded rounded(
      Lowering l, QTensor x, Target target, LookupTable table, Scale out, double bound) {
    if (table.domain().equals(l.domain())) {
      return Requantise.of(l, x, target, table, out);
    }
    boolean inside = bound / target.scale().toDouble() <= l.chooser().limit();
    if (inside || !l.settings().saturate()) {
      return Requantise.within(l, x, target.scale(), table, out);
    }
    QTensor clamped = Requantise.of(l, x, target, l.identity(), target.scale()).input();
    return Requantise.within(l, clamped, target.scale(), table, out);
  }

  // A row (q, [q = 0]) whose output vanishes.
  private static void refuseZero(Lowering l, QTensor q) {
    LookupTable zero = l.function("zero", l.domain(), v -> v == 0 ? 1 : 0);
    String name = q.name() + ".zero";
    String node = l.origin();
    if (q.range().contains(0)) {
      l.verdict(Verdict.REJECT);
    }
    int checked =
        l.compute(
            q.size(),
            (execution, out) -> {
              System.arraycopy(execution.of(q), 0, out, 0, out.length);
              for (int i = 0; i < out.length; i++) {
                if (out[i] == 0) {
                  throw new InputDataException(
                      "node %s: element %d is outside the proven range: the function has no value"
                              .formatted(node, i)
                          + " at 0");
                }
              }
            });
    Committed rows = l.pair(name, q.dims(), zero, checked);
    QTensor copy = l.read(rows, Cell.A, name, q.dims(), q.scale(), q.range());
    QTensor flag = l.read(rows, Cell.B, name, q.dims(), Scale.ONE, new Interval(0, 1));
    l.vanish(name, List.of(q, Arithmetic.times(l, name, copy, -1)));
    l.vanish(name + ".refused", List.of(flag));
  }
}
