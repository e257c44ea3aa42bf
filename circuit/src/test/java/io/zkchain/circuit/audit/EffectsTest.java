package io.zkchain.circuit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Operand;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.Shape;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Tensor;
import io.zkchain.circuit.Term;
import io.zkchain.circuit.Witness;
import io.zkchain.circuit.audit.Effects.Place;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.PlainSums;
import io.zkchain.circuit.fixture.RandomCircuits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EffectsTest {

  /** The moves of all sums, against sums before and after by the plain reference. */
  @Test
  void isTheDifferenceOfTheSums() {
    int moved = 0;
    for (long seed = 0; seed < 100; seed++) {
      Instance made = RandomCircuits.generate(seed, 7);
      SplittableRandom random = new SplittableRandom(seed);
      Effects effects = new Effects(made.circuit(), made.fixedValues(), made.witness());
      for (int round = 0; round < 10; round++) {
        List<Change> changes = changes(made.circuit(), random);
        Map<Place, BigInteger> expected = difference(made, changes);
        assertThat(effects.of(changes, NodeOrder.NEVER))
            .as("seed %d, %s", seed, changes)
            .isEqualTo(expected);
        moved += expected.size();
      }
    }
    assertThat(moved).isGreaterThan(1000);
  }

  /** A unit of a linear cell moves the sum by the factor that is told. */
  @Test
  void tellsTheCellsThatASumReads() {
    Instance made = RandomCircuits.generate(3, 7);
    Effects effects = new Effects(made.circuit(), made.fixedValues(), made.witness());
    for (int r = 0; r < made.circuit().relations().size(); r++) {
      Place place = new Place(r, 0);
      Map<Change, BigInteger> factors = new HashMap<>();
      effects.cellsAt(
          place,
          (cell, index, factor) -> {
            factors.merge(new Change(cell, index, 1), factor, BigInteger::add);
            return true;
          });
      boolean squares =
          made.circuit().relations().get(r).terms().stream()
              .anyMatch(t -> t.x() != null && t.x().equals(t.w()));
      factors.forEach((change, factor) -> {
        BigInteger by =
            effects
                .of(List.of(change), NodeOrder.NEVER)
                .getOrDefault(place, BigInteger.ZERO)
                .subtract(factor);
        assertThat(by.signum() == 0 || squares).isTrue();
      });
    }
  }

  private static List<Change> changes(Circuit circuit, SplittableRandom random) {
    List<Operand> cells = new ArrayList<>();
    for (Tensor tensor : circuit.tensors()) {
      switch (tensor.slot()) {
        case PAIR -> {
          cells.add(new Operand(tensor.id(), Cell.A));
          cells.add(new Operand(tensor.id(), Cell.B));
        }
        case SINGLE -> cells.add(new Operand(tensor.id(), Cell.C));
        case FIXED -> {}
      }
    }
    Map<String, Change> changes = new HashMap<>();
    for (int k = random.nextInt(1, 4); k > 0; k--) {
      Operand cell = cells.get(random.nextInt(cells.size()));
      int index = random.nextInt(circuit.tensors().get(cell.tensor()).shape().volume());
      changes.put(cell + " " + index, new Change(cell, index, random.nextLong(1, 100)));
    }
    return List.copyOf(changes.values());
  }

  private static Map<Place, BigInteger> difference(Instance made, List<Change> changes) {
    Map<Place, BigInteger> out = new HashMap<>();
    for (int r = 0; r < made.circuit().relations().size(); r++) {
      long[] before = sums(made, r, List.of());
      long[] after = sums(made, r, changes);
      for (int y = 0; y < before.length; y++) {
        if (after[y] != before[y]) {
          out.put(new Place(r, y), BigInteger.valueOf(after[y] - before[y]));
        }
      }
    }
    return out;
  }

  private static long[] sums(Instance made, int r, List<Change> changes) {
    Relation relation = made.circuit().relations().get(r);
    long[] sums = new long[relation.shape().volume()];
    for (Term term : relation.terms()) {
      long[] plain =
          PlainSums.of(
              term,
              relation.shape(),
              shape(made, term.x()),
              values(made, term.x(), changes),
              shape(made, term.w()),
              values(made, term.w(), changes));
      for (int y = 0; y < sums.length; y++) {
        sums[y] += plain[y];
      }
    }
    return sums;
  }

  private static @Nullable Shape shape(Instance made, @Nullable Operand operand) {
    return operand == null ? null : made.circuit().tensors().get(operand.tensor()).shape();
  }

  private static long @Nullable [] values(
      Instance made, @Nullable Operand operand, List<Change> changes) {
    if (operand == null) {
      return null;
    }
    Witness witness = made.witness();
    Tensor tensor = made.circuit().tensors().get(operand.tensor());
    long[] values =
        tensor.slot() == Slot.FIXED
            ? made.fixedValues().tensor(operand.tensor()).clone()
            : switch (operand.cell()) {
              case A -> witness.a(operand.tensor()).clone();
              case B -> witness.b(operand.tensor()).clone();
              case C, FIXED -> witness.c(operand.tensor()).clone();
            };
    changes.stream()
        .filter(c -> c.cell().equals(operand))
        .forEach(c -> values[c.index()] += c.by());
    return values;
  }
}
