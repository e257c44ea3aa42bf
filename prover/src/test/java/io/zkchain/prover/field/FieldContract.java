package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The laws of a prime field's value class, against {@link BigInteger}. */
abstract class FieldContract<E extends PrimeElement<E>> {
  private static final long SEED = 20260101;

  abstract BigInteger modulus();

  abstract E of(BigInteger v);

  abstract E of(long v);

  abstract E decode(byte[] bytes, int offset);

  abstract E random(Random random);

  private BigInteger p() {
    return modulus();
  }

  private List<BigInteger> values() {
    return Samples.mixed(p(), 40, SEED);
  }

  private void same(E actual, BigInteger expected, Object... inputs) {
    assertThat(actual.toBigInteger()).as("inputs %s", List.of(inputs)).isEqualTo(expected.mod(p()));
    assertThat(actual).isEqualTo(of(expected)).hasSameHashCodeAs(of(expected));
  }

  @Test
  void addsSubtractsAndMultipliesLikeIntegers() {
    for (BigInteger a : values()) {
      for (BigInteger b : values()) {
        same(of(a).add(of(b)), a.add(b), a, b);
        same(of(a).sub(of(b)), a.subtract(b), a, b);
        same(of(a).mul(of(b)), a.multiply(b), a, b);
      }
    }
  }

  @Test
  void unaryOperations() {
    for (BigInteger a : values()) {
      same(of(a).negate(), a.negate(), a);
      same(of(a).square(), a.multiply(a), a);
      same(of(a).twice(), a.shiftLeft(1), a);
      same(of(a).pow(0), BigInteger.ONE, a);
      same(of(a).pow(5), a.modPow(BigInteger.valueOf(5), p()), a);
      same(of(a).pow(p().subtract(BigInteger.ONE)), BigInteger.valueOf(a.signum()), a);
      if (a.signum() != 0) {
        same(of(a).inverse(), a.modInverse(p()), a);
      }
    }
  }

  @Test
  void multipliesByPlainIntegers() {
    for (BigInteger a : values()) {
      for (long v : Samples.longs(40, SEED)) {
        same(of(a).mul(v), a.multiply(BigInteger.valueOf(v)), a, v);
        same(of(v), BigInteger.valueOf(v), v);
      }
    }
  }

  @Test
  void zeroHasNoInverse() {
    assertThatThrownBy(() -> of(0).inverse()).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> of(2).pow(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void embedsIntegersOfAnySizeAndSign() {
    BigInteger big = BigInteger.ONE.shiftLeft(700).add(BigInteger.TEN);
    same(of(big), big);
    same(of(big.negate()), big.negate());
    assertThat(of(-5).toSignedBigInteger()).isEqualTo(-5);
    assertThat(of(-5)).hasToString("-5");
    BigInteger half = p().shiftRight(1);
    assertThat(of(half).toSignedBigInteger()).isEqualTo(half);
    assertThat(of(half.add(BigInteger.ONE)).toSignedBigInteger()).isEqualTo(half.negate());
  }

  @Test
  void bytesRoundTrip() {
    for (BigInteger a : values()) {
      byte[] bytes = new byte[40];
      of(a).putBytes32(bytes, 3);
      assertThat(new BigInteger(1, of(a).toBytes32())).isEqualTo(a);
      assertThat(decode(bytes, 3)).isEqualTo(of(a));
    }
  }

  @Test
  void decodingRefusesWhatIsNotBelowTheModulus() {
    BigInteger top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger v :
        List.of(
            p(),
            p().add(BigInteger.ONE),
            p().shiftLeft(1),
            top,
            p().add(BigInteger.ONE.shiftLeft(192)))) {
      byte[] bytes = new byte[32];
      byte[] raw = v.toByteArray();
      int length = Math.min(32, raw.length);
      System.arraycopy(raw, raw.length - length, bytes, 32 - length, length);
      assertThatThrownBy(() -> decode(bytes, 0))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("modulus");
    }
  }

  @Test
  void randomElementsAreReducedAndSpread() {
    Random random = new Random(SEED);
    int high = 0;
    for (int i = 0; i < 400; i++) {
      BigInteger v = random(random).toBigInteger();
      assertThat(v).isLessThan(p());
      high += v.compareTo(p().shiftRight(1)) > 0 ? 1 : 0;
    }
    assertThat(high).isBetween(140, 260);
  }

  @Test
  void differentFieldsAreNeverEqual() {
    assertThat(Fr.ZERO.equals((Object) Fq.ZERO)).isFalse();
  }
}
