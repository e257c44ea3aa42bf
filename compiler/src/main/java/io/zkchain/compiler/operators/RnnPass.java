package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * RNN in one direction: h' = act(W x + R h + b), the state being the output of the activation's
 * table. The initial state enters the first step by products of its own.
 */
final class RnnPass extends RecurrentPass {
  private static final double REACH = 8;

  private final RecurrentStart start;
  private final Target pre;
  private final Scale acc;
  private final Scale hUnit;
  private final RecurrentGate gate;
  private final Optional<QTensor> initial;

  RnnPass(
      OperatorContext c,
      String name,
      QTensor x,
      Constants weights,
      int hidden,
      List<RecurrentActivation> activations,
      RecurrentStart start) {
    super(c, name, x, weights, hidden);
    this.start = start;
    RecurrentActivation f = activations.getFirst();
    boolean bounded = Double.isFinite(f.bound());
    double seen = Math.max(start.seen(0), start.seen(1));
    if (!bounded && seen == 0) {
      throw c.unsupported(Limit.OPEN_ACTIVATION);
    }
    double state = bounded ? f.bound() : 2 * seen;
    double largest = Math.max(state, start.magnitude(5));
    this.hUnit = f.unit(l, state);
    this.pre = preActivation(1, largest, bounded ? REACH : 2 * seen + 1);
    this.acc = accumulator(pre.scale(), hUnit);
    this.initial = start.isWitness(5) ? Optional.of(start.witness(5)) : Optional.empty();
    this.gate = gate(0, 1, acc, hUnit, pre, f.table(l, pre.scale(), hUnit), hUnit);
  }

  @Override
  Result lower() {
    int[] dims = {steps, batch, hidden};
    int simulation = l.compute(steps * units, this::simulate);
    Committed rows = l.pair(name + ".h", dims, gate.table(), simulation);
    QTensor q = l.read(rows, Cell.A, name + ".q", dims, pre.scale(), gate.table().domain());
    QTensor h =
        l.read(rows, Cell.B, name + ".h", dims, hUnit, gate.table().image(gate.table().domain()));
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(dims));
    from.set(0, AxisExpression.axis(0, steps).plus(-1));
    QTensor before = Arithmetic.view(l, name + ".before", h, from, dims);
    List<QTensor> terms =
        new ArrayList<>(
            List.of(
                product(name + ".input", x, gate.w(), acc.over(x.scale())),
                product(name + ".state", before, gate.r(), acc.over(hUnit)),
                bias(name, gate.b(), acc)));
    if (start.c().node().hasInput(5)) {
      terms.add(first());
    }
    QTensor sum = sum(name + ".sum", terms);
    QTensor flat = Arithmetic.reshape(l, sum.name(), sum, dims);
    Requantise.tie(l, flat, pre.scale(), gate.table(), q, true);
    return new Result(h, entry(name + ".last", h, steps - 1), Optional.empty());
  }

  // R h0 at step 0, dims [steps, batch, 1, hidden].
  private QTensor first() {
    int[] dims = {steps, batch, 1, hidden};
    if (initial.isEmpty()) {
      long[] values = new long[steps * units];
      System.arraycopy(constantFirst(), 0, values, 0, units);
      return l.fixed(name + ".first", dims, values, acc);
    }
    QTensor h0 =
        Arithmetic.reshape(l, name + ".initial", initial.get(), new int[] {1, batch, hidden});
    List<AxisExpression> from = new ArrayList<>(Arithmetic.same(new int[] {steps, batch, hidden}));
    QTensor spread =
        Arithmetic.view(l, name + ".initial", h0, from, new int[] {steps, batch, hidden});
    long[] r = witnessWeights();
    return product(name + ".first", spread, r, acc.over(h0.scale()));
  }

  private long[] witnessWeights() {
    return Weights.round(weights.r(), acc.over(initial.orElseThrow().scale()));
  }

  private long[] constantFirst() {
    double[] h0 = start.constant(5);
    double[] first = new double[units];
    for (int b = 0; b < batch; b++) {
      for (int j = 0; j < hidden; j++) {
        for (int k = 0; k < hidden; k++) {
          first[b * hidden + j] += weights.r()[j * hidden + k] * h0[b * hidden + k];
        }
      }
    }
    return Weights.round(first, acc);
  }

  private void simulate(Execution execution, long[] out) {
    long[] in = execution.of(x);
    long[] h = new long[(steps + 1) * units];
    long[] first = new long[units];
    if (initial.isPresent()) {
      long[] r = witnessWeights();
      long[] h0 = execution.of(initial.get());
      for (int k = 0; k < units; k++) {
        first[k] = RecurrentGate.dot(r, k % hidden, h0, k / hidden * hidden, hidden);
      }
    } else if (start.c().node().hasInput(5)) {
      first = constantFirst();
    }
    for (int row = 0; row < steps * batch; row++) {
      for (int j = 0; j < hidden; j++) {
        int at = row * hidden + j;
        long sum =
            gate.b()[j]
                + RecurrentGate.dot(gate.w(), j, in, row * inputs, inputs)
                + RecurrentGate.dot(gate.r(), j, h, row * hidden, hidden)
                + (at < units ? first[at] : 0);
        out[at] = gate.rounded(sum);
        h[at + units] = gate.table().apply(out[at]);
      }
    }
  }
}
