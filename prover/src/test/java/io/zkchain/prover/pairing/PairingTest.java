package io.zkchain.prover.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final Random RANDOM = new Random(31);

  private static Fq12 e(G1 p, G2 q) {
    return Pairing.product(List.of(p), List.of(new PreparedG2(q)));
  }

  @Test
  void isNotDegenerateAndHasOrderR() {
    Fq12 g = e(G1.GENERATOR, G2.GENERATOR);
    assertThat(g).isNotEqualTo(Fq12.ONE);
    assertThat(g.pow(Fr.MODULUS)).isEqualTo(Fq12.ONE);
  }

  @Test
  void isBilinear() {
    Fq12 g = e(G1.GENERATOR, G2.GENERATOR);
    for (long[] ab : new long[][] {{1, 2}, {2, 1}, {-1, 1}, {1, -1}, {7, 9}}) {
      Fr a = Fr.fromLong(ab[0]);
      Fr b = Fr.fromLong(ab[1]);
      assertThat(e(G1.GENERATOR.mul(a), G2.GENERATOR.mul(b)))
          .isEqualTo(g.pow(a.mul(b).toBigInteger()));
    }
    Fr a = Fr.random(RANDOM);
    Fr b = Fr.random(RANDOM);
    assertThat(e(G1.GENERATOR.mul(a), G2.GENERATOR.mul(b)))
        .isEqualTo(g.pow(a.mul(b).toBigInteger()));
    G1 p = G1.GENERATOR.mul(a);
    G1 p2 = G1.GENERATOR.mul(b);
    assertThat(e(p.add(p2), G2.GENERATOR)).isEqualTo(e(p, G2.GENERATOR).mul(e(p2, G2.GENERATOR)));
    G2 q = G2.GENERATOR.mul(b);
    assertThat(e(p, q.add(G2.GENERATOR))).isEqualTo(e(p, q).mul(e(p, G2.GENERATOR)));
  }

  @Test
  void infinityPairsToOne() {
    assertThat(e(G1.INFINITY, G2.GENERATOR)).isEqualTo(Fq12.ONE);
    assertThat(e(G1.GENERATOR, G2.INFINITY)).isEqualTo(Fq12.ONE);
    assertThat(Pairing.productIsOne(List.of(), List.of())).isTrue();
    assertThat(Pairing.productIsOne(List.of(G1.INFINITY), List.of(G2.GENERATOR))).isTrue();
    assertThat(Pairing.productIsOne(List.of(G1.GENERATOR), List.of(G2.GENERATOR))).isFalse();
  }

  @Test
  void productsOfManyPairs() {
    for (int n = 1; n <= 4; n++) {
      List<G1> left = new ArrayList<>();
      List<G2> right = new ArrayList<>();
      Fr log = Fr.ZERO;
      for (int i = 0; i < n; i++) {
        Fr a = Fr.random(RANDOM);
        Fr b = Fr.random(RANDOM);
        left.add(G1.GENERATOR.mul(a));
        right.add(G2.GENERATOR.mul(b));
        log = log.add(a.mul(b));
      }
      assertThat(Pairing.productIsOne(left, right)).isFalse();
      left.add(G1.GENERATOR.mul(log.negate()));
      right.add(G2.GENERATOR);
      assertThat(Pairing.productIsOne(left, right)).isTrue();
      assertThat(Pairing.productIsOnePrepared(left, right.stream().map(PreparedG2::new).toList()))
          .isTrue();
      left.set(0, left.getFirst().add(G1.GENERATOR));
      assertThat(Pairing.productIsOne(left, right)).isFalse();
    }
  }

  @Test
  void everyPointOfG1NeedsItsPointOfG2() {
    assertThatThrownBy(() -> Pairing.productIsOne(List.of(G1.GENERATOR), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The addition chain against the exponent itself. */
  @Test
  void finalExponentiationIsThePower() {
    BigInteger exponent = Fq.MODULUS.pow(12).subtract(BigInteger.ONE).divide(Fr.MODULUS);
    Fq12 f = TowerTest.random(RANDOM);
    assertThat(Pairing.finalExponentiation(f)).isEqualTo(f.pow(exponent));
  }

  @Test
  void loopLengthFollowsFromTheCurvesParameter() {
    BigInteger x = new BigInteger("4965661367192848881");
    assertThat(PreparedG2.LOOP).isEqualTo(x.multiply(BigInteger.valueOf(6)).add(BigInteger.TWO));
  }
}
