package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Clamp;
import io.zkchain.compiler.gadgets.Requantise;
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
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Relu, LeakyRelu, Clip, Sigmoid and Tanh: functions of one number, by table.
 *
 * <p>Semantics: q = the input rounded half up to the table's scale (no rounding where it is that
 * scale already), clamped or rejected outside the table as the node's verdict says, out = f(q). The
 * rounding and the function share one row: {@link Requantise} has the relations and the argument
 * for uniqueness. Relu and LeakyRelu of inputs much wider than their outputs: {@link AffineTails}.
 *
 * <p>Error: L u/2 + v/2 with L the Lipschitz constant of f, u and v the units of input and output.
 */
final class Activations implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String table = "function table, fused with the rounding before it";
    return List.of(
        new OperatorEntry("Relu", 6, AffineTails.HOW, "", AffineTails.ROWS, "u/2"),
        new OperatorEntry(
            "LeakyRelu", 6, AffineTails.HOW, "alpha", AffineTails.ROWS, "max(1, alpha) u/2 + v/2"),
        new OperatorEntry(
            "Clip",
            6,
            table,
            "min and max as attributes or constant inputs, either absent; min > max gives max",
            "1 + 1",
            "u/2 + v/2"),
        new OperatorEntry("Sigmoid", 6, table, "", "1 + 1", "u/8 + v/2"),
        new OperatorEntry("Tanh", 6, table, "", "1 + 1", "u/2 + v/2"));
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    c.output(
        switch (c.node().opType()) {
          case "Relu" -> relu(c, x);
          case "LeakyRelu" -> bent(c, x, c.node().floatAttribute("alpha", 0.01f));
          case "Sigmoid" -> saturating(c, x, "sigmoid", 1, v -> 1 / (1 + StrictMath.exp(-v)));
          case "Tanh" -> saturating(c, x, "tanh", 0.5, StrictMath::tanh);
          case "Clip" -> clip(c, x);
          default -> throw c.unsupported("is no activation");
        });
  }

  private static QTensor relu(OperatorContext c, QTensor x) {
    return tailed(c, x, "relu", 0).orElseGet(() -> homogeneous(c, x, "relu", v -> Math.max(v, 0)));
  }

  private static QTensor bent(OperatorContext c, QTensor x, double alpha) {
    String key = "leaky relu " + alpha;
    LongUnaryOperator f = v -> v >= 0 ? v : (long) Math.floor(alpha * v + 0.5);
    return tailed(c, x, key, alpha).orElseGet(() -> homogeneous(c, x, key, f));
  }

  private static Optional<QTensor> tailed(OperatorContext c, QTensor x, String key, double alpha) {
    DoubleUnaryOperator f = v -> v >= 0 ? v : alpha * v;
    return AffineTails.bent(alpha, 1).lower(c.lowering(), x, key, f, c.name());
  }

  /** A function with f(k x) = k f(x) for k > 0: one table serves every scale. */
  static QTensor homogeneous(OperatorContext c, QTensor x, String key, LongUnaryOperator f) {
    Lowering l = c.lowering();
    LookupTable table = l.function(key, l.domain(), f);
    Target target =
        l.domain().contains(x.range()) && x.isLinear()
            ? new Target(x.scale(), Verdict.IMPOSSIBLE)
            : l.scales().target(x);
    return Requantise.of(l, x, target, table, target.scale()).output();
  }

  // A function within e^(-|v| / decay) of its limits: where that is below the output's unit, it is
  // constant, and clamping the input costs nothing.
  private static QTensor saturating(
      OperatorContext c, QTensor x, String name, double decay, DoubleUnaryOperator f) {
    Lowering l = c.lowering();
    double limit = decay * (l.settings().bits() - 1) * StrictMath.log(2);
    RealRange seen = l.scales().seen(x);
    double reach = Math.min(limit, seen.magnitude());
    return scalar(c, x, name, new RealRange(-reach, reach), f, 1);
  }

  /**
   * Any function of one number.
   *
   * @param seen the inputs that matter
   * @param largest bound on the outputs' absolute values, for their scale
   */
  static QTensor scalar(
      OperatorContext c,
      QTensor x,
      String name,
      RealRange seen,
      DoubleUnaryOperator f,
      double largest) {
    Lowering l = c.lowering();
    // The largest output may miss the table's end by one unit, as 1 of a sigmoid does.
    long limit = l.chooser().limit();
    double fitting = largest * limit / (limit + 1);
    Scale out = Scale.powerOfTwo(-l.chooser().finest(fitting, Scale.ONE, 1));
    double outUnit = out.toDouble();
    return byTable(
        c,
        x,
        l.keyOfBits(name),
        seen,
        v -> Math.clamp((long) Math.floor(f.applyAsDouble(v) / outUnit + 0.5), -limit, limit),
        out);
  }

  /** A function of one number whose values are integers at scale 1. */
  static QTensor integerValued(
      OperatorContext c, QTensor x, String name, RealRange seen, DoubleToLongFunction f) {
    return byTable(c, x, name, seen, f, Scale.ONE);
  }

  private static QTensor byTable(
      OperatorContext c,
      QTensor x,
      String name,
      RealRange seen,
      DoubleToLongFunction f,
      Scale out) {
    Lowering l = c.lowering();
    Scale odd = x.scale().oddPart();
    String key = odd.equals(Scale.ONE) ? name : name + " at " + odd;
    double bound = x.range().magnitude() * x.scale().toDouble();
    Target wanted = l.chooser().choose(seen, bound, odd);
    int exponent = -wanted.scale().over(odd).log2().getAsInt();
    Scale in = odd.shifted(-l.scales().functionExponent(key, exponent));
    double unit = in.toDouble();
    LookupTable table = l.function(key, l.domain(), v -> f.applyAsLong(v * unit));
    return Requantise.of(l, x, new Target(in, wanted.verdict()), table, out).output();
  }

  private static QTensor clip(OperatorContext c, QTensor x) {
    for (int input = 1; input <= 2; input++) {
      if (c.node().hasInput(input) && !c.isConstant(input)) {
        return Extremes.clip(c);
      }
    }
    double min = bound(c, "min", 1, Double.NEGATIVE_INFINITY);
    double max = bound(c, "max", 2, Double.POSITIVE_INFINITY);
    if (min == Double.NEGATIVE_INFINITY && max == Double.POSITIVE_INFINITY) {
      return x;
    }
    if (c.outputType().dtype().isInteger()) {
      return Clamp.of(c.lowering(), c.name(), x, wholeBounds(c, min, max));
    }
    if (min == 0 && max == Double.POSITIVE_INFINITY) {
      return relu(c, x);
    }
    Lowering l = c.lowering();
    double low = Math.min(min, max);
    RealRange seen = l.scales().seen(x);
    double reach =
        Math.max(
            Math.max(Math.max(-seen.low(), 0), Math.max(seen.high(), 0)),
            Math.max(finite(low), finite(max)));
    double largest = Math.max(1e-9, Math.min(reach, Math.max(Math.abs(low), Math.abs(max))));
    String key = "clip " + low + ".." + max + " to " + largest;
    return scalar(
        c,
        x,
        key,
        new RealRange(-reach, reach),
        v -> Math.min(Math.max(v, low), max),
        Math.min(largest, reach) * (1 + 1.0 / l.chooser().limit())); // its end is reached exactly
  }

  // min > max gives max.
  private static Interval wholeBounds(OperatorContext c, double min, double max) {
    Interval values = IntegerTypes.values(c.outputType().dtype());
    long high = (long) Math.clamp(max, values.lo(), values.hi());
    long low = (long) Math.clamp(min, values.lo(), values.hi());
    return new Interval(Math.min(low, high), high);
  }

  private static double finite(double v) {
    return Double.isFinite(v) ? Math.abs(v) : 0;
  }

  private static double bound(OperatorContext c, String role, int input, double otherwise) {
    if (c.node().hasAttribute(role)) {
      return c.node().floatAttribute(role, 0);
    }
    return c.node().hasInput(input) ? c.constant(input).doubleAt(0) : otherwise;
  }
}
