package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vector kernels against BigInteger, for both fields. */
class VectorFieldTest {
  private static final Random RANDOM = new Random(1234);

  @BeforeEach
  void needsVectors() {
    assumeTrue(Kernels.vectorLanes() > 0, Kernels::explanation);
  }

  /**
   * Pairs (x, y) of canonical numbers as word blocks: x in words 0 to 3, y in words 4 to 7 of each
   * block.
   */
  private static final class Pairs {
    final PrimeField field;
    final VectorField arithmetic;
    final List<BigInteger> x = new ArrayList<>();
    final List<BigInteger> y = new ArrayList<>();
    final int blocks;
    final long[] words;
    final double[] signs = new double[VectorField.LANES];

    Pairs(PrimeField field) {
      this.field = field;
      this.arithmetic = new VectorField(field);
      List<BigInteger> values = new ArrayList<>(Samples.special(field.modulus()));
      for (int i = 0; i < 5; i++) { // digits at the ties of balanced limbs
        values.add(BigInteger.ONE.shiftLeft(51 * i + (i < 4 ? 50 : 48)));
        values.add(BigInteger.ONE.shiftLeft(51 * i + (i < 4 ? 50 : 48)).subtract(BigInteger.ONE));
      }
      values.add(BigInteger.ONE.shiftLeft(204).subtract(BigInteger.ONE)); // limbs of 51 ones
      values.add(field.modulus().subtract(BigInteger.ONE.shiftLeft(204)));
      for (BigInteger a : values) {
        for (BigInteger b : values) {
          x.add(a);
          y.add(b);
        }
      }
      for (int i = 0; i < 500; i++) {
        x.add(new BigInteger(320, RANDOM).mod(field.modulus()));
        y.add(new BigInteger(320, RANDOM).mod(field.modulus()));
      }
      java.util.Arrays.fill(signs, 1);
      while (x.size() % VectorField.LANES != 0) {
        x.add(BigInteger.ONE);
        y.add(BigInteger.TWO);
      }
      blocks = x.size() / VectorField.LANES;
      words = new long[8 * x.size()];
      for (int i = 0; i < x.size(); i++) {
        put(x.get(i), offset(i));
        put(y.get(i), offset(i) + 4 * VectorField.LANES);
      }
    }

    int offset(int i) {
      return i / VectorField.LANES * step() + i % VectorField.LANES;
    }

    int step() {
      return 8 * VectorField.LANES;
    }

    private void put(BigInteger v, int at) {
      for (int k = 0; k < 4; k++) {
        words[at + k * VectorField.LANES] = v.shiftRight(64 * k).longValue();
      }
    }

