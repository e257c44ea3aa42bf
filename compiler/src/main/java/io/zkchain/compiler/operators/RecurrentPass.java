package io.zkchain.compiler.operators;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.EinsumKernel;
import io.zkchain.compiler.gadgets.Requantise;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.Target;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What LSTM, GRU and RNN share for one direction: integers of weights, states that are committed
 * for all steps at once, and gates as one relation each over all steps.
 */
abstract class RecurrentPass {
  private static final double REACH = 8;
  private static final int WEIGHT_BITS = 13;
  private static final int MOST_LIMBS = 4;

  /**
   * The constants of one direction.
   *
   * @param w [gates, hidden, inputs]
   * @param r [gates, hidden, hidden]
   * @param wb [gates, hidden], of the input
   * @param rb [gates, hidden], of the state
   * @param p [3, hidden] peepholes, or empty
   */
  record Constants(double[] w, double[] r, double[] wb, double[] rb, double[] p) {}

  /**
   * Results of one direction, by step.
   *
   * @param all [steps, batch, hidden]
   * @param last [batch, hidden]
   * @param cell the last cell state of an LSTM
   */
  record Result(QTensor all, QTensor last, Optional<QTensor> cell) {}

  final OperatorContext c;
  final Lowering l;
  private final String origin;
  final String name;
  final QTensor x;
  final Constants weights;
  final int steps;
  final int batch;
  final int inputs;
  final int hidden;
  final int units;

  /**
   * @param x a factor of dims [steps, batch, inputs], mirrored in time for the reverse direction
   */
  RecurrentPass(OperatorContext c, String name, QTensor x, Constants weights, int hidden) {
    this.c = c;
    this.l = c.lowering();
    this.origin = l.origin();
    this.name = name;
    this.x = x;
    this.weights = weights;
    this.steps = x.dim(0);
    this.batch = x.dim(1);
    this.inputs = x.dim(2);
    this.hidden = hidden;
    this.units = batch * hidden;
  }

  abstract Result lower();

  // ---------------------------------------------------------------- scales

  /** The tables' input scale: the finest for which all gates fit, or clamp at {@link #REACH}. */
  Target preActivation(int gates, double largestState, double reach) {
    double largest = x.range().magnitude() * x.scale().toDouble();
    double bound = 0;
    for (int k = 0; k < gates * hidden; k++) {
      double own = Math.abs(weights.wb()[k] + weights.rb()[k]);
      own += absolute(weights.w(), k, inputs) * largest;
      own += absolute(weights.r(), k, hidden) * largestState;
      bound = Math.max(bound, own);
    }
    double seen = Math.min(reach, bound);
    return l.chooser().choose(new RealRange(-seen, seen), bound * (1 + 0x1p-7), Scale.ONE);
  }

  Target preActivation(int gates, double largestState) {
    return preActivation(gates, largestState, REACH);
  }

  private static double absolute(double[] matrix, int row, int columns) {
    double sum = 0;
    for (int k = 0; k < columns; k++) {
      sum += Math.abs(matrix[row * columns + k]);
    }
    return sum;
  }

  /** A unit of accumulators that leaves the weights enough bits, by multiples of the shift s. */
  Scale accumulator(Scale target, Scale state) {
    int s = l.settings().shift();
    Scale unit = target.shifted(-s);
    for (int limbs = 2; limbs <= MOST_LIMBS; limbs++) {
      if (fine(weights.w(), unit.over(x.scale())) && fine(weights.r(), unit.over(state))) {
        break;
      }
      unit = unit.shifted(-s);
    }
    return unit;
  }

  private static boolean fine(double[] values, Scale scale) {
    double largest = Weights.magnitude(values);
    return largest == 0 || largest / scale.toDouble() >= 1 << WEIGHT_BITS;
  }

  /** Gates first .. first + count - 1, rounded. */
  RecurrentGate gate(
      int first, int count, Scale unit, Scale state, Target target, LookupTable table, Scale out) {
    double[] bias = new double[count * hidden];
    Arrays.setAll(bias, k -> weights.wb()[first * hidden + k] + weights.rb()[first * hidden + k]);
    int shift = target.scale().over(unit).log2().orElseThrow();
    return new RecurrentGate(
        Weights.round(rows(weights.w(), first, count, inputs), unit.over(x.scale())),
        Weights.round(rows(weights.r(), first, count, hidden), unit.over(state)),
        Weights.round(bias, unit),
        unit,
        shift,
        table,
        out);
  }

  double[] rows(double[] matrix, int first, int count, int columns) {
    int size = hidden * columns;
    return Arrays.copyOfRange(matrix, first * size, (first + count) * size);
  }

  // ---------------------------------------------------------------- relations

  /** left W, dims [steps, batch, gates, hidden]. */
  QTensor product(String own, QTensor left, long[] w, Scale scale) {
    int width = left.dim(2);
    int gates = w.length / hidden / width;
    int[] dims = {steps, batch, gates, hidden};
    int[] a = {0, 1, 4};
    int[] b = {2, 3, 4};
    int[] out = {0, 1, 2, 3};
    QTensor fixed = l.fixed(own + ".weights", new int[] {gates, hidden, width}, w, scale);
    Interval range = RecurrentGate.range(w, width, left.range());
    EinsumKernel kernel = new EinsumKernel(left, a, fixed, b, dims, out);
    return Arithmetic.contract(l, own, left, a, fixed, b, dims, out, range, kernel);
  }

