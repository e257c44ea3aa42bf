package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrVectorTest {
  @Test
  void holdsElements() {
    FrVector v = new FrVector(3);
    assertThat(v.isZero(1)).isTrue();
    v.setLong(1, -4);
    v.set(2, Fr.fromLong(9));
    assertThat(v.get(1)).isEqualTo(Fr.fromLong(-4));
    assertThat(v.contentEquals(FrVector.ofLongs(0, -4, 9))).isTrue();
    assertThat(v.contentEquals(FrVector.of(Fr.ZERO, Fr.fromLong(-4), Fr.ONE))).isFalse();
  }

  @Test
  void slicesShareAndCopiesDoNot() {
    FrVector v = FrVector.ofLongs(1, 2, 3, 4);
    FrVector slice = v.slice(1, 2);
    FrVector copy = slice.copy();
    slice.setLong(0, 7);
    assertThat(v.get(1)).isEqualTo(Fr.fromLong(7));
    assertThat(copy.get(0)).isEqualTo(Fr.fromLong(2));
    assertThat(slice.slice(1, 1).offset(0)).isEqualTo(8);
    slice.clear();
    assertThat(v.contentEquals(FrVector.ofLongs(1, 0, 0, 4))).isTrue();
    assertThat(FrVector.wrap(v.limbs(), 12, 1).get(0)).isEqualTo(Fr.fromLong(4));
  }

  @Test
  void refusesIndicesOutside() {
    FrVector v = FrVector.ofLongs(1, 2, 3).slice(1, 1);
    assertThatThrownBy(() -> v.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> v.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> v.slice(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> FrVector.wrap(new long[8], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
