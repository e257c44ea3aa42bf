package io.zkchain.compiler.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class ScaleTest {

  @Test
  void isExact() {
    assertThat(Scale.exactly(0.1).toDouble()).isEqualTo(0.1);
    assertThat(Scale.exactly(0.375).oddPart()).isEqualTo(Scale.exactly(3));
    assertThat(Scale.powerOfTwo(-7).log2()).hasValue(-7);
    assertThat(Scale.powerOfTwo(3).over(9).log2()).isEmpty();
    assertThat(Scale.powerOfTwo(-1000).over(9).toDouble()).isEqualTo(0x1p-1000 / 9);
  }

  @Test
  void commonUnitDividesBoth() {
    Scale ninth = Scale.powerOfTwo(-4).over(9);
    Scale unit = ninth.common(Scale.powerOfTwo(-6));
    assertThat(ninth.multipleOf(unit)).isEqualTo(4);
    assertThat(Scale.powerOfTwo(-6).multipleOf(unit)).isEqualTo(9);
    assertThatThrownBy(() -> unit.multipleOf(ninth)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesWhatIsNotPositive() {
    assertThatThrownBy(() -> new Scale(BigInteger.ZERO, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
