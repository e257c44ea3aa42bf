package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrTest extends FieldContract<Fr> {
  @Override
  BigInteger modulus() {
    return Fr.MODULUS;
  }

  @Override
  Fr of(BigInteger v) {
    return Fr.fromBigInteger(v);
  }

  @Override
  Fr of(long v) {
    return Fr.fromLong(v);
  }

  @Override
  Fr decode(byte[] bytes, int offset) {
    return Fr.fromCanonicalBytes(bytes, offset);
  }

  @Override
  Fr random(Random random) {
    return Fr.random(random);
  }

  @Test
  void hashesAreReduced() {
    byte[] all = new byte[32];
    java.util.Arrays.fill(all, (byte) 0xff);
    BigInteger top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    assertThat(Fr.fromHash(all).toBigInteger()).isEqualTo(top.mod(Fr.MODULUS));
    for (BigInteger v : Samples.mixed(top, 100, 5)) {
      byte[] bytes = new byte[32];
      byte[] raw = v.toByteArray();
      int length = Math.min(32, raw.length);
      System.arraycopy(raw, raw.length - length, bytes, 32 - length, length);
      assertThat(Fr.fromHash(bytes).toBigInteger()).isEqualTo(v.mod(Fr.MODULUS));
    }
    assertThatThrownBy(() -> Fr.fromHash(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
