package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.Exponential;
import io.zkchain.compiler.gadgets.Logarithm;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Pow and PRelu.
 *
 * <p>Pow with a constant exponent: 0 and 1 cost nothing, 2 is the product of the input with itself,
 * 3 multiplies once more, everything else is a table ({@link ScalarFunction}): a fractional
 * exponent rejects negative bases, a negative one rejects 0. Exponents that differ by element give
 * one such power each, times a constant 0/1 tensor. A constant base is a table of the exponent. If
 * both depend on the input: e^(y ln x) by {@link Logarithm} and {@link Exponential}.
 *
 * <p>PRelu: out = b + slope (a - b) with a the rounded input and b = relu(a) of one table row.
 * Products add no cell; so both are unique by {@link io.zkchain.compiler.gadgets.Requantise}.
 */
final class Powers implements OperatorFamily {
  private static final int MOST_EXPONENTS = 8;
  private static final int ZERO_BITS = 16;
  private static final double MARGIN = 2;

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "Pow",
            7,
            "products for the exponents 2 and 3, else by table",
            "constant exponents (up to 8 different ones), constant base, or both from the input:"
                + " bases from 0 on, others rejected",
            "0 for 2, 1 + 1 else",
            "0 for 2, L u/2 + v/2 else"),
        new OperatorEntry(
            "PRelu",
            7,
            "relu by table, the rest a product with the slope",
            "slope constant or from the input, broadcast",
            "1 + 1",
            "max(1, slope) u/2 + slope rounding"));
  }

  @Override
  public void lower(OperatorContext c) {
    if (c.node().is("PRelu")) {
      c.output(rectified(c));
    } else if (c.isConstant(1)) {
      c.output(IntegerTypes.requireNoWrap(c, powers(c, c.constant(1))));
    } else if (c.isConstant(0)) {
      c.output(exponential(c, c.constant(0)));
    } else {
      c.output(general(c));
    }
  }

  // e^(y ln x), for x that is not negative; 0 counts as 2^-16 of its unit.
  private static QTensor general(OperatorContext c) {
    Lowering l = c.lowering();
    if (!c.outputType().dtype().isFloat()) {
      throw c.unsupported(Limit.INTEGER_POWER);
    }
    QTensor fine = Arithmetic.times(l, c.name() + ".fine", c.tensor(0), 1L << ZERO_BITS);
    QTensor positive =
        Arithmetic.plus(l, c.name() + ".positive", fine.at(fine.scale().shifted(-ZERO_BITS)), 1);
    QTensor log = Logarithm.of(l, c.name() + ".log", positive);
    QTensor y = Commit.factor(l, c.tensor(1));
    QTensor exponent = Elementwise.multiply(l, c.name() + ".exponent", y, log, c.dims(0));
    RealRange seen = l.scales().seen(c.name()).orElseThrow(() -> c.unsupported(Limit.POWER_TYPES));
    double most = seen.magnitude() * MARGIN;
    return Exponential.of(l, c.name(), exponent, most);
  }

  private static QTensor exponential(OperatorContext c, TensorData base) {
    double b = base.doubleAt(0);
    if (base.size() != 1 || b <= 0) {
      throw c.unsupported(Limit.POWER_BASE);
    }
    QTensor x = c.tensor(1);
    QTensor power =
        ScalarFunction.of("power of " + b, v -> StrictMath.pow(b, v))
            .lower(c.lowering(), x, c.name());
    return Arithmetic.reshape(c.lowering(), c.name(), power, c.dims(0));
  }

  private static QTensor powers(OperatorContext c, TensorData exponents) {
    Lowering l = c.lowering();
    TreeSet<Double> distinct = new TreeSet<>();
    for (int i = 0; i < exponents.size(); i++) {
      distinct.add(exponents.doubleAt(i));
    }
    if (distinct.size() > MOST_EXPONENTS) {
      throw c.unsupported(Limit.EXPONENTS, distinct.size(), MOST_EXPONENTS);
    }
    QTensor x = c.tensor(0);
    if (distinct.size() == 1) {
      return widened(c, power(c, x, distinct.first()));
    }
    List<QTensor> parts = new ArrayList<>();
    for (double exponent : distinct) {
      long[] chosen = new long[exponents.size()];
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = exponents.doubleAt(i) == exponent ? 1 : 0;
      }
      QTensor mask = l.fixed(c.name() + ".where", exponents.shape().toArray(), chosen, Scale.ONE);
      QTensor power =
          Commit.factor(l, power(c, x, exponent).named(c.name() + ".power " + exponent));
      parts.add(Elementwise.multiply(l, c.name(), power, mask, c.dims(0)));
    }
    return Arithmetic.sum(l, c.name(), parts, Collections.nCopies(parts.size(), 1L));
  }

  // The exponents may have more axes than the base.
  private static QTensor widened(OperatorContext c, QTensor power) {
    int[] dims = c.dims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int k = 0; k < power.rank(); k++) {
      int axis = dims.length - power.rank() + k;
      boolean one = power.dim(k) == 1;
      from.add(one ? AxisExpression.constant(0) : AxisExpression.axis(axis, dims[axis]));
    }
    return Arrays.equals(dims, power.dims())
        ? power
        : Arithmetic.view(c.lowering(), c.name(), power, from, dims);
  }

  private static QTensor power(OperatorContext c, QTensor x, double exponent) {
    Lowering l = c.lowering();
    String name = c.name();
    if (exponent == 0) {
      return Arithmetic.plus(l, name, Arithmetic.times(l, name, x, 0).at(Scale.ONE), 1);
    }
    if (exponent == 1) {
      return x;
    }
    if (exponent == 2 || exponent == 3) {
      QTensor factor = Commit.factor(l, x);
      QTensor square = square(l, name, factor);
      return exponent == 2
          ? square
          : Elementwise.multiply(
              l, name, Commit.factor(l, square.named(name + ".square")), factor, x.dims());
    }
    boolean exact = x.isLinear() && l.domain().contains(x.range());
    Optional<QTensor> wide =
        exact || !c.outputType().dtype().isFloat()
            ? Optional.empty()
            : exponent == -0.5
                ? WideFunctions.inverseRoot(c, x)
                : exponent > 0 && exponent < 1
                    ? WideFunctions.power(c, x, exponent)
                    : Optional.empty();
    return wide.orElseGet(() -> table(c, x, exponent).lower(l, x, name));
  }

  /** x * x, known not to be negative. */
  static QTensor square(Lowering l, String name, QTensor factor) {
    QTensor product = Elementwise.multiply(l, name, factor, factor, factor.dims());
    long top = product.range().magnitude();
    return new QTensor(
        name,
        product.dims(),
        product.scale(),
        new Interval(0, top),
        product.addends(),
        product.buffer());
  }

  private static ScalarFunction table(OperatorContext c, QTensor x, double exponent) {
    DataType type = c.outputType().dtype();
    if (!type.isFloat()) {
      throw c.unsupported(Limit.INTEGER_BASE, exponent);
    }
    ScalarFunction f = ScalarFunction.of("power " + exponent, v -> StrictMath.pow(v, exponent));
    if (exponent == Math.rint(exponent)) {
      return exponent < 0 ? UnaryFunctions.onOneSide(f, c.lowering(), x) : f;
    }
    return f.on(exponent < 0 ? Double.MIN_VALUE : 0, Double.POSITIVE_INFINITY);
  }

  private static QTensor rectified(OperatorContext c) {
    Lowering l = c.lowering();
    QTensor x = c.tensor(0);
    LookupTable relu = l.function("relu", l.domain(), v -> Math.max(v, 0));
    Target target =
        l.domain().contains(x.range()) && x.isLinear()
            ? new Target(x.scale(), Verdict.IMPOSSIBLE)
            : l.scales().target(x);
    Requantise.Rounded parts = Requantise.of(l, x, target, relu, target.scale());
    QTensor positive = parts.output();
    QTensor negative =
        Arithmetic.sum(
            l, c.name() + ".negative", List.of(parts.input(), positive), List.of(1L, -1L));
    QTensor scaled;
    if (c.isConstant(1)) {
      TensorData slope = c.constant(1);
      scaled = Elementwise.timesTensor(c, negative, slope.toDoubles(), slope.shape().toArray());
    } else {
      QTensor slope = Commit.factor(l, c.tensor(1));
      scaled = Elementwise.multiply(l, c.name(), negative, slope, c.dims(0));
    }
    return Arithmetic.sum(l, c.name(), List.of(positive, scaled), List.of(1L, 1L));
  }
}
