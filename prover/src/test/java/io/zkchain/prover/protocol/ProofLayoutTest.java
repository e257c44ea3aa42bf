package io.zkchain.prover.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofLayoutTest {
  @Test
  void partsFollowEachOther() {
    ProofLayout layout = new ProofLayout(15, 1, 1);
    assertThat(layout.helpers()).isEqualTo(64 * 4);
    assertThat(layout.firstRound(0)).isEqualTo(64 * 8);
    assertThat(layout.firstRound(1) - layout.firstRound(0)).isEqualTo(128);
    assertThat(layout.revealed()).isEqualTo(512 + 15 * 128);
    assertThat(layout.secondRound(0)).isEqualTo(layout.revealed() + 4 * 32);
    assertThat(layout.maskValue()).isEqualTo(layout.secondRound(0) + 15 * 64);
    assertThat(layout.laurent()).isEqualTo(layout.maskValue() + 32);
    assertThat(layout.evaluations()).isEqualTo(layout.laurent() + 64);
    assertThat(layout.quotient()).isEqualTo(layout.evaluations() + 160);
    assertThat(layout.linearQuotient()).isEqualTo(layout.quotient() + 64);
    assertThat(layout.inverse()).isEqualTo(layout.linearQuotient() + 64);
    assertThat(layout.length()).isEqualTo(3936);
  }

  @Test
  void growsWithLanesAndRows() {
    ProofLayout one = new ProofLayout(6, 1, 1);
    // A lane: four points, three revealed values. A table lane: two points, one value. A row bit:
    // six words.
    assertThat(new ProofLayout(6, 2, 1).length() - one.length()).isEqualTo(4 * 64 + 3 * 32);
    assertThat(new ProofLayout(6, 1, 2).length() - one.length()).isEqualTo(2 * 64 + 32);
    assertThat(new ProofLayout(7, 1, 1).length() - one.length()).isEqualTo(6 * 32);
  }
}
