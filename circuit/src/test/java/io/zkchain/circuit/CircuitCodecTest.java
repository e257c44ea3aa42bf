package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.circuit.fixture.ToyCircuit;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitCodecTest {
  private final Circuit circuit = ToyCircuit.circuit(true);
  private final byte[] bytes = CircuitCodec.encode(circuit);

  @Test
  void decodesWhatItEncodes() {
    assertThat(CircuitCodec.decode(bytes)).isEqualTo(circuit);
    assertThat(CircuitCodec.encode(ToyCircuit.circuit(true))).isEqualTo(bytes);
  }

  @Test
  void refusesEveryTruncationAndExtension() {
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CircuitCodec.decode(cut)).isInstanceOf(CircuitException.class);
    }
    assertThatThrownBy(() -> CircuitCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("1 bytes follow the end");
  }

  @Test
  void isTotalAndOneToOneOnAlteredBytes() {
    SplittableRandom random = new SplittableRandom(1);
    int[] special = {0, 1, -1, 0x7F, 0x80};
    int decoded = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] altered = bytes.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        int value = random.nextBoolean() ? special[random.nextInt(5)] : random.nextInt(256);
        altered[random.nextInt(altered.length)] = (byte) value;
      }
      try {
        Circuit other = CircuitCodec.decode(altered);
        assertThat(CircuitCodec.encode(other)).isEqualTo(altered);
        decoded++;
      } catch (CircuitException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
    assertThat(decoded).isBetween(1, 19_999);
  }

  @Test
  void hugeCountsCostNoMemory() {
    byte[] altered = bytes.clone();
    // The count of tables follows six 4-byte numbers and one byte.
    Arrays.fill(altered, 25, 29, (byte) 0x7F);
    assertThatThrownBy(() -> CircuitCodec.decode(altered))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("tables needs 2139062143 bytes");
  }

  @Test
  void refusesOtherVersionsByNumber() {
    byte[] altered = bytes.clone();
    altered[7] = 9;
    assertThatThrownBy(() -> CircuitCodec.decode(altered))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("has version 9, this release reads version 1");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        32767,
        32768,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void valuesOfEveryWidth(long value) {
    FixedValues values =
        new FixedValues(Map.of(3, new long[] {value, 0}), Map.of(0, new long[] {-value}));
    byte[] encoded = ValuesCodec.encode(values);
    FixedValues decoded = ValuesCodec.decodeFixedValues(encoded);
    assertThat(decoded.tensor(3)).containsExactly(value, 0);
    assertThat(decoded.table(0)).containsExactly(-value);
    assertThat(ValuesCodec.encode(decoded)).isEqualTo(encoded);
  }

  @Test
  void smallValuesTakeOneByteEach() {
    FixedValues values = new FixedValues(Map.of(0, new long[1000]), Map.of());
    assertThat(ValuesCodec.encode(values)).hasSize(4 + 4 + 9 + 1000 + 4);
  }

  @Test
  void witnessesDecodeToTheSameValues() {
    Witness witness = ToyCircuit.sample(3, true).witness();
    Witness decoded = ValuesCodec.decodeWitness(ValuesCodec.encode(witness));
    assertThat(decoded).usingRecursiveComparison().isEqualTo(witness);
    assertThatThrownBy(() -> ValuesCodec.decodeFixedValues(ValuesCodec.encode(witness)))
        .isInstanceOf(CircuitException.class)
        .hasMessageContaining("does not start with the mark of fixed values");
  }

  @Test
  void valuesCodecIsTotalAndOneToOne() {
    byte[] valid = ValuesCodec.encode(ToyCircuit.sample(3).fixedValues());
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 20_000; round++) {
      byte[] altered = Arrays.copyOf(valid, random.nextInt(valid.length + 3));
      if (altered.length > 0) {
        altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(ValuesCodec.encode(ValuesCodec.decodeFixedValues(altered))).isEqualTo(altered);
      } catch (CircuitException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }
}
