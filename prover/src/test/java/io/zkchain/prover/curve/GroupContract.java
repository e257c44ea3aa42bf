package io.zkchain.prover.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkchain.prover.field.EncodingException;
import io.zkchain.prover.field.FieldElement;
import io.zkchain.prover.field.Fr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The laws of a group of prime order r with a byte encoding, against the textbook's formulas. */
abstract class GroupContract<P extends Point<P, E>, E extends FieldElement<E>> {
  private static final long SEED = 4711;

  abstract P generator();

  abstract P infinity();

  abstract List<BigInteger> slow(P p);

  abstract byte[] encode(P p);

  abstract P decode(byte[] bytes, int offset);

  private static List<BigInteger> scalars() {
    Random random = new Random(SEED);
    BigInteger r = Fr.MODULUS;
    List<BigInteger> scalars =
        new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO));
    for (int k = 3; k < 40; k += 4) {
      scalars.add(BigInteger.valueOf(k));
    }
    scalars.add(r.subtract(BigInteger.ONE));
    scalars.add(r.subtract(BigInteger.TWO));
    scalars.add(r.shiftRight(1));
    scalars.add(BigInteger.ONE.shiftLeft(253));
    for (int i = 0; i < 4; i++) {
      scalars.add(new BigInteger(254, random).mod(r));
    }
    return scalars;
  }

  private List<P> points() {
    return scalars().stream().map(k -> generator().mul(k)).toList();
  }

  @Test
  void multiplesAgreeWithTheTextbook() {
    for (BigInteger k : scalars()) {
      List<BigInteger> expected = SlowCurve.mul(k, slow(generator()));
      assertThat(slow(generator().mul(k))).as("times %s", k).isEqualTo(expected);
      assertThat(generator().mul(Fr.fromBigInteger(k))).isEqualTo(generator().mul(k));
    }
  }

  @Test
  void additionsAgreeWithTheTextbook() {
    for (P a : points()) {
      for (P b : points()) {
        assertThat(slow(a.add(b))).as("%s + %s", a, b).isEqualTo(SlowCurve.add(slow(a), slow(b)));
        assertThat(a.sub(b)).isEqualTo(a.add(b.negate()));
      }
      assertThat(a.twice()).isEqualTo(a.add(a));
      assertThat(a.add(a.negate()).isInfinity()).isTrue();
      assertThat(a.add(infinity())).isEqualTo(a);
      assertThat(infinity().add(a)).isEqualTo(a).hasSameHashCodeAs(a);
    }
  }

  @Test
  void jacobianAdditionIsCompleteForAnyDenominator() {
    Jacobian<E> p =
        generator().jacobian().twice().add(generator().jacobian()); // 3G, z other than 1
    Jacobian<E> q = generator().jacobian().add(generator().jacobian().twice());
    assertThat(generator().affine(p.add(q))).isEqualTo(generator().mul(BigInteger.valueOf(6)));
    assertThat(p.add(q.negate()).isInfinity()).isTrue();
    assertThat(p.add(q.negate()).twice().isInfinity()).isTrue();
    assertThat(generator().affine(p.add(q.negate()).add(q))).isEqualTo(generator().affine(q));
  }

  @Test
  void orderIsR() {
    assertThat(generator().mul(Fr.MODULUS).isInfinity()).isTrue();
    assertThat(generator().mul(Fr.MODULUS.add(BigInteger.ONE))).isEqualTo(generator());
    assertThat(infinity().mul(BigInteger.TEN).isInfinity()).isTrue();
    assertThatThrownBy(() -> generator().mul(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sumsOfMultiples() {
    List<Fr> factors = scalars().stream().map(Fr::fromBigInteger).toList();
    List<P> points = points().reversed();
    P expected = infinity();
    for (int i = 0; i < points.size(); i++) {
      expected = expected.add(points.get(i).mul(factors.get(i)));
    }
    assertThat(infinity().combine(factors, points)).isEqualTo(expected);
    assertThat(infinity().combine(List.of(), List.of()).isInfinity()).isTrue();
    assertThatThrownBy(() -> infinity().combine(List.of(), points))
        .isInstanceOf(IllegalArgumentException.class);
    List<P> opposite = List.of(generator(), generator().negate(), generator());
    assertThat(
            infinity()
                .combine(List.of(Fr.fromLong(7), Fr.fromLong(7), Fr.ZERO), opposite)
                .isInfinity())
        .isTrue();
  }

  @Test
  void encodingRoundTrips() {
    for (P p : points()) {
      byte[] bytes = encode(p);
      byte[] shifted = new byte[bytes.length + 2];
      System.arraycopy(bytes, 0, shifted, 2, bytes.length);
      assertThat(decode(shifted, 2)).isEqualTo(p);
    }
    assertThat(encode(infinity())).containsOnly(0);
  }

  @Test
  void decodingRefusesPointsThatAreNotOnTheCurve() {
    byte[] bytes = encode(generator());
    for (int i = 31; i < bytes.length; i += 32) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> decode(altered, 0))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("curve");
    }
  }

  @Test
  void decodingRefusesCoordinatesThatAreNotBelowQ() {
    byte[] bytes = encode(generator());
    for (int i = 0; i < bytes.length; i += 32) {
      byte[] altered = bytes.clone();
      BigInteger plusQ =
          new BigInteger(1, java.util.Arrays.copyOfRange(bytes, i, i + 32)).add(SlowCurve.Q);
      byte[] raw = plusQ.toByteArray();
      System.arraycopy(raw, 0, altered, i + 32 - raw.length, raw.length);
      assertThatThrownBy(() -> decode(altered, 0))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("modulus");
    }
  }
}
