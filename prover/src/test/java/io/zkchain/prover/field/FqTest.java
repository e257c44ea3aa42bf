package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FqTest extends FieldContract<Fq> {
  @Override
  BigInteger modulus() {
    return Fq.MODULUS;
  }

  @Override
  Fq of(BigInteger v) {
    return Fq.fromBigInteger(v);
  }

  @Override
  Fq of(long v) {
    return Fq.fromLong(v);
  }

  @Override
  Fq decode(byte[] bytes, int offset) {
    return Fq.fromCanonicalBytes(bytes, offset);
  }

  @Override
  Fq random(Random random) {
    return Fq.random(random);
  }

  @Test
  void squareRoots() {
    int roots = 0;
    for (BigInteger v : Samples.mixed(Fq.MODULUS, 60, 3)) {
      Fq square = Fq.fromBigInteger(v).square();
      assertThat(square.sqrt().orElseThrow().square()).isEqualTo(square);
      Fq x = Fq.fromBigInteger(v);
      roots += x.sqrt().isPresent() ? 1 : 0;
      // -1 is no square, so of x and -x exactly one is, unless x = 0.
      assertThat(x.isZero() || x.sqrt().isPresent() != x.negate().sqrt().isPresent()).isTrue();
    }
    assertThat(roots).isPositive();
  }

  @Test
  void exactlyOneOfAPairIsLarger() {
    assertThat(Fq.ZERO.isLarger()).isFalse();
    assertThat(Fq.ONE.isLarger()).isFalse();
    for (BigInteger v : Samples.mixed(Fq.MODULUS, 20, 4)) {
      Fq x = Fq.fromBigInteger(v);
      assertThat(x.isZero() || x.isLarger() != x.negate().isLarger()).isTrue();
    }
  }
}
