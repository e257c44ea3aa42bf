package io.zkchain.prover.field;

import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.DOUBLES;
import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.field.VectorField.LONGS;

import java.math.BigInteger;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Moves elements between arrays (layout: {@link PrimeField}) and the blocks of {@link VectorField},
 * and adds in blocks. Numbers here are always balanced: limbs 0 to 3 lie in [-2^50, 2^50 + 2^25],
 * so a product of any two stays exact.
 *
 * <p>Reach it only where {@link VectorField} may be reached.
 */
final class VectorElements {
  private static final int LIMBS51 = 5;
  private static final int WORDS = PrimeField.LIMBS * LANES;
  private static final long LIMB_MASK = (1L << 51) - 1;
  private static final long EXPONENT = Double.doubleToRawLongBits(0x1p52);
  private static final double LOW = 0x1.8p52;
  private static final long LOW_BITS = Double.doubleToRawLongBits(LOW);

  /** Words 0 and 1, or 2 and 3, of the elements of two vectors. */
  private static final long[] FIRST_WORDS = pick(i -> i / 2 * 4 + i % 2);

  private static final long[] LAST_WORDS = pick(i -> i / 2 * 4 + 2 + i % 2);
  private static final long[] EVEN = pick(i -> 2 * i);
  private static final long[] ODD = pick(i -> 2 * i + 1);

  /** Inverses of the four above. */
  private static final long[] LOWER_ZIP = pick(i -> i / 2 + i % 2 * LANES);

  private static final long[] UPPER_ZIP = pick(i -> i / 2 + i % 2 * LANES + LANES / 2);
  private static final long[] LOWER_PAIRS = pick(i -> i / 4 * 2 + i % 2 + i / 2 % 2 * LANES);
  private static final long[] UPPER_PAIRS =
      pick(i -> i / 4 * 2 + i % 2 + i / 2 % 2 * LANES + LANES / 2);

  private final double[] modulus = new double[BLOCK]; // balanced limbs, each LANES times
  private final long[] modulusLimbs = new long[BLOCK]; // unsigned limbs
  private final double topReciprocal;

  VectorElements(PrimeField field) {
    BigInteger p = field.modulus();
    topReciprocal = 0x1p204 / p.doubleValue();
    BigInteger rest = p;
    for (int i = 0; i < LIMBS51; i++) {
      long unsigned = p.shiftRight(51 * i).longValue() & LIMB_MASK;
      long digit = rest.longValue() & LIMB_MASK;
      digit -= i < LIMBS51 - 1 && digit >= 1L << 50 ? 1L << 51 : 0;
      Arrays.fill(modulus, i * LANES, (i + 1) * LANES, digit);
      Arrays.fill(modulusLimbs, i * LANES, (i + 1) * LANES, unsigned);
      rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(51);
    }
  }

  /** One call of every kernel of this class and of {@link VectorLongs} on one block. */
  static Runnable rounds() {
    VectorElements elements = new VectorElements(PrimeField.FR);
    VectorLongs integers = new VectorLongs(PrimeField.FR);
    long[] words = new long[WORDS];
    double[] a = new double[BLOCK];
    double[] sums = new double[VectorLongs.SUMS];
    long[][] rows = {words, words};
    int[] offsets = {0, 0};
    return () -> {
      elements.load(words, 0, 1, a, 0, 1);
      elements.add(a, 0, BLOCK, -1, a, 0, BLOCK, a, 0, 1);
      integers.addMultiples(rows, offsets, 0, 2, 0, sums, sums, 1);
      integers.addInnerProducts(words, 0, 0, 1, sums, 1, sums);
      integers.reduce(sums, a, 0, 1);
      elements.store(a, 0, 1, words, 0, 1);
    };
  }

  private static long[] pick(java.util.function.IntUnaryOperator source) {
    long[] indices = new long[LANES];
    Arrays.setAll(indices, i -> source.applyAsInt(i));
    return indices;
  }

