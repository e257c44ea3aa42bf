package io.zkchain.circuit;

import static io.zkchain.circuit.ToyVariants.TOY;
import static io.zkchain.circuit.ToyVariants.assertRefused;
import static io.zkchain.circuit.ToyVariants.sized;
import static io.zkchain.circuit.ToyVariants.withTensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes and fixed values; the other rules have tests of their own. */
class CircuitValidatorTest {
  @Test
  void acceptsTheToy() {
    assertThat(CircuitValidator.validate(TOY)).isSameAs(TOY);
    assertThat(CircuitValidator.unreadTensors(TOY)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void refuses(String message, Circuit broken) {
    assertRefused(message, broken);
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        arguments("logRows is 5, not in 6..28", sized(5, 2, 1, 1)),
        arguments("logRows is 29, not in 6..28", sized(29, 2, 1, 1)),
        arguments("number of lanes is 0", sized(6, 0, 1, 1)),
        arguments("number of lanes is 4097", sized(6, 4097, 1, 1)),
        arguments("number of table lanes is 0", sized(6, 2, 0, 1)),
        arguments("number of table lanes is 4097", sized(6, 2, 4097, 1)),
        arguments("number of fixed columns is -1", sized(6, 2, 1, -1)),
        arguments("number of fixed columns is 4097", sized(6, 2, 1, 4097)));
  }

  @Test
  void reportsTensorsThatNothingReads() {
    List<Tensor> tensors = new ArrayList<>(TOY.tensors());
    Block block = new Block(1, 8, List.of(new AxisPart(0, 1)));
    tensors.add(new Tensor(8, "spare", "node", Slot.PAIR, Shape.of(2), 3, 0, List.of(block)));
    Circuit circuit = CircuitValidator.validate(withTensors(tensors));
    assertThat(CircuitValidator.unreadTensors(circuit))
        .extracting(Tensor::name)
        .containsExactly("spare");
  }

  @Test
  void fixedValuesHaveToFit() {
    Instance toy = ToyCircuit.sample(1);
    FixedValues good = toy.fixedValues();
    CircuitValidator.validate(toy.circuit(), good);
    refusesValues(
        toy,
        values(good.tensors(), 5, null),
        good.tables(),
        "w1 of node layer1 (Gemm): has no values");
    refusesValues(
        toy, values(good.tensors(), 5, new long[3]), good.tables(), "has 3 values, needs 15");
    refusesValues(
        toy,
        values(good.tensors(), 6, new long[] {0, 0, 8, 0, 0}),
        good.tables(),
        "value 2 is outside the declared range -7..7");
    refusesValues(
        toy,
        values(good.tensors(), 6, new long[] {0, 0, -8, 0, 0}),
        good.tables(),
        "value 2 is outside");
    refusesValues(
        toy, values(good.tensors(), 0, new long[3]), good.tables(), "name unknown tensors");
    refusesValues(
        toy, good.tensors(), values(good.tables(), 0, null), "table relu: has no outputs");
    long[] negative = good.table(0).clone();
    negative[0] = -1;
    refusesValues(
        toy,
        good.tensors(),
        values(good.tables(), 0, negative),
        "value 0 is outside the declared range 0..7");
    refusesValues(
        toy, good.tensors(), values(good.tables(), 2, new long[4]), "name unknown tables");
  }

  private static void refusesValues(
      Instance toy, Map<Integer, long[]> tensors, Map<Integer, long[]> tables, String message) {
    FixedValues values = new FixedValues(tensors, tables);
    assertThatThrownBy(() -> CircuitValidator.validate(toy.circuit(), values))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining(message);
  }

  private static Map<Integer, long[]> values(
      Map<Integer, long[]> map, int key, long @Nullable [] value) {
    Map<Integer, long[]> changed = new HashMap<>(map);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return changed;
  }
}
