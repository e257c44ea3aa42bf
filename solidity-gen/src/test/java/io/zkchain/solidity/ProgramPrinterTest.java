package io.zkchain.solidity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.fixture.RandomCircuits;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.ProofLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The printed program against the one on the JVM, where unreduced sums are largest too. */
class ProgramPrinterTest {
  private static final int POINTS = 6;

  static Stream<Circuit> circuits() {
    return Stream.concat(
        Stream.of(ToyCircuit.circuit(false)),
        LongStream.range(100, 112).mapToObj(s -> RandomCircuits.generate(s, 7).circuit()));
  }

  /** A printed program with its memory. */
  private record Printed(List<String> sources, MemoryMap memory) {
    static Printed of(VerifierProgram program, ProofLayout proof, int operands, int parts) {
      LoweredProgram lowered = LoweredProgram.of(program);
      ProgramSchedule schedule = new ProgramSchedule(lowered, operands, parts);
      MemoryMap whole = new MemoryMap(program.layout(), proof, schedule.slots(), parts, false);
      MemoryMap memory = parts > 1 ? whole.ofPart() : whole;
      List<SourceWriter> out = new ArrayList<>();
      for (int k = 0; k < parts; k++) {
        out.add(new SourceWriter(0));
      }
      ProgramPrinter.print(lowered, schedule, memory, out);
      return new Printed(out.stream().map(SourceWriter::toString).toList(), memory);
    }
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void printedProgramEqualsTheProgram(Circuit circuit) {
    VerifierProgram program = VerifierProgram.build(circuit);
    for (int operands = 4; operands <= 8; operands++) {
      int parts = 1 + operands % 3;
      Printed printed = Printed.of(program, ProofLayout.of(circuit), operands, parts);
      Random random = new Random(operands);
      for (int point = 0; point < POINTS; point++) {
        compare(program, printed, inputs(program, point, random));
      }
    }
  }

  /** All largest residues, all 0, all 1, or a mixture with random ones. */
  private static FrVector inputs(VerifierProgram program, int point, Random random) {
    FrVector in = new FrVector(program.layout().inputs());
    for (int i = 0; i < in.size(); i++) {
      int kind = point < 3 ? point : random.nextInt(5);
      in.set(i, kind < 3 ? Fr.fromLong(kind - 1) : Fr.random(random));
    }
    return in;
  }

  private static void compare(VerifierProgram program, Printed printed, FrVector in) {
    YulInterpreter yul = new YulInterpreter(Fr.MODULUS);
    for (int i = 0; i < in.size(); i++) {
      yul.store(printed.memory().input(i), in.get(i).toBigInteger());
    }
    for (String source : printed.sources()) {
      yul = yul.next(Fr.MODULUS);
      yul.run(source);
    }
    FrVector expected = program.evaluate(in);
    for (int o = 0; o < expected.size(); o++) {
      Fr actual = Fr.fromBigInteger(yul.load(printed.memory().output(o)));
      assertThat(actual).as("output %d", o).isEqualTo(expected.get(o));
    }
  }

  @Test
  void theInterpreterIsStrict() {
    YulInterpreter yul = new YulInterpreter(Fr.MODULUS);
    assertThatThrownBy(() -> yul.run("mstore(0x80, sub(1, 2))")).hasMessageContaining("range");
    String most = "0x" + "f".repeat(64);
    assertThatThrownBy(() -> yul.run("mstore(0x80, add(1, " + most + "))"))
        .hasMessageContaining("range");
    assertThatThrownBy(() -> yul.run("mstore(0x80, mload(0x100))")).hasMessageContaining("never");
    String deep = "add(1, ".repeat(3) + "mod(p, p)" + ")".repeat(3);
    yul.run("mstore(0x80, " + deep + ")");
    String tooDeep = "add(".repeat(16) + "p" + ", 1)".repeat(16);
    assertThatThrownBy(() -> yul.run("mstore(0x80, " + tooDeep + ")"))
        .hasMessageContaining("out of reach");
  }
}
