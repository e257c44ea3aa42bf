package io.zkchain.prover.curve;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class G1Test extends GroupContract<G1, Fq> {
  @Override
  G1 generator() {
    return G1.GENERATOR;
  }

  @Override
  G1 infinity() {
    return G1.INFINITY;
  }

  @Override
  List<BigInteger> slow(G1 p) {
    return SlowCurve.of(p);
  }

  @Override
  byte[] encode(G1 p) {
    return p.toBytes();
  }

  @Override
  G1 decode(byte[] bytes, int offset) {
    return G1.fromBytes(bytes, offset);
  }

  /** The double of (1, 2), as the tests of the EVM's ecAdd precompile have it. */
  @Test
  void twiceTheGenerator() {
    String expected =
        "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
            + "15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4";
    assertThat(HexFormat.of().formatHex(G1.GENERATOR.twice().toBytes())).isEqualTo(expected);
  }

  @Test
  void modulusAndOrderFollowFromTheCurvesParameter() {
    assertThat(Fq.MODULUS).isEqualTo(SlowCurve.Q);
    assertThat(Fr.MODULUS).isEqualTo(SlowCurve.R);
  }

  @Test
  void arraysRoundTrip() {
    long[] limbs = new long[3 + G1.LIMBS];
    for (G1 p : List.of(G1.INFINITY, G1.GENERATOR, G1.GENERATOR.mul(Fr.fromLong(-9)))) {
      p.store(limbs, 3);
      assertThat(G1.load(limbs, 3)).isEqualTo(p);
    }
  }

  @Test
  void equalsComparesBothCoordinates() {
    assertThat(G1.GENERATOR).isNotEqualTo(G1.GENERATOR.negate()).isNotEqualTo(G1.INFINITY);
    // (a x, y) with a^3 = 1 is on the curve, too.
    Fq root = Fq.fromLong(3).pow(Fq.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(3)));
    assertThat(root).isNotEqualTo(Fq.ONE);
    G1 sameY = G1.of(G1.GENERATOR.x().mul(root), G1.GENERATOR.y());
    assertThat(sameY).isNotEqualTo(G1.GENERATOR);
    assertThat(G1.GENERATOR.equals((Object) G2.GENERATOR)).isFalse();
  }
}
