package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain integers, of few bits and of many, times elements. */
@ParameterizedClass
@EnumSource(KernelFixture.Kernel.class)
class KernelIntegersTest extends KernelFixture {
  KernelIntegersTest(Kernel tested) {
    super(tested);
  }

  @Test
  void plainIntegers() {
    for (int n : SIZES) {
      long[] v = Samples.longs(n + 1, SEED + n);
      List<BigInteger> plain = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        plain.add(BigInteger.valueOf(v[i + 1]));
      }
      List<BigInteger> a = left(n, SEED + n);
      BigInteger s = left(1, n).getFirst();
      long[] r = new long[4 * n + 8];
      kernel().setLongs(v, 1, r, 4, n);
      check(r, 4, plain);
      kernel().scaleLongs(v, 1, store(List.of(s), 0), 0, r, 4, n);
      check(r, 4, plain.stream().map(s::multiply).toList());
      kernel().innerProductLongs(store(a, 1), 1, v, 1, r, 4, n);
      check(
          r,
          4,
          List.of(
              zip(a, plain, BigInteger::multiply).stream()
                  .reduce(BigInteger.ZERO, BigInteger::add)));
    }
  }

  @Test
  void combinationsOfRowsOfIntegers() {
    for (int n : new int[] {0, 1, 7, 8, 9, 16, 17, 31, 129, 300}) {
      for (int bits : new int[] {1, 8, 15, 24, 26, 27, 63}) {
        int rows = n % 7 + (bits == 24 ? 40 : 2);
        long[][] v = new long[rows][];
        int[] offsets = new int[rows];
        for (int j = 0; j < rows; j++) {
          offsets[j] = j % 3;
          v[j] = integers(n + 3, bits, SEED + 31 * j + n);
        }
        List<BigInteger> w = left(rows, SEED + n);
        List<BigInteger> expected = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          BigInteger sum = BigInteger.ZERO;
          for (int j = 0; j < rows; j++) {
            sum = sum.add(w.get(j).multiply(BigInteger.valueOf(v[j][offsets[j] + i])));
          }
          expected.add(sum);
        }
        long[] r = store(left(n, 1), 1);
        kernel().combineLongs(v, offsets, store(w, 2), 2, r, 1, n);
        check(r, 1, expected);
        assertThat(r[4 * n + 1]).as("limb behind the result").isEqualTo(-1);
      }
    }
  }

  @Test
  void innerProductsWithRowsOfIntegers() {
    for (int n : new int[] {0, 1, 7, 8, 16, 17, 31, 129, 300, 1030}) {
      for (int bits : new int[] {1, 8, 15, 20, 27, 63}) {
        int rows = bits % 8 * 5;
        int step = n + bits % 2;
        long[] v = integers(step * rows + n + 2, bits, SEED + n);
        List<BigInteger> a = left(n, SEED - n);
        List<BigInteger> expected = new ArrayList<>();
        for (int j = 0; j < rows; j++) {
          BigInteger sum = BigInteger.ZERO;
          for (int i = 0; i < n; i++) {
            sum = sum.add(a.get(i).multiply(BigInteger.valueOf(v[2 + j * step + i])));
          }
          expected.add(sum);
        }
        long[] r = store(left(rows, 1), 1);
        kernel().innerProductsLongs(v, 2, step, rows, store(a, 3), 3, n, r, 1);
        check(r, 1, expected);
        assertThat(r[4 * rows + 1]).as("limb behind the result").isEqualTo(-1);
      }
    }
  }

  /** Random integers of up to so many bits and a sign, the extremes first among them. */
  private static long[] integers(int count, int bits, long seed) {
    Random random = new Random(seed);
    long largest = (1L << bits) - 1;
    long[] v = new long[count];
    for (int i = 0; i < count; i++) {
      v[i] =
          switch (random.nextInt(4)) {
            case 0 -> largest;
            case 1 -> -largest - 1;
            default -> random.nextLong() >> 63 - bits;
          };
    }
    return v;
  }
}
