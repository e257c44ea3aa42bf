package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link FieldKernel} must compute of each element by itself, against {@link
 * BigInteger}, at awkward sizes and offsets, in place and not.
 */
@ParameterizedClass
@EnumSource(KernelFixture.Kernel.class)
class KernelElementsTest extends KernelFixture {
  KernelElementsTest(Kernel tested) {
    super(tested);
  }

  private interface Binary {
    void apply(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n);
  }

  private void binary(Binary operation, BinaryOperator<BigInteger> reference) {
    for (int n : SIZES) {
      List<BigInteger> a = left(n, SEED + n);
      List<BigInteger> b = left(n, SEED - n - 1);
      List<BigInteger> expected = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        expected.add(reference.apply(a.get(i), b.get(i)));
      }
      long[] r = new long[4 * n + 5];
      operation.apply(store(a, 1), 1, store(b, 2), 2, r, 5, n);
      check(r, 5, expected);
      long[] inPlace = store(a, 0);
      operation.apply(inPlace, 0, store(b, 0), 0, inPlace, 0, n);
      check(inPlace, 0, expected);
      assertThat(inPlace[4 * n]).as("limb behind the result").isEqualTo(-1);
      long[] second = store(b, 0);
      operation.apply(store(a, 0), 0, second, 0, second, 0, n);
      check(second, 0, expected);
    }
  }

  @Test
  void addition() {
    binary(kernel()::add, BigInteger::add);
  }

  @Test
  void subtraction() {
    binary(kernel()::sub, BigInteger::subtract);
  }

  @Test
  void multiplication() {
    binary(kernel()::mul, BigInteger::multiply);
  }

  @Test
  void multiplicationOfAllSpecialPairs() {
    List<BigInteger> special = Samples.special(p());
    List<BigInteger> a = new ArrayList<>();
    List<BigInteger> b = new ArrayList<>();
    List<BigInteger> expected = new ArrayList<>();
    for (BigInteger x : special) {
      for (BigInteger y : special) {
        a.add(x);
        b.add(y);
        expected.add(x.multiply(y));
      }
    }
    long[] r = new long[4 * a.size()];
    kernel().mul(store(a, 0), 0, store(b, 0), 0, r, 0, a.size());
    check(r, 0, expected);
  }

  @Test
  void negationAndSquaring() {
    for (int n : SIZES) {
      List<BigInteger> a = left(n, SEED + n);
      long[] r = new long[4 * n];
      kernel().negate(store(a, 3), 3, r, 0, n);
      check(r, 0, a.stream().map(BigInteger::negate).toList());
      kernel().square(store(a, 3), 3, r, 0, n);
      check(r, 0, a.stream().map(x -> x.multiply(x)).toList());
    }
  }

  @Test
  void scaling() {
    for (int n : SIZES) {
      for (BigInteger s : left(4, n)) {
        List<BigInteger> a = left(n, SEED + n);
        long[] r = store(a, 0);
        kernel().scale(r, 0, store(List.of(s), 2), 2, r, 0, n);
        check(r, 0, a.stream().map(s::multiply).toList());
        List<BigInteger> start = left(n, SEED + 9);
        long[] sum = store(start, 1);
        kernel().addScaled(store(a, 0), 0, store(List.of(s), 0), 0, sum, 1, n);
        check(sum, 1, zip(start, a, (x, y) -> s.multiply(y).add(x)));
      }
    }
  }

  @Test
  void folding() {
    for (int half : SIZES) {
      List<BigInteger> a = left(half, SEED + half);
      List<BigInteger> b = left(half, SEED - half);
      for (BigInteger s : List.of(BigInteger.ZERO, BigInteger.ONE, left(9, half).get(5))) {
        List<BigInteger> all = new ArrayList<>(a);
        all.addAll(b);
        long[] table = store(all, 2);
        kernel().fold(table, 2, store(List.of(s), 1), 1, table, 2, half);
        check(table, 2, zip(a, b, (x, y) -> y.subtract(x).multiply(s).add(x)));
        long[] v = Samples.longs(2 * half, SEED);
        long[] r = new long[4 * half + 1];
        kernel().foldLongs(v, 3, store(List.of(s), 1), 1, r, 1, half);
        List<BigInteger> expected = new ArrayList<>();
        for (int i = 0; i < half; i++) {
          BigInteger x = BigInteger.valueOf(v[3 + i]);
          expected.add(BigInteger.valueOf(v[3 + half + i]).subtract(x).multiply(s).add(x));
        }
        check(r, 1, expected);
      }
    }
  }

  @Test
  void batchInversionLeavesZeros() {
    for (int n : new int[] {0, 1, 2, 9, 31, 1100, 2048, 2500}) {
      List<BigInteger> a = left(n, SEED + n);
      for (int i = 0; i < n; i += 3) {
        a.set(i, BigInteger.ZERO);
      }
      long[] r = store(a, 1);
      kernel().invert(r, 1, r, 1, n);
      check(r, 1, a.stream().map(x -> x.signum() == 0 ? x : x.modInverse(p())).toList());
    }
  }

  @Test
  void plainLimbsRoundTrip() {
    for (int n : SIZES) {
      List<BigInteger> a = left(n, SEED + n);
      long[] r = store(a, 0);
      kernel().fromMontgomery(r, 0, r, 0, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 4; j++) {
          assertThat(r[4 * i + j]).isEqualTo(a.get(i).shiftRight(64 * j).longValue());
        }
      }
      kernel().toMontgomery(r, 0, r, 0, n);
      check(r, 0, a);
    }
  }

  @Test
  void plainLimbsOfAnyValueAreReduced() {
    long[] top = {-1, -1, -1, -1};
    kernel().toMontgomery(top, 0, top, 0, 1);
    check(top, 0, List.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
  }
}
