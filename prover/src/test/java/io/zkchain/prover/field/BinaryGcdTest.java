package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryGcdTest {
  private static List<BigInteger> values(BigInteger p) {
    List<BigInteger> values = new ArrayList<>(Samples.mixed(p, 3000, 61));
    for (int k = 1; k < 254; k++) {
      values.add(BigInteger.ONE.shiftLeft(k).mod(p));
      values.add(p.subtract(BigInteger.ONE.shiftLeft(k).mod(p)));
      values.add(BigInteger.ONE.shiftLeft(k).modInverse(p));
      values.add(p.divide(BigInteger.valueOf(k + 1)));
    }
    // The longest chains of a GCD come from neighbours in a sequence like Fibonacci's.
    BigInteger golden = p.multiply(new BigInteger("618033988749894848204586834365638117720"));
    values.add(golden.divide(BigInteger.TEN.pow(39)));
    return values;
  }

  @Test
  void agreesWithBigInteger() {
    for (PrimeField field : List.of(PrimeField.FR, PrimeField.FQ)) {
      BigInteger p = field.modulus();
      for (BigInteger x : values(p)) {
        long[] a = new long[6];
        field.setBigInteger(x, a, 1);
        field.inverse(a, 1, a, 2);
        BigInteger expected = x.signum() == 0 ? x : x.modInverse(p);
        assertThat(field.toBigInteger(a, 2)).as("1 / %s", x).isEqualTo(expected);
      }
    }
  }
}
