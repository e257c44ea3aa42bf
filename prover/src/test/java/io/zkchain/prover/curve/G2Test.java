package io.zkchain.prover.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class G2Test extends GroupContract<G2, Fq2> {
  @Override
  G2 generator() {
    return G2.GENERATOR;
  }

  @Override
  G2 infinity() {
    return G2.INFINITY;
  }

  @Override
  List<BigInteger> slow(G2 p) {
    return SlowCurve.of(p);
  }

  @Override
  byte[] encode(G2 p) {
    return p.toBytes();
  }

  @Override
  G2 decode(byte[] bytes, int offset) {
    return G2.fromBytes(bytes, offset);
  }

  @Test
  void generatorIsTheOneOfEip197() {
    assertThat(G2.of(G2.GENERATOR.x(), G2.GENERATOR.y())).isEqualTo(G2.GENERATOR);
  }

  /**
   * The curve over Fq2 has q^2 points or so, of which one in 2q - r is in the group; small x give
   * points outside of it.
   */
  @Test
  void pointsOutsideTheSubgroupAreRefused() {
    int outside = 0;
    Fq2 b = new Fq2(Fq.fromLong(3), Fq.ZERO).mul(new Fq2(Fq.fromLong(9), Fq.ONE).inverse());
    for (int i = 0; i < 12; i++) {
      Fq2 x = new Fq2(Fq.fromLong(i), Fq.ONE);
      Optional<Fq2> y = x.square().mul(x).add(b).sqrt();
      if (y.isPresent()) {
        outside++;
        assertThatThrownBy(() -> G2.of(x, y.get()))
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining("subgroup");
      } else {
        assertThatThrownBy(() -> G2.decompress(x, true)).isInstanceOf(EncodingException.class);
      }
    }
    assertThat(outside).isPositive();
  }

  /** (u^2 x, u^3 y) has order r on an isomorphic curve: its order alone does not tell. */
  @Test
  void pointsOfOrderROnAnotherCurveAreRefused() {
    for (long k : new long[] {2, 3, -1}) {
      Fq2 u = new Fq2(Fq.fromLong(k), Fq.ONE);
      Fq2 x = G2.GENERATOR.x().mul(u.square());
      Fq2 y = G2.GENERATOR.y().mul(u.square()).mul(u);
      assertThatThrownBy(() -> G2.of(x, y))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("is not on the curve of G2");
    }
  }

  @Test
  void decompressionFindsBothRoots() {
    for (long k = 1; k < 6; k++) {
      G2 p = G2.GENERATOR.mul(Fr.fromLong(k));
      G2 larger = p.y().isLarger() ? p : p.negate();
      assertThat(G2.decompress(p.x(), true)).isEqualTo(larger);
      assertThat(G2.decompress(p.x(), false)).isEqualTo(larger.negate());
    }
  }
}
