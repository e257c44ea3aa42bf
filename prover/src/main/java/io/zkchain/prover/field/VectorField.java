package io.zkchain.prover.field;

import java.math.BigInteger;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic of one prime field on 4 or 8 elements at a time, with double-precision fused
 * multiply-adds. It links to {@code jdk.incubator.vector}: reach it only after {@link
 * Kernels#vectorLanes} is positive.
 *
 * <p>Inside, a number is five limbs of 51 bits held as doubles, balanced (|limb| <= 2^50) with a
 * signed top limb, and a block is {@code LANES} numbers, limb by limb: {@code x[block * BLOCK +
 * limb * LANES + lane]}. Multiplication divides by 2^255 (Montgomery). Outside, a word block is
 * {@code LANES} numbers of four 64-bit words, word by word: {@code w[word * LANES + lane]}; words
 * are canonical.
 *
 * <p>With H = 1.5 * 2^103 and L = 1.5 * 2^52, {@code h = fma(a, b, H)} and {@code l = fma(a, b, (H
 * + L) - h)} hold the high and the low 51 bits of a product in their mantissas (Emmart 2017), as
 * long as |a b| <= 2^102. The bits of h and l are added to 64-bit columns as integers; what their
 * exponents add up to is known and taken off by the constant that a column starts with.
 *
 * <p>Bounds, in units of p: a product of numbers of size a and b has size at most 0.378 a b + 0.63,
 * so numbers up to 1.6 stay there. A difference of two balanced or of two unsigned numbers may be
 * multiplied as it is.
 */
public final class VectorField {
  /** Limbs per number. */
  private static final int LIMBS51 = 5;

  /** 64-bit words per number. */
  private static final int WORDS = PrimeField.LIMBS;

  /** Vectors of words. */
  public static final VectorSpecies<Long> LONGS =
      Kernels.vectorLanes() == 8 ? LongVector.SPECIES_512 : LongVector.SPECIES_256;

  /** Vectors of limbs. */
  public static final VectorSpecies<Double> DOUBLES =
      Kernels.vectorLanes() == 8 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;

  /** Numbers in a block. */
  public static final int LANES = DOUBLES.length();

  /** Doubles in a block. */
  public static final int BLOCK = LIMBS51 * LANES;

  private static final long LIMB_MASK = (1L << 51) - 1;
  private static final double HIGH = 0x1.8p103;
  private static final double LOW = 0x1.8p52;

  /** Exponent bits of 2^52: or-ing 51 bits into its mantissa makes a double of them. */
  private static final long EXPONENT = Double.doubleToRawLongBits(0x1p52);

  /** Takes 2^52 off again, and the 2^50 that balanced digits carry as their bias. */
  private static final double DIGIT_BIAS = 0x1p52 + 0x1p50;

  private static final long HIGH_BITS = Double.doubleToRawLongBits(HIGH);
  private static final long LOW_BITS = Double.doubleToRawLongBits(LOW);

  /**
   * Keeps columns positive, so that carries need no arithmetic shift (2^62), and balances digits
   * (2^50).
   */
  private static final long COLUMN_BIAS = (1L << 62) + (1L << 50);

  /** What the 2^62 of the column below adds to a column with its carry. */
  private static final long CARRIED_BIAS = 1L << 11;

  private static final long[] COLUMN_STARTS = columnStarts();

  /** Places of the constants in {@link #constants}, in vectors. */
  private static final int M = 0;

  private static final int P = LIMBS51;
  private static final int NEGATIVE_INVERSE = 2 * LIMBS51;
  private static final int TOP_RECIPROCAL = NEGATIVE_INVERSE + 1;
  private static final int CONSTANTS = TOP_RECIPROCAL + 1;

  private final PrimeField field;
  private final double[] constants; // each LANES times
  private final long[] modulusLimbs; // unsigned, each LANES times

  /**
   * 4, the rows of the multiplication's loop. A field, so that the compiler does not know it:
   * unrolled, the loop needs more registers than there are and runs a third slower.
   */
  private final int rows;

  /** For a field. */
  public VectorField(PrimeField field) {
    this.field = field;
    this.rows = LIMBS51 - 1;
    BigInteger p = field.modulus();
    BigInteger radix = BigInteger.ONE.shiftLeft(51);
    BigInteger m = radix.modInverse(p);
    m = m.compareTo(p.shiftRight(1)) > 0 ? m.subtract(p) : m;
    constants = new double[CONSTANTS * LANES];
    setBalanced(M, m);
    setBalanced(P, p);
    BigInteger negativeInverse = p.modInverse(radix).negate().mod(radix);
    boolean large = negativeInverse.testBit(50);
    setAll(
        NEGATIVE_INVERSE,
        (large ? negativeInverse.subtract(radix) : negativeInverse).doubleValue());
    setAll(TOP_RECIPROCAL, 0x1p204 / p.doubleValue());
    modulusLimbs = new long[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      modulusLimbs[i] = p.shiftRight(51 * (i / LANES)).longValue() & LIMB_MASK;
    }
  }

  private void setAll(int place, double value) {
    java.util.Arrays.fill(constants, place * LANES, (place + 1) * LANES, value);
  }

  /** Digits in [-2^50, 2^50 - 1], the top one takes the rest. */
  private void setBalanced(int place, BigInteger value) {
    BigInteger rest = value;
    for (int i = 0; i < LIMBS51; i++) {
      long digit = rest.longValue() & LIMB_MASK;
      digit -= digit >= 1L << 50 ? 1L << 51 : 0;
      digit = i == LIMBS51 - 1 ? rest.longValueExact() : digit;
      setAll(place + i, digit);
      rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(51);
    }
  }

  /**
   * Starts of columns 0 to 9: minus the exponents of all that is added to the column, plus the
   * biases.
   */
  private static long[] columnStarts() {
    long[] exponents = new long[2 * LIMBS51 + 1];
    for (int i = 0; i < LIMBS51; i++) {
      for (int j = 0; j < LIMBS51; j++) {
        exponents[i + j] += LOW_BITS; // a_i b_j
        exponents[i + j + 1] += HIGH_BITS;
        if (i < LIMBS51 - 1) {
          exponents[i + j + 1] += LOW_BITS; // t_i M_j
          exponents[i + j + 2] += HIGH_BITS;
        } else {
          exponents[i + j] += j == 0 ? 0 : LOW_BITS; // q P_j, without the low half of q P_0
          exponents[i + j + 1] += HIGH_BITS;
        }
      }
    }
    long[] starts = new long[2 * LIMBS51];
    for (int k = 0; k < starts.length; k++) {
      starts[k] = COLUMN_BIAS - exponents[k] - (k > 0 ? CARRIED_BIAS : 0);
    }
    int top = starts.length - 1;
    starts[top] += LOW_BITS - COLUMN_BIAS; // the top column is read as a double
    return starts;
  }

  /** One call of every kernel on one block. */
  static Runnable rounds() {
    VectorField f = new VectorField(PrimeField.FQ);
    long[] words = new long[16 * LANES];
    java.util.Arrays.fill(words, 1);
    double[] signs = new double[LANES];
    java.util.Arrays.fill(signs, 1);
    double[] a = new double[BLOCK];
    double[] points = new double[4 * BLOCK];
    int[] left = {0};
    int[] right = {2 * BLOCK};
    return () -> {
      f.unpackPoints(words, 0, signs, 0, points, 0, 1);
      f.subtract(points, right, left, 0, 0, a, 0, 1);
      f.reduce(a, 0, 2, points, left, right, 1, 0, 0, 1);
      f.mul(a, 0, 0, a, 0, 0, a, 0, 0, 1);
      f.pack(a, 0, words, 8 * LANES, 1);
    };
  }

  /** The field. */
  public PrimeField field() {
    return field;
  }

  /**
   * {@code r = a b / 2^255} for {@code blocks} blocks, one after the other: block k of a is at
   * {@code ao + k * as} and so on. A step may be negative or 0, and a result may be an operand of a
   * later block.
   *
   * <p>Rows 0 to 3 take their lowest column's digit t out by adding t M one column higher, where M
   * = 2^-51 mod p; the last row adds q P with Montgomery's q = -t/p mod 2^51. Long and without
   * helpers: vectors must not leave the method, and the compiler inlines no small methods into one
   * that has grown beyond its limit.
   */
  public void mul(
      double[] av,
      int ao,
      int as,
      double[] bv,
      int bo,
      int bs,
      double[] r,
      int ro,
      int rs,
      int blocks) {
    final DoubleVector high = DoubleVector.broadcast(DOUBLES, HIGH);
    final DoubleVector highLow = DoubleVector.broadcast(DOUBLES, HIGH + LOW);
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector bias = DoubleVector.broadcast(DOUBLES, DIGIT_BIAS);
    final LongVector mask = LongVector.broadcast(LONGS, LIMB_MASK);
    final LongVector exponent = LongVector.broadcast(LONGS, EXPONENT);
    final int loop = rows;
    for (int block = 0; block < blocks; block++) {
      final int a0 = ao + block * as;
      final int b = bo + block * bs;
      final DoubleVector b0 = DoubleVector.fromArray(DOUBLES, bv, b);
      final DoubleVector b1 = DoubleVector.fromArray(DOUBLES, bv, b + LANES);
      final DoubleVector b2 = DoubleVector.fromArray(DOUBLES, bv, b + 2 * LANES);
      final DoubleVector b3 = DoubleVector.fromArray(DOUBLES, bv, b + 3 * LANES);
      final DoubleVector b4 = DoubleVector.fromArray(DOUBLES, bv, b + 4 * LANES);
      LongVector c0 = LongVector.broadcast(LONGS, COLUMN_STARTS[0]);
      LongVector c1 = LongVector.broadcast(LONGS, COLUMN_STARTS[1]);
      LongVector c2 = LongVector.broadcast(LONGS, COLUMN_STARTS[2]);
      LongVector c3 = LongVector.broadcast(LONGS, COLUMN_STARTS[3]);
      LongVector c4 = LongVector.broadcast(LONGS, COLUMN_STARTS[4]);
      LongVector c5 = LongVector.broadcast(LONGS, COLUMN_STARTS[5]);
      DoubleVector h;
      for (int i = 0; i < loop; i++) {
        DoubleVector a = DoubleVector.fromArray(DOUBLES, av, a0 + i * LANES);
        h = a.fma(b0, high);
        c0 = c0.add(a.fma(b0, highLow.sub(h)).reinterpretAsLongs());
        c1 = c1.add(h.reinterpretAsLongs());
        h = a.fma(b1, high);
        c1 = c1.add(a.fma(b1, highLow.sub(h)).reinterpretAsLongs());
        c2 = c2.add(h.reinterpretAsLongs());
        h = a.fma(b2, high);
        c2 = c2.add(a.fma(b2, highLow.sub(h)).reinterpretAsLongs());
        c3 = c3.add(h.reinterpretAsLongs());
        h = a.fma(b3, high);
        c3 = c3.add(a.fma(b3, highLow.sub(h)).reinterpretAsLongs());
        c4 = c4.add(h.reinterpretAsLongs());
        h = a.fma(b4, high);
        c4 = c4.add(a.fma(b4, highLow.sub(h)).reinterpretAsLongs());
        c5 = c5.add(h.reinterpretAsLongs());
        DoubleVector t = c0.and(mask).or(exponent).reinterpretAsDoubles().sub(bias);
        c1 = c1.add(c0.lanewise(VectorOperators.LSHR, 51));
        DoubleVector m = DoubleVector.fromArray(DOUBLES, constants, M * LANES);
        h = t.fma(m, high);
        c1 = c1.add(t.fma(m, highLow.sub(h)).reinterpretAsLongs());
        c2 = c2.add(h.reinterpretAsLongs());
        m = DoubleVector.fromArray(DOUBLES, constants, (M + 1) * LANES);
        h = t.fma(m, high);
        c2 = c2.add(t.fma(m, highLow.sub(h)).reinterpretAsLongs());
        c3 = c3.add(h.reinterpretAsLongs());
        m = DoubleVector.fromArray(DOUBLES, constants, (M + 2) * LANES);
        h = t.fma(m, high);
        c3 = c3.add(t.fma(m, highLow.sub(h)).reinterpretAsLongs());
        c4 = c4.add(h.reinterpretAsLongs());
        m = DoubleVector.fromArray(DOUBLES, constants, (M + 3) * LANES);
        h = t.fma(m, high);
        c4 = c4.add(t.fma(m, highLow.sub(h)).reinterpretAsLongs());
        c5 = c5.add(h.reinterpretAsLongs());
        m = DoubleVector.fromArray(DOUBLES, constants, (M + 4) * LANES);
        h = t.fma(m, high);
        c0 = c1;
        c1 = c2;
        c2 = c3;
        c3 = c4;
        c4 = c5.add(t.fma(m, highLow.sub(h)).reinterpretAsLongs());
        c5 = h.reinterpretAsLongs();
      }
      // Columns 4 to 9 are c0 to c5 now; those above 5 did not have their starts yet.
      c2 = c2.add(COLUMN_STARTS[6]);
      c3 = c3.add(COLUMN_STARTS[7]);
      c4 = c4.add(COLUMN_STARTS[8]);
      c5 = c5.add(COLUMN_STARTS[9]);
      DoubleVector a = DoubleVector.fromArray(DOUBLES, av, a0 + 4 * LANES);
      h = a.fma(b0, high);
      c0 = c0.add(a.fma(b0, highLow.sub(h)).reinterpretAsLongs());
      c1 = c1.add(h.reinterpretAsLongs());
      h = a.fma(b1, high);
      c1 = c1.add(a.fma(b1, highLow.sub(h)).reinterpretAsLongs());
      c2 = c2.add(h.reinterpretAsLongs());
      h = a.fma(b2, high);
      c2 = c2.add(a.fma(b2, highLow.sub(h)).reinterpretAsLongs());
      c3 = c3.add(h.reinterpretAsLongs());
      h = a.fma(b3, high);
      c3 = c3.add(a.fma(b3, highLow.sub(h)).reinterpretAsLongs());
      c4 = c4.add(h.reinterpretAsLongs());
      h = a.fma(b4, high);
      c4 = c4.add(a.fma(b4, highLow.sub(h)).reinterpretAsLongs());
      c5 = c5.add(h.reinterpretAsLongs());
      DoubleVector t = c0.and(mask).or(exponent).reinterpretAsDoubles().sub(bias);
      c1 = c1.add(c0.lanewise(VectorOperators.LSHR, 51));
      DoubleVector inverse = DoubleVector.fromArray(DOUBLES, constants, NEGATIVE_INVERSE * LANES);
      h = t.fma(inverse, high);
      DoubleVector q = t.fma(inverse, high.sub(h));
      c1 =
          c1.add(
              q.fma(DoubleVector.fromArray(DOUBLES, constants, P * LANES), high)
                  .reinterpretAsLongs());
      DoubleVector p = DoubleVector.fromArray(DOUBLES, constants, (P + 1) * LANES);
      h = q.fma(p, high);
      c1 = c1.add(q.fma(p, highLow.sub(h)).reinterpretAsLongs());
      c2 = c2.add(h.reinterpretAsLongs());
      p = DoubleVector.fromArray(DOUBLES, constants, (P + 2) * LANES);
      h = q.fma(p, high);
      c2 = c2.add(q.fma(p, highLow.sub(h)).reinterpretAsLongs());
      c3 = c3.add(h.reinterpretAsLongs());
      p = DoubleVector.fromArray(DOUBLES, constants, (P + 3) * LANES);
      h = q.fma(p, high);
      c3 = c3.add(q.fma(p, highLow.sub(h)).reinterpretAsLongs());
      c4 = c4.add(h.reinterpretAsLongs());
      p = DoubleVector.fromArray(DOUBLES, constants, (P + 4) * LANES);
      h = q.fma(p, high);
      c4 = c4.add(q.fma(p, highLow.sub(h)).reinterpretAsLongs());
      c5 = c5.add(h.reinterpretAsLongs());
      final int out = ro + block * rs;
      c1.and(mask).or(exponent).reinterpretAsDoubles().sub(bias).intoArray(r, out);
      c2 = c2.add(c1.lanewise(VectorOperators.LSHR, 51));
      c2.and(mask).or(exponent).reinterpretAsDoubles().sub(bias).intoArray(r, out + LANES);
      c3 = c3.add(c2.lanewise(VectorOperators.LSHR, 51));
      c3.and(mask).or(exponent).reinterpretAsDoubles().sub(bias).intoArray(r, out + 2 * LANES);
      c4 = c4.add(c3.lanewise(VectorOperators.LSHR, 51));
      c4.and(mask).or(exponent).reinterpretAsDoubles().sub(bias).intoArray(r, out + 3 * LANES);
      c5 = c5.add(c4.lanewise(VectorOperators.LSHR, 51));
      c5.reinterpretAsDoubles().sub(low).intoArray(r, out + 4 * LANES);
    }
  }

  /**
   * A number in words (canonical, or at least below 2^255) as lane {@code lane} of the block at an
   * offset.
   */
  public void setLane(long[] words, int wo, double[] r, int ro, int lane) {
    long w0 = words[wo];
    long w1 = words[wo + 1];
    long w2 = words[wo + 2];
    long w3 = words[wo + 3];
    r[ro + lane] = w0 & LIMB_MASK;
    r[ro + lane + LANES] = (w0 >>> 51 | w1 << 13) & LIMB_MASK;
    r[ro + lane + 2 * LANES] = (w1 >>> 38 | w2 << 26) & LIMB_MASK;
    r[ro + lane + 3 * LANES] = (w2 >>> 25 | w3 << 39) & LIMB_MASK;
    r[ro + lane + 4 * LANES] = w3 >>> 12;
  }

  /** Lane {@code lane} of a block as canonical words, for numbers of size at most 2. */
  public void getLane(double[] a, int ao, int lane, long[] words, int wo) {
    // With 2p added the number is positive and below 4p < 2^256.
    long carry = 0;
    long[] limbs = new long[LIMBS51];
    for (int i = 0; i < LIMBS51; i++) {
      long v = (long) a[ao + lane + i * LANES] + 2 * modulusLimbs[i * LANES] + carry;
      limbs[i] = v & LIMB_MASK;
      carry = v >> 51;
    }
    words[wo] = limbs[0] | limbs[1] << 51;
    words[wo + 1] = limbs[1] >>> 13 | limbs[2] << 38;
    words[wo + 2] = limbs[2] >>> 26 | limbs[3] << 25;
    words[wo + 3] = limbs[3] >>> 39 | (limbs[4] | carry << 51) << 12;
    field.reduce(words, wo, words, wo);
  }

  /**
   * Points (x, y) of word blocks of eight words, one after the other, to balanced limbs, with y
   * negated where the sign is -1: block k goes to two blocks at {@code ro + 2 k * BLOCK}, x and y.
   * Returns whether one of the points is all zeros.
   */
  public boolean unpackPoints(
      long[] words, int from, double[] signs, int so, double[] r, int ro, int blocks) {
    final LongVector mask = LongVector.broadcast(LONGS, LIMB_MASK);
    final LongVector half = LongVector.broadcast(LONGS, 1L << 50);
    final LongVector exponent = LongVector.broadcast(LONGS, EXPONENT);
    final DoubleVector bias = DoubleVector.broadcast(DOUBLES, DIGIT_BIAS);
    final DoubleVector unbias = DoubleVector.broadcast(DOUBLES, 0x1p52);
    long zeros = 0;
    for (int block = 0; block < blocks; block++) {
      LongVector all = LongVector.zero(LONGS);
      DoubleVector sign = DoubleVector.broadcast(DOUBLES, 1);
      for (int coordinate = 0; coordinate < 2; coordinate++) {
        final int o = from + (2 * block + coordinate) * WORDS * LANES;
        final int out = ro + (2 * block + coordinate) * BLOCK;
        final LongVector w0 = LongVector.fromArray(LONGS, words, o);
        final LongVector w1 = LongVector.fromArray(LONGS, words, o + LANES);
        final LongVector w2 = LongVector.fromArray(LONGS, words, o + 2 * LANES);
        final LongVector w3 = LongVector.fromArray(LONGS, words, o + 3 * LANES);
        all = all.or(w0).or(w1).or(w2).or(w3);
        LongVector l = w0.and(mask).add(half);
        l.and(mask).or(exponent).reinterpretAsDoubles().sub(bias).mul(sign).intoArray(r, out);
        l =
            w0.lanewise(VectorOperators.LSHR, 51)
                .or(w1.lanewise(VectorOperators.LSHL, 13))
                .and(mask)
                .add(half)
                .add(l.lanewise(VectorOperators.LSHR, 51));
        l.and(mask)
            .or(exponent)
            .reinterpretAsDoubles()
            .sub(bias)
            .mul(sign)
            .intoArray(r, out + 1 * LANES);
        l =
            w1.lanewise(VectorOperators.LSHR, 38)
                .or(w2.lanewise(VectorOperators.LSHL, 26))
                .and(mask)
                .add(half)
                .add(l.lanewise(VectorOperators.LSHR, 51));
        l.and(mask)
            .or(exponent)
            .reinterpretAsDoubles()
            .sub(bias)
            .mul(sign)
            .intoArray(r, out + 2 * LANES);
        l =
            w2.lanewise(VectorOperators.LSHR, 25)
                .or(w3.lanewise(VectorOperators.LSHL, 39))
                .and(mask)
                .add(half)
                .add(l.lanewise(VectorOperators.LSHR, 51));
        l.and(mask)
            .or(exponent)
            .reinterpretAsDoubles()
            .sub(bias)
            .mul(sign)
            .intoArray(r, out + 3 * LANES);
        l = w3.lanewise(VectorOperators.LSHR, 12).add(l.lanewise(VectorOperators.LSHR, 51));
        l.or(exponent).reinterpretAsDoubles().sub(unbias).mul(sign).intoArray(r, out + 4 * LANES);
        sign = DoubleVector.fromArray(DOUBLES, signs, so + block * LANES);
      }
      zeros |= all.eq(0).toLong();
    }
    return zeros != 0;
  }

  /** {@code r = b - a} without reduction; block k of a at {@code ao[from + k] + shift}, b alike. */
  public void subtract(
      double[] x, int[] bo, int[] ao, int from, int shift, double[] r, int ro, int blocks) {
    for (int block = 0; block < blocks; block++) {
      final int b = bo[from + block] + shift;
      final int a = ao[from + block] + shift;
      final int out = ro + block * BLOCK;
      for (int i = 0; i < BLOCK; i += LANES) {
        DoubleVector.fromArray(DOUBLES, x, b + i)
            .sub(DoubleVector.fromArray(DOUBLES, x, a + i))
            .intoArray(r, out + i);
      }
    }
  }

  /**
   * {@code v = sFactor * s - a - bFactor * b} modulo p, with the least magnitude, for balanced
   * numbers whose sum of sizes, factors counted, is at most 6: block k of a at {@code ao[from + k]
   * + shift} of {@code x}, b alike. Writes v over a, and a - v over s.
   *
   * <p>Exactness: with factors 2 and 1, limbs of the sum are at most 2^52 in magnitude; the limbs
   * of q below the top one are 0.15, 0.61, -0.56 and 0.02 in units of 10^15 (those of r are
   * smaller), so taking off 6 p leaves them below 8.2 of the 9.007 that are exact.
   */
  public void reduce(
      double[] s,
      int so,
      double sFactor,
      double[] x,
      int[] ao,
      int[] bo,
      double bFactor,
      int from,
      int shift,
      int blocks) {
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector down = DoubleVector.broadcast(DOUBLES, 0x1p-51);
    final DoubleVector up = DoubleVector.broadcast(DOUBLES, -0x1p51);
    final DoubleVector f = DoubleVector.broadcast(DOUBLES, sFactor);
    final DoubleVector g = DoubleVector.broadcast(DOUBLES, -bFactor);
    final DoubleVector reciprocal =
        DoubleVector.fromArray(DOUBLES, constants, TOP_RECIPROCAL * LANES);
    for (int block = 0; block < blocks; block++) {
      final int o = so + block * BLOCK;
      final int a = ao[from + block] + shift;
      final int b = bo[from + block] + shift;
      final DoubleVector a0 = DoubleVector.fromArray(DOUBLES, x, a);
      DoubleVector v0 = DoubleVector.fromArray(DOUBLES, s, o).mul(f).sub(a0);
      v0 = DoubleVector.fromArray(DOUBLES, x, b).fma(g, v0);
      final DoubleVector a1 = DoubleVector.fromArray(DOUBLES, x, a + LANES);
      DoubleVector v1 = DoubleVector.fromArray(DOUBLES, s, o + LANES).mul(f).sub(a1);
      v1 = DoubleVector.fromArray(DOUBLES, x, b + LANES).fma(g, v1);
      final DoubleVector a2 = DoubleVector.fromArray(DOUBLES, x, a + 2 * LANES);
      DoubleVector v2 = DoubleVector.fromArray(DOUBLES, s, o + 2 * LANES).mul(f).sub(a2);
      v2 = DoubleVector.fromArray(DOUBLES, x, b + 2 * LANES).fma(g, v2);
      final DoubleVector a3 = DoubleVector.fromArray(DOUBLES, x, a + 3 * LANES);
      DoubleVector v3 = DoubleVector.fromArray(DOUBLES, s, o + 3 * LANES).mul(f).sub(a3);
      v3 = DoubleVector.fromArray(DOUBLES, x, b + 3 * LANES).fma(g, v3);
      final DoubleVector a4 = DoubleVector.fromArray(DOUBLES, x, a + 4 * LANES);
      DoubleVector v4 = DoubleVector.fromArray(DOUBLES, s, o + 4 * LANES).mul(f).sub(a4);
      v4 = DoubleVector.fromArray(DOUBLES, x, b + 4 * LANES).fma(g, v4);
      final DoubleVector k = v4.fma(reciprocal, low).sub(low).neg();
      v0 = k.fma(DoubleVector.fromArray(DOUBLES, constants, P * LANES), v0);
      v1 = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 1) * LANES), v1);
      v2 = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 2) * LANES), v2);
      v3 = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 3) * LANES), v3);
      v4 = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 4) * LANES), v4);
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
      v0.intoArray(x, a);
      a0.sub(v0).intoArray(s, o);
      v1.intoArray(x, a + LANES);
      a1.sub(v1).intoArray(s, o + LANES);
      v2.intoArray(x, a + 2 * LANES);
      a2.sub(v2).intoArray(s, o + 2 * LANES);
      v3.intoArray(x, a + 3 * LANES);
      a3.sub(v3).intoArray(s, o + 3 * LANES);
      v4.intoArray(x, a + 4 * LANES);
      a4.sub(v4).intoArray(s, o + 4 * LANES);
    }
  }

  /**
   * Numbers of size at most 1.6 with balanced limbs as canonical words, in word blocks one after
   * the other.
   */
  public void pack(double[] s, int so, long[] words, int wo, int blocks) {
    final LongVector mask = LongVector.broadcast(LONGS, LIMB_MASK);
    final DoubleVector low = DoubleVector.broadcast(DOUBLES, LOW);
    final DoubleVector reciprocal =
        DoubleVector.fromArray(DOUBLES, constants, TOP_RECIPROCAL * LANES);
    for (int block = 0; block < blocks; block++) {
      final int o = so + block * BLOCK;
      // Take off k p for the integer k next to v / p, which leaves at most a little over p/2. Limbs
      // stay below 2^52 in magnitude, so adding 1.5 * 2^52 is exact and makes integers of them.
      final DoubleVector v4 = DoubleVector.fromArray(DOUBLES, s, o + 4 * LANES);
      final DoubleVector k = v4.fma(reciprocal, low).sub(low).neg();
      DoubleVector v = DoubleVector.fromArray(DOUBLES, s, o);
      v = k.fma(DoubleVector.fromArray(DOUBLES, constants, P * LANES), v);
      LongVector l0 = v.add(low).reinterpretAsLongs().sub(LOW_BITS);
      v = DoubleVector.fromArray(DOUBLES, s, o + LANES);
      v = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 1) * LANES), v);
      LongVector l1 = v.add(low).reinterpretAsLongs().sub(LOW_BITS);
      v = DoubleVector.fromArray(DOUBLES, s, o + 2 * LANES);
      v = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 2) * LANES), v);
      LongVector l2 = v.add(low).reinterpretAsLongs().sub(LOW_BITS);
      v = DoubleVector.fromArray(DOUBLES, s, o + 3 * LANES);
      v = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 3) * LANES), v);
      LongVector l3 = v.add(low).reinterpretAsLongs().sub(LOW_BITS);
      v = k.fma(DoubleVector.fromArray(DOUBLES, constants, (P + 4) * LANES), v4);
      LongVector l4 = v.add(low).reinterpretAsLongs().sub(LOW_BITS);
      // Carry, add p to what is negative, carry again.
      l1 = l1.add(l0.lanewise(VectorOperators.ASHR, 51));
      l2 = l2.add(l1.lanewise(VectorOperators.ASHR, 51));
      l3 = l3.add(l2.lanewise(VectorOperators.ASHR, 51));
      l4 = l4.add(l3.lanewise(VectorOperators.ASHR, 51));
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
      l0 = l0.and(mask);
      l1 = l1.and(mask);
      l2 = l2.and(mask);
      l3 = l3.and(mask);
      final int out = wo + block * WORDS * LANES;
      l0.or(l1.lanewise(VectorOperators.LSHL, 51)).intoArray(words, out);
      l1 = l1.lanewise(VectorOperators.LSHR, 13).or(l2.lanewise(VectorOperators.LSHL, 38));
      l1.intoArray(words, out + LANES);
      l2 = l2.lanewise(VectorOperators.LSHR, 26).or(l3.lanewise(VectorOperators.LSHL, 25));
      l2.intoArray(words, out + 2 * LANES);
      l3 = l3.lanewise(VectorOperators.LSHR, 39).or(l4.lanewise(VectorOperators.LSHL, 12));
      l3.intoArray(words, out + 3 * LANES);
    }
  }
}
