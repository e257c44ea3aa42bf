package io.zkchain.prover.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fq6 and Fq12 against polynomials in w over Fq2, multiplied term by term with w^6 = xi. */
class TowerTest {
  private static final Random RANDOM = new Random(6);

  private static Fq2 fq2(Random random) {
    return new Fq2(Fq.random(random), Fq.random(random));
  }

  private static Fq6 fq6(Random random) {
    return new Fq6(fq2(random), fq2(random), fq2(random));
  }

  static Fq12 random(Random random) {
    return new Fq12(fq6(random), fq6(random));
  }

  private static Fq2[] coefficients(Fq12 a) {
    return new Fq2[] {a.c0().c0(), a.c1().c0(), a.c0().c1(), a.c1().c1(), a.c0().c2(), a.c1().c2()};
  }

  private static Fq12 fromCoefficients(Fq2[] a) {
    return new Fq12(new Fq6(a[0], a[2], a[4]), new Fq6(a[1], a[3], a[5]));
  }

  private static Fq12 schoolbook(Fq12 a, Fq12 b) {
    Fq2[] x = coefficients(a);
    Fq2[] y = coefficients(b);
    Fq2[] r = {Fq2.ZERO, Fq2.ZERO, Fq2.ZERO, Fq2.ZERO, Fq2.ZERO, Fq2.ZERO};
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        Fq2 product = x[i].mul(y[j]);
        r[(i + j) % 6] = r[(i + j) % 6].add(i + j >= 6 ? product.mulByNonResidue() : product);
      }
    }
    return fromCoefficients(r);
  }

  private static List<Fq12> values() {
    Fq12 sparse = new Fq12(new Fq6(Fq2.ZERO, fq2(RANDOM), Fq2.ZERO), Fq6.ZERO);
    Fq12 w = new Fq12(Fq6.ZERO, Fq6.ONE);
    return List.of(Fq12.ONE, w, sparse, random(RANDOM), random(RANDOM), random(RANDOM));
  }

  @Test
  void products() {
    for (Fq12 a : values()) {
      for (Fq12 b : values()) {
        assertThat(a.mul(b)).isEqualTo(schoolbook(a, b));
      }
      assertThat(a.square()).isEqualTo(schoolbook(a, a));
      assertThat(a.mul(a.inverse())).isEqualTo(Fq12.ONE);
    }
  }

  @Test
  void linesAreSparseElements() {
    Fq2 l0 = fq2(RANDOM);
    Fq2 l1 = fq2(RANDOM);
    Fq12 line = new Fq12(Fq6.ONE, new Fq6(l0, l1, Fq2.ZERO));
    for (Fq12 a : values()) {
      assertThat(a.mulByLine(l0, l1)).isEqualTo(schoolbook(a, line));
    }
  }

  @Test
  void frobeniusIsThePowerQ() {
    Fq12 a = random(RANDOM);
    assertThat(a.frobenius()).isEqualTo(a.pow(Fq.MODULUS));
    Fq12 sixTimes = a;
    for (int i = 0; i < 6; i++) {
      sixTimes = sixTimes.frobenius();
    }
    assertThat(sixTimes).isEqualTo(a.conjugate());
  }
}
