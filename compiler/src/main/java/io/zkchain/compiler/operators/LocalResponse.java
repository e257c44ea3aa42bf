package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Commit;
import io.zkchain.compiler.gadgets.PowerOfNorm;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * LRN: x / (bias + alpha / size * sum of squares over neighbouring channels)^beta.
 *
 * <p>V = sum of squares + bias size / alpha in integers, R = 2^K V^-beta by {@link PowerOfNorm}, y
 * = x R times a real constant; unique because R is. Error: 2^-B relative, and the rounding of the
 * squares.
 */
final class LocalResponse implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    return List.of(
        new OperatorEntry(
            "LRN",
            1,
            "power by mantissa and exponent",
            "alpha, beta, bias, odd and even size",
            "5 + 12",
            "2^-B relative, and rounded squares"));
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    double alpha = c.node().floatAttribute("alpha", 1e-4f);
    double beta = c.node().floatAttribute("beta", 0.75f);
    double bias = c.node().floatAttribute("bias", 1);
    int size = Math.toIntExact(c.node().intAttribute("size", 1));
    QTensor x = c.cells(0);
    QTensor squares = Powers.square(l, c.name() + ".square", x);
    QTensor sum = Arithmetic.view(l, c.name() + ".sum", squares, window(x, size), x.dims());
    double unit = sum.scale().toDouble();
    double least = bias * size / (alpha * unit);
    if (!(alpha > 0 && beta > 0 && bias >= 0 && least < 0x1p50)) {
      throw c.unsupported(Limit.RESPONSE, alpha, beta, bias);
    }
    long offset = (long) Math.floor(least + 0.5);
    QTensor shifted = Arithmetic.plus(l, c.name() + ".v", sum.at(Scale.ONE), offset);
    Interval range = new Interval(offset, Math.addExact(offset, Math.max(0, sum.range().hi())));
    QTensor v =
        new QTensor(
            shifted.name(), shifted.dims(), Scale.ONE, range, shifted.addends(), shifted.buffer());
    int width = 64 - Long.numberOfLeadingZeros(range.hi());
    int bits = l.settings().bits();
    int scale = Math.min(bits + (int) Math.ceil(beta * width), PowerOfNorm.mostScale(bits));
    QTensor power = PowerOfNorm.of(l, v, beta, scale);
    QTensor product = Elementwise.multiply(l, c.name(), Commit.factor(l, x), power, x.dims());
    double constant = StrictMath.pow(alpha * unit / size, -beta);
    QTensor real = product.at(product.scale().shifted(-scale));
    c.output(Elementwise.timesReal(l, c.name(), real, constant));
  }

  private static List<AxisExpression> window(QTensor x, int size) {
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(x.dims()));
    from.set(
        1, AxisExpression.constant(-((size - 1) / 2)).plus(1, 1, x.dim(1)).plusSummed(1, 0, size));
    return from;
  }
}
