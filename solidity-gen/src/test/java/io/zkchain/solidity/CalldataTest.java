package io.zkchain.solidity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.transcript.Keccak256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalldataTest {
  private static Proof proof(long... values) {
    List<BigInteger> list = Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
    byte[] bytes = new byte[33];
    bytes[32] = 0x7f;
    return new Proof(new byte[32], Keccak256.word(0xabcd), list, bytes);
  }

  private static String word(String end) {
    return "0".repeat(64 - end.length()) + end;
  }

  @Test
  void encodesByTheAbi() {
    Calldata calldata = Calldata.ofCounts(List.of(1, 2));
    byte[] call = calldata.submit(proof(1, -1, 258));
    String selector =
        HexFormat.of()
            .formatHex(
                Keccak256.hash(
                    "submit(int256[1],int256[2],bytes32,bytes)"
                        .getBytes(StandardCharsets.US_ASCII)),
                0,
                4);
    assertThat(Calldata.hex(call))
        .isEqualTo(
            "0x"
                + selector
                + word("1")
                + "f".repeat(64)
                + word("102")
                + word("abcd")
                + word("a0") // five words of head
                + word("21") // 33 bytes
                + word("")
                + "7f"
                + "0".repeat(62));
  }

  @Test
  void manyArraysAreOneStruct() {
    assertThat(Calldata.ofCounts(List.of()).signature("verify")).isEqualTo("verify(bytes32,bytes)");
    assertThat(Calldata.ofCounts(List.of(1, 2, 3, 4)).signature("verify"))
        .isEqualTo("verify(int256[1],int256[2],int256[3],int256[4],bytes32,bytes)");
    assertThat(Calldata.ofCounts(List.of(1, 2, 3, 4, 5)).signature("verify"))
        .isEqualTo("verify((int256[1],int256[2],int256[3],int256[4],int256[5]),bytes32,bytes)");
  }

  @Test
  void refusesAnotherNumberOfValues() {
    assertThatThrownBy(() -> Calldata.ofCounts(List.of(2)).verify(proof(1)))
        .hasMessageContaining("the proof has 1 public values, the contract takes 2");
  }
}
