package io.zkchain.prover.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final byte[] KEY = Keccak256.word(7);
  private static final byte[] CONTEXT = Keccak256.word(9);

  @Test
  void keccakHasTheOriginalPadding() {
    assertThat(HexFormat.of().formatHex(Keccak256.hash()))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(HexFormat.of().formatHex(Keccak256.hash("abc".getBytes(UTF_8))))
        .isEqualTo("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  }

  @Test
  void hashesTheBytesOfTheContract() {
    BigInteger minusOne = Fr.MODULUS.subtract(BigInteger.ONE);
    Transcript transcript = new Transcript(KEY, CONTEXT, List.of(BigInteger.TWO, minusOne));
    byte[] id = Keccak256.hash("zkchain proof protocol 1".getBytes(UTF_8));
    ByteBuffer start = ByteBuffer.allocate(6 * 32);
    start.put(id).put(KEY).put(CONTEXT).put(Keccak256.word(2)).put(Keccak256.word(2));
    start.put(Fr.fromLong(-1).toBytes32());
    byte[] state = Keccak256.hash(start.array());
    assertThat(transcript.challenge(0)).isEqualTo(Fr.fromHash(state));

    byte[] message = ByteBuffer.allocate(64).putLong(5).array();
    transcript.absorb(Phase.SECOND_ROUND, message);
    byte[] next =
        Keccak256.hash(
            ByteBuffer.allocate(128).put(state).put(Keccak256.word(5)).put(message).array());
    assertThat(transcript.challenge(0)).isEqualTo(Fr.fromHash(next));
    byte[] third = Keccak256.hash(ByteBuffer.allocate(64).put(next).put(Keccak256.word(3)).array());
    assertThat(transcript.challenge(3)).isEqualTo(Fr.fromHash(third));
    assertThat(transcript.challenge(3)).isEqualTo(transcript.challenge(3));
  }

  @Test
  void everyPartOfTheStatementCounts() {
    Fr base = new Transcript(KEY, CONTEXT, List.of(BigInteger.ONE)).challenge(0);
    assertThat(new Transcript(CONTEXT, CONTEXT, List.of(BigInteger.ONE)).challenge(0))
        .isNotEqualTo(base);
    assertThat(new Transcript(KEY, KEY, List.of(BigInteger.ONE)).challenge(0)).isNotEqualTo(base);
    assertThat(new Transcript(KEY, CONTEXT, List.of(BigInteger.TWO)).challenge(0))
        .isNotEqualTo(base);
    assertThat(new Transcript(KEY, CONTEXT, List.of()).challenge(0)).isNotEqualTo(base);
  }

  @Test
  void phasesAreSeparated() {
    Transcript first = new Transcript(KEY, CONTEXT, List.of());
    Transcript second = new Transcript(KEY, CONTEXT, List.of());
    first.absorb(Phase.MASK_VALUE, KEY);
    second.absorb(Phase.LAURENT, KEY);
    assertThat(first.challenge(0)).isNotEqualTo(second.challenge(0));
  }

  @Test
  void refusesWhatIsNoWord() {
    assertThatThrownBy(() -> new Transcript(new byte[31], CONTEXT, List.of()))
        .hasMessageContaining("31 bytes");
    assertThatThrownBy(() -> new Transcript(KEY, new byte[33], List.of()))
        .hasMessageContaining("33 bytes");
    assertThatThrownBy(() -> new Transcript(KEY, CONTEXT, List.of(Fr.MODULUS)))
        .hasMessageContaining("not in [0, r)");
    assertThatThrownBy(() -> new Transcript(KEY, CONTEXT, List.of(BigInteger.ONE.negate())))
        .hasMessageContaining("not in [0, r)");
    Transcript transcript = new Transcript(KEY, CONTEXT, List.of());
    assertThatThrownBy(() -> transcript.absorb(Phase.QUOTIENT, new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transcript.absorb(Phase.QUOTIENT, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
