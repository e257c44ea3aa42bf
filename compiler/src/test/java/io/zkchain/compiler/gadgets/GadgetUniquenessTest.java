package io.zkchain.compiler.gadgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GadgetUniquenessTest {

  static List<GadgetCase> gadgets() {
    return GadgetCases.all();
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void everyInputHasExactlyOneAssignment(GadgetCase gadget) {
    GadgetUniqueness kit = new GadgetUniqueness(gadget);
    assertThat(kit.misread()).isEmpty();
    assertThat(kit.counterexample()).isEmpty();
  }

  static List<GadgetCase> mutated() {
    return gadgets().stream().filter(GadgetCase::mutates).toList();
  }

  @ParameterizedTest
  @MethodSource("mutated")
  void everyMutationIsNoticed(GadgetCase gadget) {
    GadgetUniqueness kit = new GadgetUniqueness(gadget);
    List<String> unnoticed = new ArrayList<>();
    List<String> unused = new ArrayList<>(gadget.idle());
    for (Mutation mutation : kit.mutations()) {
      if (gadget.tries(mutation) && kit.counterexample(mutation).isEmpty()) {
        if (gadget.idle().stream().noneMatch(idle -> GadgetCase.names(idle, mutation))) {
          unnoticed.add(mutation.name());
        }
        unused.removeIf(idle -> GadgetCase.names(idle, mutation));
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(unused).as("mutations that are listed as idle, but noticed").isEmpty();
  }

  /** What a case leaves to another is tried there, and must not be excused there. */
  @Test
  void mutationsLeftToAnotherCaseAreNoticedThere() {
    for (GadgetCase gadget : GadgetCases.all()) {
      gadget
          .elsewhere()
          .forEach((mutation, other) -> {
            GadgetCase there =
                GadgetCases.all().stream()
                    .filter(g -> g.toString().equals(other))
                    .findFirst()
                    .get();
            assertThat(there.mutates()).as(other).isTrue();
            assertThat(there.idle()).as(other).doesNotContain(mutation);
            assertThat(new GadgetUniqueness(there).mutations())
                .as(other)
                .anyMatch(m -> there.tries(m) && GadgetCase.names(mutation, m));
          });
    }
  }

  /** Brackets abs(x - 4 q) < 4, as in ezkl: most x have two quotients. */
  @Test
  void aBracketAroundTheQuotientIsSeenToBeAmbiguous() {
    GadgetCase bracket =
        GadgetCase.of("bracket", 4, 2)
            .given("x", -12, 12)
            .lowered((l, in) -> {
              QTensor x = in.getFirst();
              int[] dims = x.dims();
              int quotient = map(l, x, v -> v >> 2);
              int rest = map(l, x, v -> (v & 3) + 3);
              Committed rows = l.pair("q", dims, l.identity(), quotient);
              Committed cells = l.single("r", dims, l.range(7), rest);
              QTensor q = l.read(rows, Cell.A, "q", dims, Scale.ONE, l.domain());
              Interval range = new Interval(0, 6);
              QTensor r = l.read(cells, Cell.C, "r", dims, Scale.ONE, range);
              QTensor sum = Arithmetic.sum(l, "s", List.of(x, q, r), List.of(1L, -4L, -1L));
              l.vanish("s", List.of(Arithmetic.plus(l, "s", sum, 3)));
              return q;
            });
    assertThat(new GadgetUniqueness(bracket).counterexample())
        .hasValueSatisfying(text -> assertThat(text).contains("q[0] ="));
  }

  private static int map(Lowering l, QTensor x, LongUnaryOperator f) {
    return l.compute(
        x.size(), (execution, out) -> Arrays.setAll(out, i -> f.applyAsLong(execution.of(x)[i])));
  }
}
