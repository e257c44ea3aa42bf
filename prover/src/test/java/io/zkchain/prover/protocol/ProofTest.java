package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
  private static final BigInteger LARGEST =
      Fr.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.TWO);

  private static Proof proof(int digest, int context, BigInteger value, int bytes) {
    return new Proof(new byte[digest], new byte[context], List.of(value), new byte[bytes]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void digestAndContextHave32Bytes(int length) {
    assertThatThrownBy(() -> proof(length, 32, BigInteger.ONE, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key digest has " + length + " bytes, not 32");
    assertThatThrownBy(() -> proof(32, length, BigInteger.ONE, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context has " + length + " bytes, not 32");
  }

  /** Otherwise two lists of values would be one list of residues. */
  @Test
  void publicValuesAreTheSignedResidues() {
    for (BigInteger inside : List.of(LARGEST, LARGEST.negate(), BigInteger.ZERO)) {
      BigInteger word = proof(32, 32, inside, 64).publicWords().getFirst();
      assertThat(word).isEqualTo(inside.mod(Fr.MODULUS));
    }
    for (BigInteger outside : List.of(LARGEST.add(BigInteger.ONE), LARGEST.not(), Fr.MODULUS)) {
      assertThatThrownBy(() -> proof(32, 32, outside, 64))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is beyond (r-1)/2 in magnitude");
    }
  }

  @Test
  void equalityCoversEveryPart() {
    byte[] other = new byte[32];
    other[31] = 1;
    List<BigInteger> values = List.of(BigInteger.ONE);
    Proof proof = new Proof(new byte[32], new byte[32], values, new byte[64]);
    assertThat(new Proof(new byte[32], new byte[32], values, new byte[64])).isEqualTo(proof);
    assertThat(new Proof(other, new byte[32], values, new byte[64])).isNotEqualTo(proof);
    assertThat(new Proof(new byte[32], other, values, new byte[64])).isNotEqualTo(proof);
    assertThat(new Proof(new byte[32], new byte[32], List.of(BigInteger.TWO), new byte[64]))
        .isNotEqualTo(proof);
    assertThat(new Proof(new byte[32], new byte[32], values, new byte[32])).isNotEqualTo(proof);
  }

  @Test
  void partsAreCopies() {
    byte[] context = new byte[32];
    Proof proof = new Proof(new byte[32], context, List.of(), new byte[64]);
    context[0] = 1;
    proof.context()[0] = 1;
    proof.keyDigest()[0] = 1;
    proof.bytes()[0] = 1;
    assertThat(proof).isEqualTo(new Proof(new byte[32], new byte[32], List.of(), new byte[64]));
  }
}