    static BigInteger word(long[] words, int at) {
      BigInteger v = BigInteger.ZERO;
      for (int k = 3; k >= 0; k--) {
        v =
            v.shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(words[at + k * VectorField.LANES])));
      }
      return v;
    }

    BigInteger lane(double[] a, int i) {
      long[] plain = new long[4];
      int block = i / VectorField.LANES * VectorField.BLOCK;
      arithmetic.getLane(a, block, i % VectorField.LANES, plain, 0);
      byte[] bytes = new byte[32];
      Bytes.putBigEndian(plain, 0, bytes, 0);
      return new BigInteger(1, bytes);
    }

    /**
     * r = x - y, or with other signs, limb by limb: p - x stands for -x. Limbs of the numbers are
     * unsigned, so those of r come up to 2^52.
     */
    void difference(double[] r, int signOfX, int signOfY) {
      for (int i = 0; i < x.size(); i++) {
        for (int k = 0; k < 5; k++) {
          double limb = signOfX * limb(x.get(i), k) - signOfY * limb(y.get(i), k);
          limb += (signOfY - signOfX) / 2 * limb(field.modulus(), k);
          int block = i / VectorField.LANES * VectorField.BLOCK;
          r[block + k * VectorField.LANES + i % VectorField.LANES] = limb;
        }
      }
    }

    private static double limb(BigInteger v, int k) {
      return v.shiftRight(51 * k).longValue() & (1L << 51) - 1;
    }

    void difference(double[] r) {
      difference(r, 1, 1);
    }

    double[] blockArray() {
      return new double[blocks * VectorField.BLOCK];
    }
  }

  private static List<Pairs> bothFields() {
    return List.of(new Pairs(PrimeField.FR), new Pairs(PrimeField.FQ));
  }

  @Test
  void lanesRoundTrip() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      double[] a = p.blockArray();
      for (int i = 0; i < p.x.size(); i++) {
        long[] plain = new long[4];
        for (int k = 0; k < 4; k++) {
          plain[k] = p.x.get(i).shiftRight(64 * k).longValue();
        }
        field.setLane(
            plain, 0, a, i / VectorField.LANES * VectorField.BLOCK, i % VectorField.LANES);
      }
      for (int i = 0; i < p.x.size(); i++) {
        assertThat(p.lane(a, i)).isEqualTo(p.x.get(i));
      }
    }
  }

  @Test
  void warmsUp() {
    assertThat(VectorWarmUp.run()).isTrue();
  }

  @Test
  void productsOfDifferences() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      BigInteger modulus = p.field.modulus();
      BigInteger radix = BigInteger.ONE.shiftLeft(255).modInverse(modulus);
      double[] d = p.blockArray();
      double[] e = p.blockArray();
      double[] r = p.blockArray();
      int step = VectorField.BLOCK;
      p.difference(d);
      // Other factors: the same differences, last block first.
      field.mul(d, 0, step, d, (p.blocks - 1) * step, -step, r, 0, step, p.blocks);
      field.mul(r, 0, step, r, 0, step, e, 0, step, p.blocks);
      for (int i = 0; i < p.x.size(); i++) {
        int j = (p.blocks - 1 - i / VectorField.LANES) * VectorField.LANES + i % VectorField.LANES;
        BigInteger a = p.x.get(i).subtract(p.y.get(i));
        BigInteger b = p.x.get(j).subtract(p.y.get(j));
        BigInteger product = a.multiply(b).multiply(radix).mod(modulus);
        assertThat(p.lane(d, i)).isEqualTo(a.mod(modulus));
        assertThat(p.lane(r, i)).as("%s * %s", a, b).isEqualTo(product);
        assertThat(p.lane(e, i)).isEqualTo(product.multiply(product).multiply(radix).mod(modulus));
      }
    }
  }

  @Test
  void signs() {
    for (Pairs p : bothFields()) {
      double[] r = p.blockArray();
      for (int[] sign : new int[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}) {
        p.difference(r, sign[0], sign[1]);
        for (int i = 0; i < p.x.size(); i++) {
          BigInteger v = p.x.get(i).multiply(BigInteger.valueOf(sign[0]));
          v = v.subtract(p.y.get(i).multiply(BigInteger.valueOf(sign[1])));
          assertThat(p.lane(r, i)).isEqualTo(v.mod(p.field.modulus()));
        }
      }
    }
  }

  /**
   * Limbs of nearly 2^52 times balanced ones of up to 2^50: the largest products that are exact.
   */
  @Test
  void productsOfSignedDifferencesAndBalancedNumbers() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      BigInteger modulus = p.field.modulus();
      BigInteger radix = BigInteger.ONE.shiftLeft(255).modInverse(modulus);
      int step = VectorField.BLOCK;
      double[] balanced = p.blockArray();
      p.difference(balanced);
      field.mul(
          balanced, 0, step, balanced, (p.blocks - 1) * step, -step, balanced, 0, step, p.blocks);
      double[] d = p.blockArray();
      double[] r = p.blockArray();
      for (int[] sign : new int[][] {{1, -1}, {-1, 1}, {-1, -1}}) {
        p.difference(d, sign[0], sign[1]);
        for (int shift = 0; shift < 40; shift += 3) {
          int rotated = Math.min(shift, p.blocks - 1);
          field.mul(d, rotated * step, step, balanced, 0, step, r, 0, step, p.blocks - rotated);
          for (int i = 0; i < (p.blocks - rotated) * VectorField.LANES; i++) {
            int j = i + rotated * VectorField.LANES;
            BigInteger expected =
                p.lane(d, j).multiply(p.lane(balanced, i)).multiply(radix).mod(modulus);
            assertThat(p.lane(r, i)).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void runningProductsInPlace() {
    Pairs p = new Pairs(PrimeField.FQ);
    VectorField field = new VectorField(p.field);
    BigInteger modulus = p.field.modulus();
    BigInteger radix = BigInteger.ONE.shiftLeft(255).modInverse(modulus);
    double[] a = p.blockArray();
    for (int i = 0; i < p.x.size(); i++) {
      long[] plain = {i + 2, 0, 0, 0};
      field.setLane(plain, 0, a, i / VectorField.LANES * VectorField.BLOCK, i % VectorField.LANES);
    }
    int step = VectorField.BLOCK;
    field.mul(a, 0, step, a, step, step, a, step, step, p.blocks - 1);
    for (int lane = 0; lane < VectorField.LANES; lane++) {
      BigInteger product = BigInteger.valueOf(lane + 2);
      for (int block = 1; block < p.blocks; block++) {
        int i = block * VectorField.LANES + lane;
        product = product.multiply(BigInteger.valueOf(i + 2)).multiply(radix).mod(modulus);
        assertThat(p.lane(a, i)).isEqualTo(product);
      }
    }
  }

  @Test
  void canonicalWords() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      double[] s = p.blockArray();
      int step = VectorField.BLOCK;
      p.difference(s);
      for (int round = 0; round < 3; round++) {
        field.mul(s, 0, step, s, (p.blocks - 1) * step, -step, s, 0, step, p.blocks);
        requireCanonical(p, field, s);
      }
    }
  }

  /** Multiples of p, and their neighbours, in all the ways in which limbs can be balanced. */
  @Test
  void canonicalWordsOfEdges() {
    for (PrimeField prime : List.of(PrimeField.FQ, PrimeField.FR)) {
      Pairs p = new Pairs(prime);
      VectorField field = new VectorField(prime);
      double[] s = p.blockArray();
      List<BigInteger> edges = new ArrayList<>();
      for (int quarters = -6; quarters <= 6; quarters++) {
        BigInteger near = prime.modulus().multiply(BigInteger.valueOf(quarters)).shiftRight(2);
        for (int delta = -2; delta <= 2; delta++) {
          edges.add(near.add(BigInteger.valueOf(delta)));
        }
      }
      for (int i = 0; i < p.x.size(); i++) {
        BigInteger rest = edges.get(i % edges.size());
        for (int limb = 0; limb < 5; limb++) {
          long digit = rest.longValue() & ((1L << 51) - 1);
          // Both 2^50 and -2^50 occur.
          digit -= digit > 1L << 50 || (digit == 1L << 50 && i % 2 == 0) ? 1L << 51 : 0;
          digit = limb == 4 ? rest.longValueExact() : digit;
          int at = i / VectorField.LANES * VectorField.BLOCK + limb * VectorField.LANES;
          s[at + i % VectorField.LANES] = digit;
          rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(51);
        }
      }
      requireCanonical(p, field, s);
    }
  }

  private static void requireCanonical(Pairs p, VectorField field, double[] s) {
    int lanes = VectorField.LANES;
    long[] words = new long[PrimeField.LIMBS * lanes * p.blocks];
    field.pack(s, 0, words, 0, p.blocks);
    for (int i = 0; i < p.x.size(); i++) {
      int at = i / lanes * PrimeField.LIMBS * lanes + i % lanes;
      assertThat(Pairs.word(words, at)).isEqualTo(p.lane(s, i));
    }
  }

  /** The number itself, not its residue; checks that its limbs are balanced. */
  private static BigInteger balanced(double[] a, int block, int lane) {
    BigInteger v = BigInteger.ZERO;
    for (int limb = 4; limb >= 0; limb--) {
      double digit = a[block * VectorField.BLOCK + limb * VectorField.LANES + lane];
      assertThat(Math.abs(digit)).isLessThanOrEqualTo(0x1p50);
      v = v.shiftLeft(51).add(BigInteger.valueOf((long) digit));
    }
    return v;
  }

  private static void randomSigns(double[] signs) {
    for (int i = 0; i < signs.length; i++) {
      signs[i] = RANDOM.nextBoolean() ? 1 : -1;
    }
  }

  @Test
  void pointsToBalancedLimbs() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      double[] signs = new double[p.x.size()];
      randomSigns(signs);
      double[] r = new double[2 * p.blocks * VectorField.BLOCK];
      assertThat(field.unpackPoints(p.words, 0, signs, 0, r, 0, p.blocks)).isTrue();
      for (int i = 0; i < p.x.size(); i++) {
        int block = i / VectorField.LANES;
        int lane = i % VectorField.LANES;
        BigInteger sign = BigInteger.valueOf((long) signs[i]);
        assertThat(balanced(r, 2 * block, lane)).isEqualTo(p.x.get(i));
        assertThat(balanced(r, 2 * block + 1, lane)).isEqualTo(p.y.get(i).multiply(sign));
      }
      for (int block = 0; block < p.blocks; block++) {
        boolean zero = false;
        for (int i = block * VectorField.LANES; i < (block + 1) * VectorField.LANES; i++) {
          zero |= p.x.get(i).signum() == 0 && p.y.get(i).signum() == 0;
        }
        int from = block * p.step();
        assertThat(field.unpackPoints(p.words, from, signs, 0, r, 0, 1)).isEqualTo(zero);
      }
    }
  }

  /** Sums as in the addition of points: products of differences, and coordinates. */
  @Test
  void reductionsToLeastMagnitude() {
    for (Pairs p : bothFields()) {
      VectorField field = new VectorField(p.field);
      BigInteger modulus = p.field.modulus();
      int step = VectorField.BLOCK;
      double[] signs = new double[p.x.size()];
      randomSigns(signs);
      int[] left = new int[p.blocks];
      int[] right = new int[p.blocks];
      for (int k = 0; k < p.blocks; k++) {
        left[k] = 2 * step * k;
        right[k] = 2 * step * ((k + 7) % p.blocks);
      }
      for (int[] factors : new int[][] {{2, 1}, {1, 0}}) {
        for (int shift : new int[] {0, step}) {
          double[] points = new double[2 * p.blocks * step];
          field.unpackPoints(p.words, 0, signs, 0, points, 0, p.blocks);
          double[] s = p.blockArray();
          field.subtract(points, right, left, 0, step, s, 0, p.blocks);
          field.mul(s, 0, step, points, 0, 2 * step, s, 0, step, p.blocks);
          double[] before = s.clone();
          double[] coordinates = points.clone();
          // Blocks one by one, because each overwrites what others read.
          for (int k = 0; k < p.blocks; k++) {
            field.reduce(s, k * step, factors[0], points, left, right, factors[1], k, shift, 1);
            for (int lane = 0; lane < VectorField.LANES; lane++) {
              BigInteger a = balanced(coordinates, (left[k] + shift) / step, lane);
              BigInteger b = balanced(coordinates, (right[k] + shift) / step, lane);
              BigInteger v = balanced(before, k, lane).multiply(BigInteger.valueOf(factors[0]));
              v = v.subtract(a).subtract(b.multiply(BigInteger.valueOf(factors[1])));
              BigInteger reduced = balanced(points, (left[k] + shift) / step, lane);
              assertThat(reduced.subtract(v).mod(modulus)).isEqualTo(BigInteger.ZERO);
              BigInteger limit = modulus.multiply(BigInteger.valueOf(501));
              assertThat(reduced.abs().multiply(BigInteger.valueOf(1000))).isLessThan(limit);
              int at = k * VectorField.LANES + lane;
              assertThat(p.lane(s, at)).isEqualTo(a.subtract(reduced).mod(modulus));
            }
            System.arraycopy(coordinates, left[k], points, left[k], 2 * step);
          }
        }
      }
    }
  }
}
