package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.shape.WindowGeometry;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * LpPool and GlobalLpPool: the p-th root of sums of abs(x)^p.
 *
 * <p>The powers of the input's integers are exact in a table, their sums exact and virtual; the
 * root is {@link WideFunctions}'. A row (x, abs(x)^p) is unique since a relation ties it to x.
 */
final class LpPooling implements OperatorFamily {
  private static final int MOST_POWER = 4;

  @Override
  public List<OperatorEntry> entries() {
    String how = "exact powers by table, virtual sum, root";
    return List.of(
        new OperatorEntry(
            "LpPool",
            2,
            how,
            "p from 1 to 4, strides, dilations, pads, auto_pad, ceil_mode",
            "1 + 0 per input, 2 + 4 per output",
            "one unit (p > 2: 2^-8 relative)"),
        new OperatorEntry(
            "GlobalLpPool", 2, how, "p from 1 to 4", "1 + 0 per input, 2 + 4", "one unit"));
  }

  @Override
  public Optional<String> refuse(Node node) {
    long p = node.intAttribute("p", 2);
    return p < 1 || p > MOST_POWER ? Optional.of(Limit.NORM_POWER.reason(p)) : Optional.empty();
  }

  @Override
  public void lower(OperatorContext c) {
    Lowering l = c.lowering();
    int p = (int) c.node().intAttribute("p", 2);
    QTensor powers = powers(l, c.name(), c.cells(0), p);
    QTensor sum = Arithmetic.view(l, c.name() + ".sum", powers, windows(c), c.dims(0));
    c.output(
        switch (p) {
          case 1 -> sum;
          case 2 -> WideFunctions.root(c, sum).orElseThrow(ArithmeticException::new);
          default -> WideFunctions.power(c, sum, 1.0 / p).orElseThrow(ArithmeticException::new);
        });
  }

  private static QTensor powers(Lowering l, String name, QTensor x, int p) {
    LookupTable table = l.function("magnitude^" + p, l.domain(), v -> power(Math.abs(v), p));
    Committed rows = l.pair(name + ".powers", x.dims(), table, x.buffer());
    QTensor own = l.read(rows, Cell.A, name + ".x", x.dims(), x.scale(), x.range());
    l.vanish(name + ".x", List.of(x, Arithmetic.times(l, name, own, -1)));
    Scale scale = x.scale();
    for (int k = 1; k < p; k++) {
      scale = scale.times(x.scale());
    }
    Interval range = new Interval(0, power(x.range().magnitude(), p));
    return l.read(rows, Cell.B, name + ".power", x.dims(), scale, range);
  }

  private static long power(long base, int exponent) {
    long power = base;
    for (int k = 1; k < exponent; k++) {
      power = Math.multiplyExact(power, base);
    }
    return power;
  }

  private static List<AxisExpression> windows(OperatorContext c) {
    int[] dims = c.dims(0);
    int[] in = c.inputDims(0);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      from.add(AxisExpression.axis(axis, dims[axis]));
    }
    if (c.node().is("GlobalLpPool")) {
      for (int k = 2; k < in.length; k++) {
        from.add(AxisExpression.constant(0).plusSummed(1, k - 2, in[k]));
      }
      return from;
    }
    WindowGeometry g = WindowGeometry.ofPooling(c.node(), c.inputs().shape(0));
    for (int k = 0; k < g.rank(); k++) {
      from.add(
          AxisExpression.constant(-g.padBegin().get(k))
              .plus(g.strides().get(k), 2 + k, dims[2 + k])
              .plusSummed(g.dilations().get(k), k, g.kernel().get(k)));
    }
    return from;
  }
}
