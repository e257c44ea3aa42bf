package io.zkchain.prover.msm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class BasesTest {
  private static final List<G1> POINTS =
      List.of(G1.GENERATOR, G1.INFINITY, G1.GENERATOR.mul(Fr.fromLong(-5)));

  @Test
  void holdsPoints() {
    Bases bases = Bases.of(POINTS);
    assertThat(bases.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(bases.get(i)).isEqualTo(POINTS.get(i));
    }
    assertThat(bases.slice(2, 1).get(0)).isEqualTo(POINTS.get(2));
    assertThat(Bases.view(bases.memory()).get(2)).isEqualTo(POINTS.get(2));
    assertThat(bases.memory().isReadOnly()).isTrue();
  }

  @Test
  void refusesWhatIsNotBases() {
    Bases bases = Bases.of(POINTS);
    assertThatThrownBy(() -> bases.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bases.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bases.view(Arena.ofAuto().allocate(100)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bases.view(MemorySegment.ofArray(new long[8])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
