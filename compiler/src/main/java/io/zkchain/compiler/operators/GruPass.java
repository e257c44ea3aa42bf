package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * GRU in one direction: z, r gates of W x + R h + b; n = act(W x + b + R (r h)), or with
 * linear_before_reset act(W x + b + r (R h + b')); h' = (1 - z) n + z h.
 *
 * <p>r h (or R h + b') is rounded into cells of its own, since products of three cells do not
 * exist; h' is rounded into the state.
 */
final class GruPass extends RecurrentPass {
  private static final int GATES = 3;

  private final boolean linear;
  private final Initial h0;
  private final Target pre;
  private final Scale acc;
  private final Scale hUnit;
  private final RecurrentGate gates;
  private final RecurrentGate candidate;
  private final long[] own;
  private final long[] stateBias;
  private final Target inner;

  GruPass(
      OperatorContext c,
      String name,
      QTensor x,
      Constants weights,
      int hidden,
      List<RecurrentActivation> activations,
      RecurrentStart start) {
    super(c, name, x, weights, hidden);
    this.linear = c.node().intAttribute("linear_before_reset", 0) != 0;
    double largest = Math.max(1, start.magnitude(5));
    long limit = l.chooser().limit();
    this.hUnit = Scale.powerOfTwo(-l.chooser().finest(largest * limit / (limit + 1), Scale.ONE, 1));
    this.pre = preActivation(GATES, largest);
    this.acc = accumulator(pre.scale(), hUnit);
    Scale fOut = activations.get(0).unit(l, 1);
    Scale gOut = activations.get(1).unit(l, 1);
    this.gates = gate(0, 2, acc, hUnit, pre, activations.get(0).table(l, pre.scale(), fOut), fOut);
    this.candidate =
        gate(2, 1, acc, hUnit, pre, activations.get(1).table(l, pre.scale(), gOut), gOut);
    double[] wb = Arrays.copyOfRange(weights.wb(), 2 * hidden, 3 * hidden);
    double[] rb = Arrays.copyOfRange(weights.rb(), 2 * hidden, 3 * hidden);
    this.own = Weights.round(wb, acc);
    this.stateBias = Weights.round(rb, acc);
    double bound = bound(largest);
    this.inner =
        linear
            ? l.chooser().choose(new RealRange(-bound, bound), bound, Scale.ONE)
            : new Target(hUnit, Verdict.IMPOSSIBLE);
    this.h0 = start.initial(5, hUnit);
  }

  // Of R h + b' of the candidate.
  private double bound(double largest) {
    double bound = 0x1p-20;
    for (int j = 2 * hidden; j < GATES * hidden; j++) {
      double sum = Math.abs(weights.rb()[j]);
      for (int k = 0; k < hidden; k++) {
        sum += Math.abs(weights.r()[j * hidden + k]) * largest;
      }
      bound = Math.max(bound, sum);
    }
    return bound * (1 + 0x1p-7);
  }

  @Override
  Result lower() {
    int size = (steps + 1) * units;
    int simulation = l.compute(size, this::simulate);
    State h = state(name + ".h", l.identity(), simulation, hUnit, hUnit, h0);
    QTensor before = during(name + ".before", h.inputs(), 0);
    QTensor zr =
        looked(
            sum(
                name + ".zr",
                List.of(
                    product(name + ".zr.input", x, gates.w(), acc.over(x.scale())),
                    product(name + ".zr.state", before, gates.r(), acc.over(hUnit)),
                    bias(name + ".zr", gates.b(), acc))),
            gates,
            pre);
    QTensor z = one(name + ".z", zr, 0);
    QTensor r = one(name + ".r", zr, 1);
    QTensor n = one(name + ".n", looked(candidate(before, r), candidate, pre), 0);
    // h' = n + z (h - n), as n times the unit of z, less its product with z
    QTensor kept = times(name + ".kept", z, before);
    QTensor lost = times(name + ".lost", z, n);
    QTensor next = Arithmetic.sum(l, name + ".next", List.of(n, kept, lost), List.of(1L, 1L, -1L));
    QTensor after = during(name + ".after", h.inputs(), 1);
    Requantise.tie(l, between(next, n, before), hUnit, l.identity(), after, false);
    return new Result(after, entry(name + ".last", h.inputs(), steps), Optional.empty());
  }

  // h' lies between n and h where z is in 0..1.
  private QTensor between(QTensor next, QTensor n, QTensor before) {
    Interval z = gates.table().image(gates.table().domain());
    if (z.lo() < 0 || gates.out().toDouble() * z.hi() > 1) {
      return next;
    }
    Interval a = n.range().times(n.scale().multipleOf(next.scale()));
    Interval b = before.range().times(before.scale().multipleOf(next.scale()));
    return ranged(next, a.union(b));
  }

  private QTensor candidate(QTensor before, QTensor r) {
    QTensor input = product(name + ".n.input", x, candidate.w(), acc.over(x.scale()));
    if (!linear) {
      QTensor reset = times(name + ".reset", r, before);
      QTensor cells = Requantise.of(l, reset, inner, l.identity(), hUnit).input();
      return sum(
          name + ".n",
          List.of(
              input,
              product(name + ".n.state", cells, candidate.r(), acc.over(hUnit)),
              bias(name + ".n", candidate.b(), acc)));
    }
    QTensor state =
        sum(
            name + ".u",
            List.of(
                product(name + ".u.state", before, candidate.r(), acc.over(hUnit)),
                bias(name + ".u", stateBias, acc)));
    QTensor u =
        one(
            name + ".u.one",
            Requantise.of(l, state, inner, l.identity(), inner.scale()).input(),
            0);
    QTensor gated = times(name + ".gated", r, u);
    QTensor wide = Arithmetic.reshape(l, gated.name(), gated, new int[] {steps, batch, 1, hidden});
    return sum(name + ".n", List.of(input, wide, bias(name + ".n", own, acc)));
  }

  // ---------------------------------------------------------------- simulation

  private void simulate(Execution execution, long[] out) {
    System.arraycopy(h0.values(this, execution, l.domain()), 0, out, 0, units);
    long[] in = execution.of(x);
    long[] z = new long[hidden];
    long[] r = new long[hidden];
    for (int row = 0; row < steps * batch; row++) {
      int now = row * hidden;
      for (int j = 0; j < hidden; j++) {
        z[j] = gateOf(j, in, row * inputs, out, now);
        r[j] = gateOf(hidden + j, in, row * inputs, out, now);
      }
      long[] n = linear ? after(in, row, out, r) : reset(in, row, out, r);
      Scale one = gates.out().times(candidate.out());
      Scale two = gates.out().times(hUnit);
      Scale common = candidate.out().common(one).common(two);
      for (int j = 0; j < hidden; j++) {
        long next =
            n[j] * candidate.out().multipleOf(common)
                - z[j] * n[j] * one.multipleOf(common)
                + z[j] * out[now + j] * two.multipleOf(common);
        out[now + units + j] = next(next, hUnit.over(common).log2().orElseThrow(), l.domain());
      }
    }
  }

  private long gateOf(int row, long[] in, int from, long[] h, int now) {
    long sum =
        gates.b()[row]
            + RecurrentGate.dot(gates.w(), row, in, from, inputs)
            + RecurrentGate.dot(gates.r(), row, h, now, hidden);
    return gates.table().apply(gates.rounded(sum));
  }

  private long[] reset(long[] in, int row, long[] h, long[] r) {
    long[] reset = new long[hidden];
    int shift = inner.scale().over(gates.out().times(hUnit)).log2().orElseThrow();
    Arrays.setAll(reset, j -> RecurrentGate.round(r[j] * h[row * hidden + j], shift, l.domain()));
    long[] n = new long[hidden];
    Arrays.setAll(
        n,
        j ->
            candidate
                .table()
                .apply(
                    candidate.rounded(
                        candidate.b()[j]
                            + RecurrentGate.dot(candidate.w(), j, in, row * inputs, inputs)
                            + RecurrentGate.dot(candidate.r(), j, reset, 0, hidden))));
    return n;
  }

  private long[] after(long[] in, int row, long[] h, long[] r) {
    int shift = inner.scale().over(acc).log2().orElseThrow();
    Scale product = gates.out().times(inner.scale());
    Scale common = product.common(acc);
    int last = pre.scale().over(common).log2().orElseThrow();
    long[] n = new long[hidden];
    for (int j = 0; j < hidden; j++) {
      long state = stateBias[j] + RecurrentGate.dot(candidate.r(), j, h, row * hidden, hidden);
      long u = RecurrentGate.round(state, shift, l.domain());
      long input = own[j] + RecurrentGate.dot(candidate.w(), j, in, row * inputs, inputs);
      long sum = input * acc.multipleOf(common) + r[j] * u * product.multipleOf(common);
      n[j] = candidate.table().apply(RecurrentGate.round(sum, last, candidate.table().domain()));
    }
    return n;
  }
}
