package io.zkchain.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void sizesArePositive(int size) {
    assertThatThrownBy(() -> Shape.of(2, size))
        .isInstanceOf(CircuitException.class)
        .hasMessage("shape [2, " + size + "] has a size below 1");
  }

  @Test
  void volumesAreAtMostTwoToTheThirty() {
    assertThat(Shape.of(1 << 15, 1 << 15).volume()).isEqualTo(1 << 30);
    for (int[] sizes : new int[][] {{(1 << 30) + 1}, {1 << 16, 1 << 16}, {1 << 30, 4, 1 << 30}}) {
      assertThatThrownBy(() -> Shape.of(sizes))
          .isInstanceOf(CircuitException.class)
          .hasMessageContaining("has more than 2^30 cells");
    }
  }
}
