package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Fq2Test {
  private static List<Fq2> values() {
    List<BigInteger> parts = Samples.mixed(Fq.MODULUS, 8, 12);
    List<Fq2> values = new ArrayList<>(List.of(Fq2.ZERO, Fq2.ONE));
    for (int i = 0; i < parts.size(); i++) {
      values.add(
          new Fq2(
              Fq.fromBigInteger(parts.get(i)),
              Fq.fromBigInteger(parts.get((7 * i + 3) % parts.size()))));
      values.add(new Fq2(Fq.fromBigInteger(parts.get(i)), Fq.ZERO));
      values.add(new Fq2(Fq.ZERO, Fq.fromBigInteger(parts.get(i))));
    }
    return values;
  }

  private static Fq2 schoolbook(Fq2 a, Fq2 b) {
    return new Fq2(
        a.c0().mul(b.c0()).sub(a.c1().mul(b.c1())), a.c0().mul(b.c1()).add(a.c1().mul(b.c0())));
  }

  @Test
  void products() {
    Fq2 nonResidue = new Fq2(Fq.fromLong(9), Fq.ONE);
    for (Fq2 a : values()) {
      for (Fq2 b : values()) {
        assertThat(a.mul(b)).isEqualTo(schoolbook(a, b));
        assertThat(a.add(b).sub(b)).isEqualTo(a);
      }
      assertThat(a.square()).isEqualTo(schoolbook(a, a));
      assertThat(a.twice()).isEqualTo(a.add(a));
      assertThat(a.add(a.negate()).isZero()).isTrue();
      assertThat(a.mulByNonResidue()).isEqualTo(schoolbook(a, nonResidue));
      assertThat(a.mul(a.conjugate()).c1().isZero()).isTrue();
      assertThat(a.scale(Fq.fromLong(5)))
          .isEqualTo(schoolbook(a, new Fq2(Fq.fromLong(5), Fq.ZERO)));
    }
  }

  @Test
  void inverses() {
    for (Fq2 a : values()) {
      if (!a.isZero()) {
        assertThat(a.mul(a.inverse())).isEqualTo(Fq2.ONE);
      }
    }
    assertThatThrownBy(Fq2.ZERO::inverse).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void squareRoots() {
    Fq2 nonResidue = new Fq2(Fq.fromLong(9), Fq.ONE);
    for (Fq2 a : values()) {
      Fq2 square = a.square();
      assertThat(square.sqrt().orElseThrow().square()).isEqualTo(square);
      if (!a.isZero()) {
        assertThat(square.mul(nonResidue).sqrt()).isEmpty();
      }
    }
  }

  @Test
  void exactlyOneOfAPairIsLarger() {
    for (Fq2 a : values()) {
      assertThat(a.isZero() ? !a.isLarger() : a.isLarger() != a.negate().isLarger()).isTrue();
    }
  }
}
