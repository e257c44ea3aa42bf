package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Add, Sub, Sum, Neg, Mean and Mul.
 *
 * <p>Semantics: integers are aligned to the finer scale (multiplied up, never down), then added or
 * multiplied exactly; Mean divides by changing the scale. Virtual, so no cell and nothing that
 * could be ambiguous; Mul commits a factor that is itself a product. Constants are rounded to 1/64
 * unit of the other operand (a tensor of factors to 15 bits).
 */
final class Elementwise implements OperatorFamily {
  private static final int EXACT_BITS = 12;
  private static final int CONSTANT_BITS = 6;
  private static final double MOST_UNITS = 0x1p51;
  private static final long WIDE = 1L << 30;

  /** Columns of different magnitude: 32 bits of x leave 30 to the factors. */
  private static final int WIDE_FACTOR_MORE = 15;

  private static final int MOST_EXACT_BITS = 44;

  @Override
  public List<OperatorEntry> entries() {
    String linear = "virtual sum, scales aligned upwards";
    return List.of(
        new OperatorEntry("Add", 7, linear, "broadcast; integer types", "0", "constant rounding"),
        new OperatorEntry("Sub", 7, linear, "broadcast; integer types", "0", "constant rounding"),
        new OperatorEntry("Sum", 8, linear, "any number of inputs", "0", "constant rounding"),
        new OperatorEntry("Neg", 6, linear, "", "0", "0"),
        new OperatorEntry("Mean", 8, linear + ", then scale / k", "any number of inputs", "0", "0"),
        new OperatorEntry(
            "Mul",
            7,
            "virtual product, or constant factor",
            "broadcast; x * x; integer types",
            "0 (1 + 1 for a factor that is a product)",
            "2^-14 of a constant factor"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    return node.opset() < 7 && node.hasAttribute("axis")
        ? Optional.of(Limit.AXIS_ATTRIBUTE.reason())
        : Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    switch (c.node().opType()) {
      case "Sub" -> c.output(sum(c, List.of(1L, -1L)));
      case "Neg" -> c.output(sum(c, List.of(-1L)));
      case "Mul" -> c.output(product(c));
      case "Mean" -> {
        int count = c.node().inputs().size();
        QTensor sum = sum(c, Collections.nCopies(count, 1L));
        c.output(sum.at(sum.scale().over(count)));
      }
      default -> c.output(sum(c, Collections.nCopies(c.node().inputs().size(), 1L)));
    }
  }

  private static QTensor sum(OperatorContext c, List<Long> factors) {
    QTensor witness = null;
    Scale unit = null;
    boolean linear = true;
    for (int k = 0; k < factors.size(); k++) {
      if (!c.isConstant(k)) {
        witness = c.tensor(k);
        unit = unit == null ? witness.scale() : unit.common(witness.scale());
        linear &= witness.isLinear();
      }
    }
    if (witness == null || unit == null) {
      throw c.unsupported("all inputs are constant");
    }
    List<QTensor> terms = new ArrayList<>();
    for (int k = 0; k < factors.size(); k++) {
      terms.add(
          c.isConstant(k)
              ? c.fixed(k, constantScale(c, c.constant(k), unit, linear))
              : c.tensor(k));
    }
    QTensor sum = Arithmetic.sum(c.lowering(), c.name(), terms, factors);
    return IntegerTypes.wrapped(c, sum);
  }

  // Bilinear values are fine-grained already; committed ones get constants at 1/64 of their unit.
  static Scale constantScale(OperatorContext c, TensorData data, Scale unit, boolean linear) {
    if (!linear || Operands.areMultiples(data, unit)) {
      return within(data, Operands.fineEnough(c, data, unit));
    }
    // Beside a tensor whose scale is a float32 of its own, constants stay what they are.
    boolean quantised = unit.oddPart().numerator().bitLength() > EXACT_BITS;
    Scale fine = Operands.fineEnough(c, data, fine(unit));
    return within(data, quantised ? exact(data).orElse(fine) : fine);
  }

  // Not finer than a double's 53 bits.
  private static Scale within(TensorData data, Scale wanted) {
    Scale scale = wanted;
    double largest = Weights.magnitude(data.toDoubles());
    while (largest / scale.toDouble() >= MOST_UNITS) {
      scale = scale.shifted(1);
    }
    return scale;
  }

  // The largest power of two of which all constants are multiples.
  private static Optional<Scale> exact(TensorData data) {
    int exponent = Integer.MAX_VALUE;
    for (int i = 0; i < data.size(); i++) {
      if (data.doubleAt(i) != 0) {
        Scale own = Scale.exactly(Math.abs(data.doubleAt(i)));
        exponent =
            Math.min(
                exponent, own.numerator().getLowestSetBit() - own.denominator().getLowestSetBit());
      }
    }
    double largest = Math.scalb(Weights.magnitude(data.toDoubles()), -exponent);
    return largest < 1L << MOST_EXACT_BITS
        ? Optional.of(Scale.powerOfTwo(exponent))
        : Optional.empty();
  }

  /** The scale of constants beside a tensor of a given scale. */
  static Scale fine(Scale unit) {
    return unit.shifted(-CONSTANT_BITS);
  }

  private static QTensor product(OperatorContext c) {
    Lowering l = c.lowering();
    if (c.isConstant(0) || c.isConstant(1)) {
      int constant = c.isConstant(0) ? 0 : 1;
      TensorData data = c.constant(constant);
      QTensor x = c.tensor(1 - constant);
      if (data.size() == 1) {
        QTensor scaled = timesReal(l, c.name(), x, data.doubleAt(0));
        return IntegerTypes.wrapped(c, Arithmetic.reshape(l, c.name(), scaled, c.dims(0)));
      }
      return IntegerTypes.wrapped(c, timesTensor(c, x, data.toDoubles(), data.shape().toArray()));
    }
    QTensor x = Commit.factor(l, c.tensor(0));
    QTensor w = c.tensor(0).equals(c.tensor(1)) ? x : Commit.factor(l, c.tensor(1));
    return IntegerTypes.wrapped(c, multiply(l, c.name(), x, w, c.dims(0)));
  }

  /**
   * The elementwise product with a tensor of real constants, rounded to 15 bits (30 beside digits).
   */
  static QTensor timesTensor(OperatorContext c, QTensor x, double[] values, int[] dims) {
    Lowering l = c.lowering();
    QTensor factor = Commit.factor(l, x);
    boolean wide = factor.range().magnitude() > WIDE;
    Scale scale = Weights.unitOf(Weights.magnitude(values)).shifted(wide ? -WIDE_FACTOR_MORE : 0);
    QTensor w = l.fixed(c.name() + ".factor", dims, Weights.round(values, scale), scale);
    int[] out = Arithmetic.broadcast(x.dims(), dims);
    return multiply(l, c.name(), factor, w, out);
  }

  /** The elementwise product of two tensors that broadcast; x is a factor. */
  static QTensor multiply(Lowering l, String name, QTensor x, QTensor w, int[] dims) {
    int[] a = fromRight(x.rank(), dims.length);
    int[] b = fromRight(w.rank(), dims.length);
    int[] out = Labels.range(dims.length);
    Interval range = x.range().times(w.range());
    EinsumKernel kernel = new EinsumKernel(x, a, w, b, dims, out);
    return Arithmetic.contract(l, name, x, a, w, b, dims, out, range, kernel);
  }

  private static int[] fromRight(int rank, int outRank) {
    int[] labels = new int[rank];
    for (int k = 0; k < rank; k++) {
      labels[k] = outRank - rank + k;
    }
    return labels;
  }

  /**
   * A real multiple. Factors with few bits change the scale exactly; others are rounded to 15 bits.
   */
  static QTensor timesReal(Lowering l, String name, QTensor t, double factor) {
    if (factor == 0) {
      return Arithmetic.times(l, name, t, 0);
    }
    QTensor signed = factor < 0 ? Arithmetic.times(l, name, t, -1) : t;
    Scale exact = Scale.exactly(Math.abs(factor));
    Scale odd = exact.oddPart();
    if (odd.numerator().bitLength() <= EXACT_BITS) {
      return odd.equals(Scale.ONE)
          ? signed.at(signed.scale().times(exact))
          : Arithmetic.times(l, name, signed, odd.numerator().longValueExact())
              .at(signed.scale().times(exact.over(odd)));
    }
    int exponent = Math.getExponent(factor) - 14;
    long units = Math.round(Math.scalb(Math.abs(factor), -exponent));
    return Arithmetic.times(l, name, signed, units).at(signed.scale().shifted(exponent));
  }
}
