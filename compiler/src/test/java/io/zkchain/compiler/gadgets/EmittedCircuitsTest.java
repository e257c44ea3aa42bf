package io.zkchain.compiler.gadgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.CircuitValidator;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.LoweringSettings;
import io.zkchain.compiler.lower.Placement;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import io.zkchain.compiler.quantize.ScalePlan;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every circuit that placement and emission give is valid, whatever the shapes. */
class EmittedCircuitsTest {
  private static final int BITS = 8;
  private static final int SHIFT = 5;
  private static final int ROUNDS = 60;

  /** A small graph: one input, one published result. */
  private interface Body {
    QTensor build(Lowering l, QTensor x);
  }

  private static LoweredProgram program(int[] dims, Body body) {
    Lowering l =
        new Lowering(new LoweringSettings(BITS, SHIFT, false, Map.of(), ScalePlan.empty()));
    l.begin("x (input)");
    int buffer = l.input();
    QTensor x =
        l.read(
            l.pair("x", dims, l.identity(), buffer),
            Cell.A,
            "x",
            dims,
            Scale.ONE,
            new Interval(-7, 7));
    l.begin("body (Test)");
    QTensor y = body.build(l, x);
    QTensor flat = Arithmetic.reshape(l, "y", y, new int[] {y.size()});
    l.publish("y", PublicTensor.Role.OUTPUT, flat, y.size() == 1 ? Shape.of() : Shape.of(y.size()));
    return l.finish();
  }

  /** Places at every n that takes the program, and checks an evaluation. */
  private static int check(LoweredProgram program, int elements, Random random) {
    long[] input = random.longs(elements, -7, 8).toArray();
    Witness witness = program.witness(program.run(Map.of(0, input)));
    int placed = 0;
    for (int n = 9; n < 18; n++) {
      Circuit circuit;
      try {
        circuit = Placement.place(program, n, true);
      } catch (IllegalArgumentException e) {
        continue; // does not fit
      }
      CircuitValidator.validate(circuit);
      var checker = new Checker(circuit, GadgetUniqueness.fixedValues(program, circuit));
      assertThat(checker.first(witness)).isEmpty();
      placed++;
    }
    return placed;
  }

  private static QTensor rounded(Lowering l, QTensor x) {
    return Requantise.of(l, x.at(Scale.powerOfTwo(-SHIFT))).input();
  }

  @Test
  void randomShapes() {
    Random random = new Random(5);
    int placed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int rank = random.nextInt(5);
      int[] dims = new int[rank];
      for (int k = 0; k < rank; k++) {
        dims[k] = 1 + random.nextInt(rank > 3 ? 5 : 17);
      }
      int[] reversed = IntStream.range(0, rank).map(k -> dims[rank - 1 - k]).toArray();
      LoweredProgram program =
          program(dims, (l, x) -> rounded(l, Arithmetic.reshape(l, "r", rounded(l, x), reversed)));
      placed += check(program, Arithmetic.volume(dims), random);
    }
    assertThat(placed).isGreaterThan(ROUNDS);
  }

  /** 17 x 17 x 17 needs 15 index bits, more than its cells need rows once its axes are cut. */
  @Test
  void aBoxOfMoreIndexBitsThanRowNumbers() {
    int[] dims = {17, 17, 17};
    LoweredProgram program = program(dims, EmittedCircuitsTest::rounded);
    assertThat(check(program, Arithmetic.volume(dims), new Random(1))).isPositive();
  }

  /** A window along every axis, all padded, over a sum of cells and a constant. */
  @Test
  void paddedWindowsAlongAllAxesOfAConstant() {
    Random random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      int rank = 1 + random.nextInt(4);
      int[] dims = new int[rank];
      int[] out = new int[rank];
      AxisExpression[] from = new AxisExpression[rank];
      for (int k = 0; k < rank; k++) {
        dims[k] = 1 + random.nextInt(3);
        int kernel = 1 + random.nextInt(5);
        int pad = random.nextInt(3);
        out[k] = Math.max(1, dims[k] + 2 * pad - kernel + 1);
        from[k] =
            AxisExpression.constant(-pad).plus(1, k, out[k]).plusSummed(1, (k + 1) % rank, kernel);
      }
      LoweredProgram program =
          program(
              dims,
              (l, x) -> Arithmetic.view(l, "w", Arithmetic.plus(l, "c", x, 3), List.of(from), out));
      check(program, Arithmetic.volume(dims), random);
    }
  }

  @Test
  void aResultThatIsAlwaysZero() {
    LoweredProgram program =
        program(
            new int[] {3}, (l, x) -> Arithmetic.sum(l, "none", List.of(x, x), List.of(1L, -1L)));
    assertThat(check(program, 3, new Random(1))).isPositive();
  }

  /** A clamp of a value of 45 bits would need a sign table of 2^35 rows. */
  @Test
  void aTableThatFitsNoCircuitIsRefusedBeforeItIsMade() {
    Lowering l = new Lowering(new LoweringSettings(BITS, SHIFT, true, Map.of(), ScalePlan.empty()));
    l.begin("clamp (Test)");
    Interval wide = new Interval(-(1L << 44), 1L << 44);
    assertThatThrownBy(() -> l.function("wide", wide, v -> v))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("clamp (Test)");
  }
}