  /**
   * Whole blocks of elements into balanced limbs; halved modulo p where {@code halve} is 1, as they
   * are where it is 0. Sizes are below p.
   */
  void load(long[] a, int ao, int halve, double[] r, int ro, int blocks) {
    final LongVector first = LongVector.fromArray(LONGS, FIRST_WORDS, 0);
    final LongVector last = LongVector.fromArray(LONGS, LAST_WORDS, 0);
    final LongVector even = LongVector.fromArray(LONGS, EVEN, 0);
    final LongVector odds = LongVector.fromArray(LONGS, ODD, 0);
    final LongVector mask = LongVector.broadcast(LONGS, LIMB_MASK);
    final LongVector exponent = LongVector.broadcast(LONGS, EXPONENT);
    final DoubleVector unbias = DoubleVector.broadcast(DOUBLES, 0x1p52 + 0x1p50);
    final LongVector shift = LongVector.broadcast(LONGS, halve);
    final LongVector bias = LongVector.broadcast(LONGS, 1L << 50 + halve);
    for (int block = 0; block < blocks; block++) {
      final int in = ao + block * WORDS;
      final int out = ro + block * BLOCK;
      LongVector w0 = LongVector.fromArray(LONGS, a, in);
      LongVector w1 = LongVector.fromArray(LONGS, a, in + LANES);
      LongVector w2 = LongVector.fromArray(LONGS, a, in + 2 * LANES);
      LongVector w3 = LongVector.fromArray(LONGS, a, in + 3 * LANES);
      final LongVector low = first.selectFrom(w0, w1);
      final LongVector high = last.selectFrom(w0, w1);
      w0 = first.selectFrom(w2, w3);
      w2 = last.selectFrom(w2, w3);
      w1 = odds.selectFrom(low, w0);
      w0 = even.selectFrom(low, w0);
      w3 = odds.selectFrom(high, w2);
      w2 = even.selectFrom(high, w2);
      // Odd numbers get p added where they are to be halved; all limbs but the top get a bias.
      final LongVector odd = w0.and(shift).neg();
      LongVector l0 = w0.and(mask).add(bias);
      LongVector l1 = w0.lanewise(VectorOperators.LSHR, 51);
      l1 = l1.or(w1.lanewise(VectorOperators.LSHL, 13)).and(mask).add(bias);
      LongVector l2 = w1.lanewise(VectorOperators.LSHR, 38);
      l2 = l2.or(w2.lanewise(VectorOperators.LSHL, 26)).and(mask).add(bias);
      LongVector l3 = w2.lanewise(VectorOperators.LSHR, 25);
      l3 = l3.or(w3.lanewise(VectorOperators.LSHL, 39)).and(mask).add(bias);
      LongVector l4 = w3.lanewise(VectorOperators.LSHR, 12);
      l0 = l0.add(odd.and(LongVector.fromArray(LONGS, modulusLimbs, 0)));
      l1 = l1.add(odd.and(LongVector.fromArray(LONGS, modulusLimbs, LANES)));
      l2 = l2.add(odd.and(LongVector.fromArray(LONGS, modulusLimbs, 2 * LANES)));
      l3 = l3.add(odd.and(LongVector.fromArray(LONGS, modulusLimbs, 3 * LANES)));
      l4 = l4.add(odd.and(LongVector.fromArray(LONGS, modulusLimbs, 4 * LANES)));
      l1 = l1.add(l0.lanewise(VectorOperators.LSHR, 51));
      l2 = l2.add(l1.lanewise(VectorOperators.LSHR, 51));
      l3 = l3.add(l2.lanewise(VectorOperators.LSHR, 51));
      l4 = l4.add(l3.lanewise(VectorOperators.LSHR, 51));
      l0 = l0.and(mask).lanewise(VectorOperators.LSHR, shift);
      l0 = l0.or(l1.and(shift).lanewise(VectorOperators.LSHL, 50));
      l1 = l1.and(mask).lanewise(VectorOperators.LSHR, shift);
      l1 = l1.or(l2.and(shift).lanewise(VectorOperators.LSHL, 50));
      l2 = l2.and(mask).lanewise(VectorOperators.LSHR, shift);
      l2 = l2.or(l3.and(shift).lanewise(VectorOperators.LSHL, 50));
      l3 = l3.and(mask).lanewise(VectorOperators.LSHR, shift);
      l3 = l3.or(l4.and(shift).lanewise(VectorOperators.LSHL, 50));
      l4 = l4.lanewise(VectorOperators.LSHR, shift);
      l0.or(exponent).reinterpretAsDoubles().sub(unbias).intoArray(r, out);
      l1.or(exponent).reinterpretAsDoubles().sub(unbias).intoArray(r, out + LANES);
      l2.or(exponent).reinterpretAsDoubles().sub(unbias).intoArray(r, out + 2 * LANES);
      l3.or(exponent).reinterpretAsDoubles().sub(unbias).intoArray(r, out + 3 * LANES);
      l4.or(exponent).reinterpretAsDoubles().sub(0x1p52).intoArray(r, out + 4 * LANES);
    }
  }

