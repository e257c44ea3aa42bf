package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * LSTM in one direction: i, o, f, g = gates of W x + R h + b (+ P c); c' = f c + i g; h' = o
 * act(c').
 *
 * <p>Each gate is rounded into its table; f c + i g is rounded into the cell state, which is the
 * input of its activation's table; o act(c') is rounded into the state.
 */
final class LstmPass extends RecurrentPass {
  private static final int GATES = 4;
  private static final double MOST_CELL = 64;
  private static final double SLACK = 1 + 0x1p-5; // roundings, one unit each step

  private final Initial h0;
  private final Initial c0;
  private final Target pre;
  private final Scale acc;
  private final Scale hUnit;
  private final Target cell;
  private final double cellStart;
  private final RecurrentGate sigmoids;
  private final RecurrentGate candidate;
  private final LookupTable cellTable;
  private final Scale cellOut;
  private final long[] peepholes;

  LstmPass(
      OperatorContext c,
      String name,
      QTensor x,
      Constants weights,
      int hidden,
      List<RecurrentActivation> activations,
      RecurrentStart start) {
    super(c, name, x, weights, hidden);
    double largest = Math.max(1, start.magnitude(5));
    this.hUnit = Scale.powerOfTwo(-finest(largest));
    this.cellStart = start.magnitude(6);
    double bound = steps + cellStart;
    double seen = Math.min(bound, Math.max(start.seen(2) * 2, Math.min(bound, MOST_CELL / 8)));
    this.cell = l.chooser().choose(new RealRange(-seen, seen), bound * SLACK, Scale.ONE);
    this.pre = preActivation(GATES, largest);
    this.acc = accumulator(pre.scale(), hUnit);
    Scale fOut = activations.get(0).unit(l, 1);
    Scale gOut = activations.get(1).unit(l, 1);
    this.cellOut = activations.get(2).unit(l, 1);
    LookupTable f = activations.get(0).table(l, pre.scale(), fOut);
    LookupTable g = activations.get(1).table(l, pre.scale(), gOut);
    this.cellTable = activations.get(2).table(l, cell.scale(), cellOut);
    this.sigmoids = gate(0, 3, acc, hUnit, pre, f, fOut);
    this.candidate = gate(3, 1, acc, hUnit, pre, g, gOut);
    this.peepholes = Weights.round(weights.p(), acc.over(cell.scale()));
    this.h0 = start.initial(5, hUnit);
    this.c0 = start.initial(6, cell.scale());
  }

  private int finest(double largest) {
    long limit = l.chooser().limit();
    return l.chooser().finest(largest * limit / (limit + 1), Scale.ONE, 1);
  }

  @Override
  Result lower() {
    int size = (steps + 1) * units;
    int simulation = l.compute(2 * size, this::simulate);
    State h = state(name + ".h", l.identity(), part(simulation, 0, size), hUnit, hUnit, h0);
    State cells =
        state(name + ".c", cellTable, part(simulation, 1, size), cell.scale(), cellOut, c0);
    QTensor before = during(name + ".before", h.inputs(), 0);
    QTensor cellBefore = ranged(during(name + ".cell.before", cells.inputs(), 0), cellRange());
    QTensor cellAfter = during(name + ".cell.after", cells.inputs(), 1);
    QTensor g = one(name + ".g", looked(sumOf(name + ".g", candidate, before), candidate, pre), 0);
    List<QTensor> iof = iof(before, cellBefore, cellAfter);
    QTensor kept = times(name + ".kept", iof.get(2), cellBefore);
    QTensor added = times(name + ".added", iof.get(0), g);
    QTensor next = sum(name + ".cell.next", List.of(kept, added));
    Requantise.tie(l, next, cell.scale(), cellTable, cellAfter, false);
    QTensor squashed = during(name + ".squashed", cells.outputs(), 1);
    QTensor output = times(name + ".next", iof.get(1), squashed);
    QTensor after = during(name + ".after", h.inputs(), 1);
    Requantise.tie(l, output, hUnit, l.identity(), after, false);
    return new Result(
        after,
        entry(name + ".last", h.inputs(), steps),
        Optional.of(entry(name + ".cell", cells.inputs(), steps)));
  }