  QTensor bias(String own, long[] b, Scale unit) {
    return l.fixed(own + ".bias", new int[] {1, 1, b.length / hidden, hidden}, b, unit);
  }

  QTensor sum(String own, List<QTensor> terms) {
    return Arithmetic.sum(l, own, terms, Collections.nCopies(terms.size(), 1L));
  }

  /** The gates' table outputs of an accumulator, dims [steps, batch, gates, hidden]. */
  QTensor looked(QTensor acc, RecurrentGate gate, Target target) {
    return Requantise.of(l, acc, target, gate.table(), gate.out()).output();
  }

  /** One gate of several, dims [steps, batch, hidden]. */
  QTensor one(String own, QTensor gates, int number) {
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, steps),
            AxisExpression.axis(1, batch),
            AxisExpression.constant(number),
            AxisExpression.axis(2, hidden));
    return Arithmetic.view(l, own, gates, from, new int[] {steps, batch, hidden});
  }

  QTensor times(String own, QTensor a, QTensor b) {
    return Elementwise.multiply(l, own, a, b, new int[] {steps, batch, hidden});
  }

  /** The entries of a state before (0) or after (1) each step. */
  QTensor during(String own, QTensor state, int offset) {
    List<AxisExpression> from =
        List.of(
            AxisExpression.axis(0, steps).plus(offset),
            AxisExpression.axis(1, batch),
            AxisExpression.axis(2, hidden));
    return Arithmetic.view(l, own, state, from, new int[] {steps, batch, hidden});
  }

  /** One entry of a state, dims [batch, hidden]. */
  QTensor entry(String own, QTensor state, int step) {
    List<AxisExpression> from =
        List.of(
            AxisExpression.constant(step),
            AxisExpression.axis(0, batch),
            AxisExpression.axis(1, hidden));
    return Arithmetic.view(l, own, state, from, new int[] {batch, hidden});
  }

  // ---------------------------------------------------------------- states

  /**
   * A state of steps + 1 entries, entry 0 tied to the initial one.
   *
   * @param inputs cells A
   * @param outputs cells B
   */
  record State(QTensor inputs, QTensor outputs) {}

  State state(String own, LookupTable table, int buffer, Scale in, Scale out, Initial initial) {
    int[] dims = {steps + 1, batch, hidden};
    Committed rows = l.pair(own, dims, table, buffer);
    QTensor a = l.read(rows, Cell.A, own, dims, in, table.domain());
    QTensor b = l.read(rows, Cell.B, own + ".f", dims, out, table.image(table.domain()));
    initial.tie(this, own + ".initial", entry(own + ".initial", a, 0), table);
    return new State(a, b);
  }

  /** The initial state at a scale. */
  static final class Initial {
    private final Optional<QTensor> witness;
    private final long[] constant;
    private final Scale scale;

    private Initial(Optional<QTensor> witness, long[] constant, Scale scale) {
      this.witness = witness;
      this.constant = constant;
      this.scale = scale;
    }

    static Initial of(QTensor witness, Scale scale) {
      return new Initial(Optional.of(witness), new long[0], scale);
    }

    static Initial of(double[] constant, Scale scale) {
      return new Initial(Optional.empty(), Weights.round(constant, scale), scale);
    }

    /** Its integers in an evaluation, clamped or rejected as the settings say. */
    long[] values(RecurrentPass pass, Execution execution, Interval domain) {
      if (witness.isEmpty()) {
        return constant;
      }
      QTensor t = witness.get();
      int shift = scale.over(t.scale()).log2().orElseThrow();
      long[] in = execution.of(t);
      long[] out = new long[in.length];
      boolean clamp = pass.l.settings().saturate();
      Arrays.setAll(
          out,
          i -> clamp ? RecurrentGate.round(in[i], shift, domain) : pass.next(in[i], shift, domain));
      return out;
    }

    private void tie(RecurrentPass pass, String own, QTensor cells, LookupTable table) {
      Lowering l = pass.l;
      if (witness.isPresent()) {
        Requantise.tie(l, witness.get().named(own), scale, table, cells, true);
        return;
      }
      boolean zero = Arrays.stream(constant).allMatch(v -> v == 0);
      if (zero) {
        l.vanish(own, List.of(cells));
      } else {
        QTensor fixed = l.fixed(own, new int[] {pass.batch, pass.hidden}, constant, scale);
        l.vanish(own, List.of(cells, Arithmetic.times(l, own, fixed, -1)));
      }
    }
  }

  /**
   * The next entry of a state.
   *
   * @throws InputDataException if it leaves the state's table
   */
  long next(long acc, int shift, Interval domain) {
    long q = RecurrentGate.unclamped(acc, shift);
    if (!domain.contains(q)) {
      throw new InputDataException(
          ("node %s: a state is outside the proven range %d..%d; compile with a calibration that"
                  + " covers such inputs, or more bits")
              .formatted(origin, domain.lo(), domain.hi()));
    }
    return q;
  }

  /** The tensor with a range that its operator shows. */
  static QTensor ranged(QTensor t, Interval range) {
    return new QTensor(t.name(), t.dims(), t.scale(), range, t.addends(), t.buffer());
  }

  /** One part of a simulation's buffer. */
  int part(int simulation, int number, int size) {
    return l.compute(
        size,
        (execution, out) ->
            System.arraycopy(execution.buffer(simulation), number * size, out, 0, size));
  }
}