  /**
   * Whole blocks of {@code factor * s}, canonical, into elements; |factor s| of size at most 4, its
   * limbs below 2^52 in magnitude.
   */
  void store(double[] s, int so, double factor, long[] r, int ro, int blocks) {
    final LongVector lowerZip = LongVector.fromArray(LONGS, LOWER_ZIP, 0);
    final LongVector upperZip = LongVector.fromArray(LONGS, UPPER_ZIP, 0);
    final LongVector lowerPairs = LongVector.fromArray(LONGS, LOWER_PAIRS, 0);
    final LongVector upperPairs = LongVector.fromArray(LONGS, UPPER_PAIRS, 0);
    final LongVector mask = LongVector.broadcast(LONGS, LIMB_MASK);
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector down = DoubleVector.broadcast(DOUBLES, 0x1p-51);
    final DoubleVector up = DoubleVector.broadcast(DOUBLES, -0x1p51);
    for (int block = 0; block < blocks; block++) {
      final int in = so + block * BLOCK;
      final int out = ro + block * WORDS;
      DoubleVector v0 = DoubleVector.fromArray(DOUBLES, s, in).mul(factor);
      DoubleVector v1 = DoubleVector.fromArray(DOUBLES, s, in + LANES).mul(factor);
      DoubleVector v2 = DoubleVector.fromArray(DOUBLES, s, in + 2 * LANES).mul(factor);
      DoubleVector v3 = DoubleVector.fromArray(DOUBLES, s, in + 3 * LANES).mul(factor);
      DoubleVector v4 = DoubleVector.fromArray(DOUBLES, s, in + 4 * LANES).mul(factor);
      final DoubleVector k = v4.mul(topReciprocal).add(low).sub(low).neg();
      v0 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 0), v0);
      v1 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, LANES), v1);
      v2 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 2 * LANES), v2);
      v3 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 3 * LANES), v3);
      v4 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 4 * LANES), v4);
      DoubleVector carry = v0.fma(down, low).sub(low);
      v0 = carry.fma(up, v0);
      v1 = v1.add(carry);
      carry = v1.fma(down, low).sub(low);
      v1 = carry.fma(up, v1);
      v2 = v2.add(carry);
      carry = v2.fma(down, low).sub(low);
      v2 = carry.fma(up, v2);
      v3 = v3.add(carry);
      carry = v3.fma(down, low).sub(low);
      v3 = carry.fma(up, v3);
      v4 = v4.add(carry);
      // As integers in [0, p): borrow upwards, add p to what is negative, carry, cut into words.
      LongVector l0 = v0.add(low).reinterpretAsLongs().sub(LOW_BITS);
      LongVector l1 = v1.add(low).reinterpretAsLongs().sub(LOW_BITS);
      l1 = l1.sub(l0.lanewise(VectorOperators.LSHR, 63));
      LongVector l2 = v2.add(low).reinterpretAsLongs().sub(LOW_BITS);
      l2 = l2.sub(l1.lanewise(VectorOperators.LSHR, 63));
      LongVector l3 = v3.add(low).reinterpretAsLongs().sub(LOW_BITS);
      l3 = l3.sub(l2.lanewise(VectorOperators.LSHR, 63));
      LongVector l4 = v4.add(low).reinterpretAsLongs().sub(LOW_BITS);
      l4 = l4.sub(l3.lanewise(VectorOperators.LSHR, 63));
      final LongVector negative = l4.lanewise(VectorOperators.LSHR, 63).neg();
      l0 = l0.and(mask).add(negative.and(LongVector.fromArray(LONGS, modulusLimbs, 0)));
      l1 = l1.and(mask).add(negative.and(LongVector.fromArray(LONGS, modulusLimbs, LANES)));
      l2 = l2.and(mask).add(negative.and(LongVector.fromArray(LONGS, modulusLimbs, 2 * LANES)));
      l3 = l3.and(mask).add(negative.and(LongVector.fromArray(LONGS, modulusLimbs, 3 * LANES)));
      l4 = l4.add(negative.and(LongVector.fromArray(LONGS, modulusLimbs, 4 * LANES)));
      l1 = l1.add(l0.lanewise(VectorOperators.LSHR, 51));
      l2 = l2.add(l1.lanewise(VectorOperators.LSHR, 51));
      l3 = l3.add(l2.lanewise(VectorOperators.LSHR, 51));
      l4 = l4.add(l3.lanewise(VectorOperators.LSHR, 51));
      l0 = l0.and(mask).or(l1.lanewise(VectorOperators.LSHL, 51));
      l1 = l1.and(mask);
      l2 = l2.and(mask);
      l3 = l3.and(mask);
      l1 = l1.lanewise(VectorOperators.LSHR, 13).or(l2.lanewise(VectorOperators.LSHL, 38));
      l2 = l2.lanewise(VectorOperators.LSHR, 26).or(l3.lanewise(VectorOperators.LSHL, 25));
      l3 = l3.lanewise(VectorOperators.LSHR, 39).or(l4.lanewise(VectorOperators.LSHL, 12));
      final LongVector front = lowerZip.selectFrom(l0, l1);
      final LongVector back = lowerZip.selectFrom(l2, l3);
      l0 = upperZip.selectFrom(l0, l1);
      l2 = upperZip.selectFrom(l2, l3);
      lowerPairs.selectFrom(front, back).intoArray(r, out);
      upperPairs.selectFrom(front, back).intoArray(r, out + LANES);
      lowerPairs.selectFrom(l0, l2).intoArray(r, out + 2 * LANES);
      upperPairs.selectFrom(l0, l2).intoArray(r, out + 3 * LANES);
    }
  }

  /**
   * {@code r = a + factor * b}, of size at most 0.51 and balanced; blocks of a and b follow each
   * other at steps {@code as} and {@code bs}, which may be 0.
   *
   * @param factor a small integer, so that |a + factor b| has size at most 8 and its limbs are
   *     below 2^52
   */
  void add(
      double[] a,
      int ao,
      int as,
      double factor,
      double[] b,
      int bo,
      int bs,
      double[] r,
      int ro,
      int blocks) {
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector down = DoubleVector.broadcast(DOUBLES, 0x1p-51);
    final DoubleVector up = DoubleVector.broadcast(DOUBLES, -0x1p51);
    final DoubleVector times = DoubleVector.broadcast(DOUBLES, factor);
    for (int block = 0; block < blocks; block++) {
      final int x = ao + block * as;
      final int y = bo + block * bs;
      final int out = ro + block * BLOCK;
      DoubleVector v0 = DoubleVector.fromArray(DOUBLES, b, y);
      v0 = v0.fma(times, DoubleVector.fromArray(DOUBLES, a, x));
      DoubleVector v1 = DoubleVector.fromArray(DOUBLES, b, y + LANES);
      v1 = v1.fma(times, DoubleVector.fromArray(DOUBLES, a, x + LANES));
      DoubleVector v2 = DoubleVector.fromArray(DOUBLES, b, y + 2 * LANES);
      v2 = v2.fma(times, DoubleVector.fromArray(DOUBLES, a, x + 2 * LANES));
      DoubleVector v3 = DoubleVector.fromArray(DOUBLES, b, y + 3 * LANES);
      v3 = v3.fma(times, DoubleVector.fromArray(DOUBLES, a, x + 3 * LANES));
      DoubleVector v4 = DoubleVector.fromArray(DOUBLES, b, y + 4 * LANES);
      v4 = v4.fma(times, DoubleVector.fromArray(DOUBLES, a, x + 4 * LANES));
      final DoubleVector k = v4.mul(topReciprocal).add(low).sub(low).neg();
      v0 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 0), v0);
      v1 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, LANES), v1);
      v2 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 2 * LANES), v2);
      v3 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 3 * LANES), v3);
      v4 = k.fma(DoubleVector.fromArray(DOUBLES, modulus, 4 * LANES), v4);
      DoubleVector carry = v0.fma(down, low).sub(low);
      carry.fma(up, v0).intoArray(r, out);
      v1 = v1.add(carry);
      carry = v1.fma(down, low).sub(low);
      carry.fma(up, v1).intoArray(r, out + LANES);
      v2 = v2.add(carry);
      carry = v2.fma(down, low).sub(low);
      carry.fma(up, v2).intoArray(r, out + 2 * LANES);
      v3 = v3.add(carry);
      carry = v3.fma(down, low).sub(low);
      carry.fma(up, v3).intoArray(r, out + 3 * LANES);
      v4.add(carry).intoArray(r, out + 4 * LANES);
    }
  }
}