  // Each step adds less than 1: f is at most 1, and so is i g.
  private Interval cellRange() {
    Interval domain = cellTable.domain();
    if (cell.verdict() != Verdict.IMPOSSIBLE) {
      return domain;
    }
    double units = (steps - 1 + cellStart) / cell.scale().toDouble();
    long most = (long) Math.ceil(units) + steps;
    return new Interval(Math.max(domain.lo(), -most), Math.min(domain.hi(), most));
  }

  private QTensor sumOf(String own, RecurrentGate gate, QTensor before) {
    return sum(
        own,
        List.of(
            product(own + ".input", x, gate.w(), acc.over(x.scale())),
            product(own + ".state", before, gate.r(), acc.over(hUnit)),
            bias(own, gate.b(), acc)));
  }

  // Peepholes read c before the step for i and f, after it for o; they are ordered i, o, f.
  private List<QTensor> iof(QTensor before, QTensor cellBefore, QTensor cellAfter) {
    String own = name + ".iof";
    QTensor all = sumOf(own, sigmoids, before);
    List<QTensor> gates = new ArrayList<>();
    if (peepholes.length == 0) {
      QTensor looked = looked(all, sigmoids, pre);
      for (int k = 0; k < 3; k++) {
        gates.add(one(own + k, looked, k));
      }
      return gates;
    }
    for (int k = 0; k < 3; k++) {
      long[] p = Arrays.copyOfRange(peepholes, k * hidden, (k + 1) * hidden);
      QTensor fixed =
          l.fixed(own + ".peephole" + k, new int[] {1, 1, hidden}, p, acc.over(cell.scale()));
      QTensor seen = times(own + ".peephole" + k, k == 1 ? cellAfter : cellBefore, fixed);
      QTensor sum = sum(own + k, List.of(one(own + k, all, k), seen));
      gates.add(looked(sum, sigmoids, pre));
    }
    return gates;
  }

  // ---------------------------------------------------------------- simulation

  private void simulate(Execution execution, long[] out) {
    int size = (steps + 1) * units;
    long[] h = new long[size];
    long[] cells = new long[size];
    System.arraycopy(h0.values(this, execution, l.domain()), 0, h, 0, units);
    System.arraycopy(c0.values(this, execution, cellTable.domain()), 0, cells, 0, units);
    long[] in = execution.of(x);
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        int from = (t * batch + b) * inputs;
        int now = (t * batch + b) * hidden;
        for (int j = 0; j < hidden; j++) {
          step(in, from, h, cells, now, j);
        }
      }
    }
    System.arraycopy(h, 0, out, 0, size);
    System.arraycopy(cells, 0, out, size, size);
  }

  private void step(long[] in, int from, long[] h, long[] cells, int now, int j) {
    long old = cells[now + j];
    long i = gateOf(sigmoids, j, in, from, h, now, peephole(0, j) * old);
    long f = gateOf(sigmoids, 2 * hidden + j, in, from, h, now, peephole(2, j) * old);
    long g = gateOf(candidate, j, in, from, h, now, 0);
    Scale kept = sigmoids.out().times(cell.scale());
    Scale added = sigmoids.out().times(candidate.out());
    Scale common = kept.common(added);
    long sum = f * old * kept.multipleOf(common) + i * g * added.multipleOf(common);
    long next = next(sum, shift(cell.scale(), common), cellTable.domain());
    cells[now + units + j] = next;
    long o = gateOf(sigmoids, hidden + j, in, from, h, now, peephole(1, j) * next);
    long product = o * cellTable.apply(next);
    h[now + units + j] = next(product, shift(hUnit, sigmoids.out().times(cellOut)), l.domain());
  }

  private long peephole(int gate, int j) {
    return peepholes.length == 0 ? 0 : peepholes[gate * hidden + j];
  }

  private static int shift(Scale to, Scale from) {
    return to.over(from).log2().orElseThrow();
  }

  private long gateOf(
      RecurrentGate gate, int row, long[] in, int from, long[] h, int now, long more) {
    long sum =
        gate.b()[row]
            + RecurrentGate.dot(gate.w(), row, in, from, inputs)
            + RecurrentGate.dot(gate.r(), row, h, now, hidden)
            + more;
    return gate.table().apply(gate.rounded(sum));
  }
}
