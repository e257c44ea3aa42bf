package io.zkchain.prover.field;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums of products of elements, up to those whose limbs are the largest. */
@ParameterizedClass
@EnumSource(KernelFixture.Kernel.class)
class KernelSumsTest extends KernelFixture {
  KernelSumsTest(Kernel tested) {
    super(tested);
  }

  @Test
  void sumsOfProducts() {
    for (int n : SIZES) {
      List<BigInteger> a = left(n, SEED + n);
      List<BigInteger> b = left(n, SEED - n);
      List<BigInteger> start = left(n, SEED + 1);
      long[] sum = store(start, 0);
      kernel().addProduct(store(a, 0), 0, store(b, 1), 1, sum, 0, n);
      check(sum, 0, zip(start, zip(a, b, BigInteger::multiply), BigInteger::add));
      long[] r = new long[8];
      kernel().innerProduct(store(a, 0), 0, store(b, 1), 1, r, 4, n);
      check(
          r,
          4,
          List.of(
              zip(a, b, BigInteger::multiply).stream().reduce(BigInteger.ZERO, BigInteger::add)));
      kernel().sum(store(a, 0), 0, r, 4, n);
      check(r, 4, List.of(a.stream().reduce(BigInteger.ZERO, BigInteger::add)));
    }
  }

  @Test
  void innerProductOfLargestElements() {
    int n = 5000; // more than the products that fit eight limbs
    List<BigInteger> a = java.util.Collections.nCopies(n, p().subtract(BigInteger.ONE));
    long[] raw = new long[4 * n];
    for (int i = 0; i < n; i++) { // the largest stored value, p - 1 in Montgomery form
      BigInteger top = p().subtract(BigInteger.ONE);
      for (int j = 0; j < 4; j++) {
        raw[4 * i + j] = top.shiftRight(64 * j).longValue();
      }
    }
    BigInteger x = f().toBigInteger(raw, 0);
    long[] r = new long[4];
    kernel().innerProduct(raw, 0, raw, 0, r, 0, n);
    check(r, 0, List.of(x.multiply(x).multiply(BigInteger.valueOf(n))));
    kernel().innerProduct(store(a, 0), 0, raw, 0, r, 0, n);
    check(r, 0, List.of(x.multiply(BigInteger.valueOf(-n))));
    long[] longs = new long[n];
    for (long v : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1}) {
      java.util.Arrays.fill(longs, v);
      kernel().innerProductLongs(raw, 0, longs, 0, r, 0, n);
      check(r, 0, List.of(x.multiply(BigInteger.valueOf(v)).multiply(BigInteger.valueOf(n))));
    }
  }
}
