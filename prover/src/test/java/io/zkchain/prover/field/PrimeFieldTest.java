package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations that only kernels use, and results that overlap their inputs. */
class PrimeFieldTest {
  private static final List<PrimeField> FIELDS = List.of(PrimeField.FR, PrimeField.FQ);

  @Test
  void negatesIf() {
    for (PrimeField f : FIELDS) {
      for (BigInteger v : Samples.mixed(f.modulus(), 200, 41)) {
        long[] a = new long[9];
        f.setBigInteger(v, a, 0);
        f.negateIf(0, a, 0, a, 5);
        assertThat(f.toBigInteger(a, 5)).isEqualTo(v);
        f.negateIf(-1, a, 0, a, 5);
        assertThat(f.isReduced(a, 5)).isTrue();
        assertThat(f.toBigInteger(a, 5)).isEqualTo(v.negate().mod(f.modulus()));
      }
    }
  }

  @Test
  void resultsMayOverlapInputs() {
    for (PrimeField f : FIELDS) {
      BigInteger p = f.modulus();
      for (BigInteger v : Samples.mixed(p, 50, 42)) {
        for (int shift = -3; shift <= 3; shift++) {
          long[] a = new long[12];
          f.setBigInteger(v, a, 4);
          f.mul(a, 4, a, 4, a, 4 + shift);
          assertThat(f.toBigInteger(a, 4 + shift)).isEqualTo(v.multiply(v).mod(p));
          f.setBigInteger(v, a, 4);
          f.add(a, 4, a, 4, a, 4 + shift);
          assertThat(f.toBigInteger(a, 4 + shift)).isEqualTo(v.shiftLeft(1).mod(p));
          f.setBigInteger(v, a, 4);
          f.negate(a, 4, a, 4 + shift);
          assertThat(f.toBigInteger(a, 4 + shift)).isEqualTo(v.negate().mod(p));
          f.setBigInteger(v, a, 4);
          f.mulLong(a, 4, -77, a, 4 + shift);
          assertThat(f.toBigInteger(a, 4 + shift))
              .isEqualTo(v.multiply(BigInteger.valueOf(-77)).mod(p));
        }
      }
    }
  }
}
