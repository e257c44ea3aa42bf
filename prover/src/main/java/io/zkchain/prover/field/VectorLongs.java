package io.zkchain.prover.field;

import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.DOUBLES;
import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.field.VectorField.LONGS;

import java.math.BigInteger;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums of small integers times elements. An element is cut into ten balanced digits of 26 and 25
 * bits by turns, held as doubles; a product of a digit and a small integer, and a sum of many of
 * them, is exact, so a multiplication takes ten fused multiply-adds and the sums are reduced once.
 *
 * <p>For integers below 2^b in magnitude, up to 2^(26 - b) products may be added up.
 *
 * <p>Reach it only where {@link VectorField} may be reached.
 */
final class VectorLongs {
  /** Digits of an element. */
  static final int DIGITS = 10;

  /** Doubles in a block of sums or of cut elements: digit by digit, {@code LANES} each. */
  static final int SUMS = DIGITS * LANES;

  /** Integers of at least so many bits are left to scalar arithmetic. */
  static final int MAX_BITS = 26;

  private static final double LOW = 0x1.8p52;
  private static final long LOW_BITS = Double.doubleToRawLongBits(LOW);

  private final double[] modulus = new double[DIGITS];
  private final double[] quotient = new double[DIGITS]; // 2^position / p

  VectorLongs(PrimeField field) {
    BigInteger p = field.modulus();
    long[] words = new long[PrimeField.LIMBS];
    for (int i = 0; i < words.length; i++) {
      words[i] = p.shiftRight(64 * i).longValue();
    }
    cut(words, 0, modulus, 0, 1);
    for (int k = 0; k < DIGITS; k++) {
      quotient[k] = Math.scalb(1 / p.doubleValue(), position(k));
    }
  }

  private static int position(int digit) {
    return 51 * (digit / 2) + 26 * (digit % 2);
  }

  /** The digits of four words below 2^255, {@code step} doubles apart. */
  static void cut(long[] words, int wo, double[] r, int ro, int step) {
    long carry = 0;
    for (int k = 0; k < DIGITS; k++) {
      int from = position(k);
      int width = 26 - k % 2;
      int word = wo + from / 64;
      long bits = words[word] >>> from;
      if (from % 64 + width > 64 && word + 1 < wo + PrimeField.LIMBS) {
        bits |= words[word + 1] << -from;
      }
      long digit = (bits & (1L << width) - 1) + carry;
      carry = k < DIGITS - 1 ? digit + (1L << width - 1) >> width : 0;
      r[ro + k * step] = digit - (carry << width);
    }
  }

