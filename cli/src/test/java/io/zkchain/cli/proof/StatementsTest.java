package io.zkchain.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.PublicTensor.Role;
import io.zkchain.circuit.Shape;
import io.zkchain.prover.protocol.Proof;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatementsTest {
  /** Tensors of both roles in turn, which only the circuit's order tells apart. */
  private static final Circuit CIRCUIT =
      new Circuit(
          6,
          1,
          1,
          0,
          true,
          List.of(),
          List.of(),
          List.of(
              tensor("y", Role.OUTPUT, 2),
              tensor("x", Role.INPUT, 1),
              tensor("z", Role.OUTPUT, 1),
              tensor("w", Role.INPUT, 2)),
          List.of());

  private static final Proof PROOF =
      new Proof(new byte[32], new byte[32], integers(1, 2, 3, 4, 5, 6), new byte[64]);

  @Test
  void partsInputsFromOutputsAndBack() {
    ProofFile file = Statements.toFile(PROOF, CIRCUIT);
    assertThat(file.publicInputs()).isEqualTo(integers(3, 5, 6));
    assertThat(file.publicOutputs()).isEqualTo(integers(1, 2, 4));
    assertThat(Statements.toProof(file, CIRCUIT)).contains(PROOF);
  }

  @Test
  void refusesInputsShownAsOutputs() {
    ProofFile file =
        ProofFile.of(
            new byte[32], new byte[32], integers(3, 5), integers(6, 1, 2, 4), new byte[64]);
    assertThat(Statements.toProof(file, CIRCUIT)).isEmpty();
    assertThat(Statements.mismatch(file, CIRCUIT))
        .isEqualTo("2 public inputs and 4 public outputs, this key takes 3 and 3");
  }

  private static PublicTensor tensor(String name, Role role, int size) {
    return new PublicTensor(name, role, Shape.of(size));
  }

  private static List<BigInteger> integers(long... values) {
    return LongStream.of(values).mapToObj(BigInteger::valueOf).toList();
  }
}
