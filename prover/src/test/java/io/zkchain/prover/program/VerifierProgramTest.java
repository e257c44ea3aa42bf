package io.zkchain.prover.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Circuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierProgramTest {
  private static final int CIRCUITS = 60;

  static FrVector randomInputs(ProgramLayout layout, Random random) {
    FrVector in = new FrVector(layout.inputs());
    for (int i = 0; i < in.size(); i++) {
      // 0, 1 and -1 are where simplifications would show.
      int special = random.nextInt(20);
      in.set(i, special < 2 ? Fr.fromLong(special) : Fr.random(random));
    }
    return in;
  }

  @Test
  void everyOutputEqualsEnumeration() {
    for (int seed = 0; seed < CIRCUITS; seed++) {
      Random random = new Random(seed);
      Circuit circuit = RandomCircuits.next(random);
      VerifierProgram program = VerifierProgram.build(circuit);
      FrVector in = randomInputs(program.layout(), random);
      FrVector expected = PlainProgram.evaluate(circuit, in);
      FrVector actual = program.evaluate(in);
      for (int o = 0; o < expected.size(); o++) {
        assertThat(actual.get(o)).as("seed %d output %d", seed, o).isEqualTo(expected.get(o));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sameCircuitGivesSameBytes(long seed) {
    Circuit one = RandomCircuits.next(new Random(seed));
    Circuit two = RandomCircuits.next(new Random(seed));
    Circuit other = RandomCircuits.next(new Random(seed + 100));
    byte[] digest = VerifierProgram.build(one).digest();
    assertThat(VerifierProgram.build(two).digest()).isEqualTo(digest);
    assertThat(VerifierProgram.build(other).digest()).isNotEqualTo(digest);
  }

  @Test
  void everyNodeIsUsedAndComesAfterItsOperands() {
    VerifierProgram program = VerifierProgram.build(RandomCircuits.next(new Random(5)));
    boolean[] used = new boolean[program.size()];
    for (int o = 0; o < program.layout().outputs(); o++) {
      used[program.output(o)] = true;
    }
    for (int i = program.size() - 1; i >= 0; i--) {
      assertThat(used[i]).isTrue();
      Operation operation = program.operation(i);
      if (operation != Operation.CONSTANT && operation != Operation.INPUT) {
        assertThat(program.left(i)).isLessThan(i);
        assertThat(program.right(i)).isLessThan(i);
        used[program.left(i)] = true;
        used[program.right(i)] = true;
      }
    }
  }

  @Test
  void refusesAWrongNumberOfInputs() {
    VerifierProgram program = VerifierProgram.build(RandomCircuits.next(new Random(5)));
    FrVector in = new FrVector(program.layout().inputs() - 1);
    assertThatThrownBy(() -> program.evaluate(in)).isInstanceOf(IllegalArgumentException.class);
  }
}
