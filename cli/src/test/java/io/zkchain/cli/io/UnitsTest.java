package io.zkchain.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void figuresReadWell() {
    assertThat(Units.bytes(1023)).isEqualTo("1023 B");
    assertThat(Units.bytes(3936)).isEqualTo("3.8 KiB");
    assertThat(Units.bytes(5L << 30)).isEqualTo("5.0 GiB");
    assertThat(Units.millis(999)).isEqualTo("999 ms");
    assertThat(Units.millis(12_345)).isEqualTo("12.35 s");
    assertThat(Units.count(1234567)).isEqualTo("1,234,567");
  }
}
