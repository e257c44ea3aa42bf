package io.zkchain.solidity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.protocol.ProofLayout;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Integration tests compare the sums with receipts of a chain. */
class VerifierCostTest {
  private final Circuit toy = ToyCircuit.circuit(false);

  @Test
  void countsEveryInstruction() {
    // PUSH1 POP at the ends of v0's life; DUP PUSH1 PUSH2 MLOAD MULMOD SWAP POP
    YulCost cost = YulCost.of("let v0 := 0\n  v0 := mulmod(mload(0x0200), 0x05, p)\n");
    assertThat(cost).isEqualTo(new YulCost(3 + 2 + 3 + 3 + 3 + 3 + 8 + 3 + 2, 3 + 10, 1 + 1));
    // PUSH2 DUP DUP ADD MSTORE
    assertThat(YulCost.of("mstore(0x1234, add(v1, p))")).isEqualTo(new YulCost(15, 7, 0));
    assertThatThrownBy(() -> YulCost.of("mstore(0x20, gas())"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gas");
  }

  @Test
  void sumsItsParts() {
    VerifierCost cost = VerifierCost.of(toy);
    assertThat(cost.proofBytes()).isEqualTo(ProofLayout.of(toy).length());
    assertThat(cost.verification()).containsKeys(SolidityVerifier.SECTIONS.toArray(String[]::new));
    assertThat(cost.verificationGas())
        .isEqualTo(cost.verification().values().stream().mapToLong(Long::longValue).sum());
    assertThat(cost.deployable()).isTrue();
    assertThat(cost.deploymentGas()).isGreaterThan(200L * cost.codeBytes());
  }

  @Test
  void publicValuesPayForTheirBytes() {
    int words = toy.publicWords();
    List<BigInteger> zero = Collections.nCopies(words, BigInteger.ZERO);
    List<BigInteger> negative = Collections.nCopies(words, BigInteger.ONE.negate());
    long difference =
        VerifierCost.of(toy, negative).verificationGas()
            - VerifierCost.of(toy, zero).verificationGas();
    assertThat(difference).isEqualTo(12L * 32 * words);
    assertThat(VerifierCost.of(toy).verificationGas())
        .isBetween(
            VerifierCost.of(toy, zero).verificationGas(),
            VerifierCost.of(toy, negative).verificationGas());
  }

  @Test
  void longDataPayTheFloorPrice() {
    CalldataGas data = new CalldataGas();
    data.bytes(new byte[] {0, 1, 2});
    assertThat(data.gas()).isEqualTo(4 + 16 + 16);
    assertThat(data.floor()).isEqualTo(10 + 40 + 40);
  }
}
