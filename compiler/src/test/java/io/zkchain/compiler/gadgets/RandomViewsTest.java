package io.zkchain.compiler.gadgets;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Violation;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.Execution;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.Placement;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random chains of views, reshapes, sums and products: the rewritten index relations against the
 * evaluation of each step by its definition.
 */
final class RandomViewsTest {
  private static final int ROUNDS = 300;

  @Test
  void relationsSayWhatTheStepsMean() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Lowering l = new Lowering(new LoweringSettings(9, 6, true, Map.of(), ScalePlan.empty()));
      l.begin("x (input)");
      int[] dims = dims(random);
      int input = l.input();
      Interval range = new Interval(-3, 3);
      QTensor x =
          l.read(l.pair("x", dims, l.identity(), input), Cell.A, "x", dims, Scale.ONE, range);
      l.begin("chain (Test)");
      QTensor current = x;
      for (int step = 0; step < 1 + random.nextInt(4); step++) {
        current = step(random, l, current);
      }
      QTensor flat = Arithmetic.reshape(l, "y", current, new int[] {current.size()});
      Shape shape = current.size() == 1 ? Shape.of() : Shape.of(current.size());
      l.publish("y", PublicTensor.Role.OUTPUT, flat, shape);
      check(random, l.finish(), input, x.size(), flat, seed);
    }
  }

  private static void check(
      Random random, LoweredProgram program, int input, int size, QTensor flat, int seed) {
    Circuit circuit = CircuitValidator.validate(Placement.place(program, 12, false));
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(7) - 3L;
    }
    Execution execution = program.run(Map.of(input, values));
    for (long value : execution.of(flat)) {
      assertThat(flat.range().contains(value)).isTrue();
    }
    FixedValues fixed = new FixedValues(program.fixed(), Map.of());
    Checker checker = new Checker(circuit, fixed);
    Witness honest = program.witness(execution);
    Optional<Violation> violation = checker.first(honest);
    assertThat(violation).as("seed %d", seed).isEmpty();
    Map<Integer, long[]> altered = new HashMap<>();
    long[] words = requireNonNull(honest.publicValues().get(0)).clone();
    words[random.nextInt(words.length)]++;
    altered.put(0, words);
    assertThat(checker.first(new Witness(honest.a(), honest.b(), honest.c(), altered))).isPresent();
  }

  private static int[] dims(Random random) {
    int[] dims = new int[1 + random.nextInt(3)];
    for (int k = 0; k < dims.length; k++) {
      dims[k] = 1 + random.nextInt(6);
    }
    return dims;
  }

  private static QTensor step(Random random, Lowering l, QTensor t) {
    return switch (random.nextInt(5)) {
      case 0 -> window(random, l, t);
      case 1 -> Arithmetic.reshape(l, "r", t, reshaped(random, t.size()));
      case 2 -> transposed(random, l, t);
      case 3 -> Arithmetic.sum(l, "s", List.of(t, t), List.of(2L, -1L));
      default -> summed(random, l, t);
    };
  }

  // Strides, offsets, sums over a window, positions outside.
  private static QTensor window(Random random, Lowering l, QTensor t) {
    int[] dims = t.dims();
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      int stride = 1 + random.nextInt(2);
      int start = random.nextInt(4) - 2;
      int step = random.nextInt(4) == 0 ? -stride : stride;
      int taps = 1 + random.nextInt(2);
      dims[axis] = 1 + random.nextInt(5);
      from.add(
          AxisExpression.constant(step < 0 ? t.dim(axis) - 1 + start : start)
              .plus(step, axis, dims[axis])
              .plusSummed(1, axis, taps));
    }
    return Arithmetic.view(l, "w", t, from, dims);
  }

  private static QTensor transposed(Random random, Lowering l, QTensor t) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < t.rank(); axis++) {
      order.add(random.nextInt(axis + 1), axis);
    }
    int[] dims = new int[t.rank()];
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < t.rank(); axis++) {
      int to = order.get(axis);
      dims[to] = t.dim(axis);
      from.add(AxisExpression.axis(to, t.dim(axis)));
    }
    return Arithmetic.view(l, "t", t, from, dims);
  }

  private static QTensor summed(Random random, Lowering l, QTensor t) {
    int[] dims = t.dims();
    int chosen = random.nextInt(dims.length);
    List<AxisExpression> from = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      from.add(
          axis == chosen
              ? AxisExpression.constant(0).plusSummed(1, 0, dims[axis])
              : AxisExpression.axis(axis, dims[axis]));
    }
    dims[chosen] = 1;
    return Arithmetic.view(l, "sum", t, from, dims);
  }

  private static int[] reshaped(Random random, int size) {
    List<Integer> dims = new ArrayList<>();
    int rest = size;
    while (rest > 1) {
      List<Integer> divisors = new ArrayList<>();
      for (int d = 2; d <= rest; d++) {
        if (rest % d == 0) {
          divisors.add(d);
        }
      }
      int next = divisors.get(random.nextInt(divisors.size()));
      dims.add(next);
      rest /= next;
    }
    if (dims.isEmpty() || random.nextBoolean()) {
      dims.add(random.nextInt(dims.size() + 1), 1);
    }
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }
}