  /**
   * Adds products to blocks of sums: block k gets {@code sum_j v[j][offsets[j] + at + k * LANES ..]
   * * w_j} for rows {@code from <= j < to}; w_j is cut, its digits at {@code DIGITS * j}.
   */
  void addMultiples(
      long[][] v, int[] offsets, int from, int to, int at, double[] w, double[] sums, int blocks) {
    for (int block = 0; block < blocks; block++) {
      final int s = block * SUMS;
      final int in = at + block * LANES;
      DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, s);
      DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, s + LANES);
      DoubleVector s2 = DoubleVector.fromArray(DOUBLES, sums, s + 2 * LANES);
      DoubleVector s3 = DoubleVector.fromArray(DOUBLES, sums, s + 3 * LANES);
      DoubleVector s4 = DoubleVector.fromArray(DOUBLES, sums, s + 4 * LANES);
      DoubleVector s5 = DoubleVector.fromArray(DOUBLES, sums, s + 5 * LANES);
      DoubleVector s6 = DoubleVector.fromArray(DOUBLES, sums, s + 6 * LANES);
      DoubleVector s7 = DoubleVector.fromArray(DOUBLES, sums, s + 7 * LANES);
      DoubleVector s8 = DoubleVector.fromArray(DOUBLES, sums, s + 8 * LANES);
      DoubleVector s9 = DoubleVector.fromArray(DOUBLES, sums, s + 9 * LANES);
      for (int j = from; j < to; j++) {
        final LongVector bits = LongVector.fromArray(LONGS, v[j], offsets[j] + in).add(LOW_BITS);
        final DoubleVector x = bits.reinterpretAsDoubles().sub(LOW);
        final int d = DIGITS * j;
        s0 = x.fma(DoubleVector.broadcast(DOUBLES, w[d]), s0);
        s1 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 1]), s1);
        s2 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 2]), s2);
        s3 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 3]), s3);
        s4 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 4]), s4);
        s5 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 5]), s5);
        s6 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 6]), s6);
        s7 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 7]), s7);
        s8 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 8]), s8);
        s9 = x.fma(DoubleVector.broadcast(DOUBLES, w[d + 9]), s9);
      }
      s0.intoArray(sums, s);
      s1.intoArray(sums, s + LANES);
      s2.intoArray(sums, s + 2 * LANES);
      s3.intoArray(sums, s + 3 * LANES);
      s4.intoArray(sums, s + 4 * LANES);
      s5.intoArray(sums, s + 5 * LANES);
      s6.intoArray(sums, s + 6 * LANES);
      s7.intoArray(sums, s + 7 * LANES);
      s8.intoArray(sums, s + 8 * LANES);
      s9.intoArray(sums, s + 9 * LANES);
    }
  }

  /**
   * Adds inner products to lanes of sums: lane j, counted over all blocks, gets {@code sum_i v[vo +
   * j * step + i] a_i} for j < rows and the elements a_i of {@code blocks} cut blocks.
   */
  void addInnerProducts(
      long[] v, int vo, int step, int rows, double[] a, int blocks, double[] sums) {
    for (int j = 0; j < rows; j++) {
      final int in = vo + j * step;
      DoubleVector s0 = DoubleVector.zero(DOUBLES);
      DoubleVector s1 = s0;
      DoubleVector s2 = s0;
      DoubleVector s3 = s0;
      DoubleVector s4 = s0;
      DoubleVector s5 = s0;
      DoubleVector s6 = s0;
      DoubleVector s7 = s0;
      DoubleVector s8 = s0;
      DoubleVector s9 = s0;
      for (int block = 0; block < blocks; block++) {
        final LongVector bits = LongVector.fromArray(LONGS, v, in + block * LANES).add(LOW_BITS);
        final DoubleVector x = bits.reinterpretAsDoubles().sub(LOW);
        final int d = block * SUMS;
        s0 = x.fma(DoubleVector.fromArray(DOUBLES, a, d), s0);
        s1 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + LANES), s1);
        s2 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 2 * LANES), s2);
        s3 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 3 * LANES), s3);
        s4 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 4 * LANES), s4);
        s5 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 5 * LANES), s5);
        s6 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 6 * LANES), s6);
        s7 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 7 * LANES), s7);
        s8 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 8 * LANES), s8);
        s9 = x.fma(DoubleVector.fromArray(DOUBLES, a, d + 9 * LANES), s9);
      }
      final int s = j / LANES * SUMS + j % LANES;
      sums[s] += s0.reduceLanes(VectorOperators.ADD);
      sums[s + LANES] += s1.reduceLanes(VectorOperators.ADD);
      sums[s + 2 * LANES] += s2.reduceLanes(VectorOperators.ADD);
      sums[s + 3 * LANES] += s3.reduceLanes(VectorOperators.ADD);
      sums[s + 4 * LANES] += s4.reduceLanes(VectorOperators.ADD);
      sums[s + 5 * LANES] += s5.reduceLanes(VectorOperators.ADD);
      sums[s + 6 * LANES] += s6.reduceLanes(VectorOperators.ADD);
      sums[s + 7 * LANES] += s7.reduceLanes(VectorOperators.ADD);
      sums[s + 8 * LANES] += s8.reduceLanes(VectorOperators.ADD);
      sums[s + 9 * LANES] += s9.reduceLanes(VectorOperators.ADD);
    }
  }

  /**
   * Blocks of sums, of magnitude at most 2^51, modulo p as balanced limbs of size at most 0.51:
   * takes off q p for the integer q next to the value over p, of which the three top digits decide,
   * and carries.
   */
  void reduce(double[] sums, double[] r, int ro, int blocks) {
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector down26 = DoubleVector.broadcast(DOUBLES, 0x1p-26);
    final DoubleVector up26 = DoubleVector.broadcast(DOUBLES, -0x1p26);
    final DoubleVector down25 = DoubleVector.broadcast(DOUBLES, 0x1p-25);
    final DoubleVector up25 = DoubleVector.broadcast(DOUBLES, -0x1p25);
    final DoubleVector join = DoubleVector.broadcast(DOUBLES, 0x1p26);
    for (int block = 0; block < blocks; block++) {
      final int s = block * SUMS;
      final int out = ro + block * BLOCK;
      DoubleVector q = DoubleVector.fromArray(DOUBLES, sums, s + 9 * LANES).mul(quotient[9]);
      DoubleVector t = DoubleVector.fromArray(DOUBLES, sums, s + 8 * LANES);
      q = t.fma(DoubleVector.broadcast(DOUBLES, quotient[8]), q);
      t = DoubleVector.fromArray(DOUBLES, sums, s + 7 * LANES);
      q = t.fma(DoubleVector.broadcast(DOUBLES, quotient[7]), q);
      q = q.add(low).sub(low).neg();
      DoubleVector carry = DoubleVector.zero(DOUBLES);
      for (int k = 0; k < DIGITS - 2; k += 2) {
        DoubleVector x = DoubleVector.fromArray(DOUBLES, sums, s + k * LANES);
        x = q.fma(DoubleVector.broadcast(DOUBLES, modulus[k]), x).add(carry);
        carry = x.fma(down26, low).sub(low);
        x = carry.fma(up26, x);
        t = DoubleVector.fromArray(DOUBLES, sums, s + (k + 1) * LANES);
        t = q.fma(DoubleVector.broadcast(DOUBLES, modulus[k + 1]), t).add(carry);
        carry = t.fma(down25, low).sub(low);
        t = carry.fma(up25, t);
        t.fma(join, x).intoArray(r, out + k / 2 * LANES);
      }
      DoubleVector x = DoubleVector.fromArray(DOUBLES, sums, s + 8 * LANES);
      x = q.fma(DoubleVector.broadcast(DOUBLES, modulus[8]), x).add(carry);
      t = DoubleVector.fromArray(DOUBLES, sums, s + 9 * LANES);
      t = q.fma(DoubleVector.broadcast(DOUBLES, modulus[9]), t);
      t.fma(join, x).intoArray(r, out + 4 * LANES);
    }
  }
}
