package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FieldKernel} must compute, against {@link BigInteger}, at awkward sizes and
 * offsets, in place and not.
 */
abstract class KernelContract {
  private static final long SEED = 77;
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 64, 100, 129, 300, 1030
  };

  abstract FieldKernel kernel();

  private PrimeField f() {
    return kernel().field();
  }

  private BigInteger p() {
    return f().modulus();
  }

  /** Special values against each other, then random ones. */
  private List<BigInteger> left(int n, long seed) {
    List<BigInteger> values = Samples.mixed(p(), n, seed);
    java.util.Collections.shuffle(values, new Random(seed));
    return new ArrayList<>(values.subList(0, n));
  }

  private long[] store(List<BigInteger> values, int offset) {
    long[] a = new long[offset + 4 * values.size() + 3];
    java.util.Arrays.fill(a, -1);
    for (int i = 0; i < values.size(); i++) {
      f().setBigInteger(values.get(i), a, offset + 4 * i);
    }
    return a;
  }

  private void check(long[] r, int offset, List<BigInteger> expected) {
    List<BigInteger> actual = new ArrayList<>();
    List<BigInteger> reduced = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(f().isReduced(r, offset + 4 * i)).isTrue();
      actual.add(f().toBigInteger(r, offset + 4 * i));
      reduced.add(expected.get(i).mod(p()));
    }
    assertThat(actual).isEqualTo(reduced);
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

  private static List<BigInteger> zip(
      List<BigInteger> a, List<BigInteger> b, BinaryOperator<BigInteger> f) {
    List<BigInteger> r = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      r.add(f.apply(a.get(i), b.get(i)));
    }
    return r;
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

  @Test
  void tiles() {
    for (int n : new int[] {1, 7, 8, 9, 16, 31, 32}) {
      ElementTile tile = kernel().tile(5, 2);
      List<BigInteger> a = left(n, SEED + n);
      List<BigInteger> b = left(n, SEED - n);
      tile.resize(n);
      tile.load(0, store(a, 1), 1);
      tile.load(1, store(b, 2), 2);
      BiConsumer<Integer, List<BigInteger>> expect =
          (register, values) -> {
            long[] r = store(left(n, 1), 3);
            tile.store(register, r, 3);
            check(r, 3, values);
            assertThat(r[4 * n + 3]).as("limb behind the result").isEqualTo(-1);
          };
      tile.add(2, 0, 1);
      expect.accept(2, zip(a, b, BigInteger::add));
      tile.sub(3, 0, 1);
      expect.accept(3, zip(a, b, BigInteger::subtract));
      tile.mul(4, 2, 3);
      List<BigInteger> product = zip(a, b, (x, y) -> x.multiply(x).subtract(y.multiply(y)));
      expect.accept(4, product);
      tile.mul(4, 4, 4);
      tile.mul(4, 4, 3);
      BinaryOperator<BigInteger> power =
          (x, y) -> x.multiply(x).subtract(y.multiply(y)).pow(2).multiply(x.subtract(y)).mod(p());
      List<BigInteger> last = zip(a, b, power);
      expect.accept(4, last);
      long[] r = new long[4];
      for (int k = 0; k < 3000 / n; k++) {
        tile.addToSum(1, 4);
      }
      tile.clear(0);
      tile.addToSum(1, 0);
      tile.sum(1, r, 0);
      BigInteger once = last.stream().reduce(BigInteger.ZERO, BigInteger::add);
      check(r, 0, List.of(once.multiply(BigInteger.valueOf(3000 / n))));
      tile.sum(0, r, 0);
      check(r, 0, List.of(BigInteger.ZERO));
    }
  }

  /**
   * The same element again and again, as padding rows hold it, of limbs that are as large as they
   * get in vectors, all of one sign: sums of limbs are the largest possible.
   */
  @Test
  void sumsOfManyEqualElements() {
    BigInteger limb = BigInteger.ONE.shiftLeft(50).subtract(BigInteger.ONE);
    for (int signs : new int[] {1, -1}) {
      BigInteger half = p().shiftRight(2).shiftRight(204).shiftLeft(204);
      for (int k = 0; k < 4; k++) {
        half = half.add(limb.multiply(BigInteger.valueOf(signs)).shiftLeft(51 * k));
      }
      long[] raw = new long[4 * ElementTile.SIZE];
      for (int j = 0; j < raw.length; j++) {
        raw[j] = half.shiftLeft(1).shiftRight(64 * (j % 4)).longValue();
      }
      BigInteger x = f().toBigInteger(raw, 0);
      ElementTile tile = kernel().tile(3, 1);
      tile.resize(ElementTile.SIZE);
      tile.load(0, raw, 0);
      tile.clear(1);
      tile.sub(2, 1, 0);
      int rounds = 1 << 12;
      long[] r = new long[4];
      for (int register : new int[] {0, 2}) {
        for (int k = 0; k < rounds; k++) {
          tile.addToSum(0, register);
        }
        tile.sum(0, r, 0);
        long count = register == 0 ? (long) rounds * ElementTile.SIZE : 0; // - x comes on top
        check(r, 0, List.of(x.multiply(BigInteger.valueOf(count))));
      }
      long[] many = new long[4 << 17];
      for (int i = 0; i < many.length; i++) {
        many[i] = raw[i % 4];
      }
      kernel().innerProduct(many, 0, many, 0, r, 0, 1 << 17);
      check(r, 0, List.of(x.multiply(x).multiply(BigInteger.valueOf(1 << 17))));
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
