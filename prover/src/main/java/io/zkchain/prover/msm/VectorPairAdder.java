package io.zkchain.prover.msm;

import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.ScalarKernel;
import io.zkchain.prover.field.VectorField;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link PairAdder} on 4 or 8 pairs at a time. Chords only: pairs that need a tangent or have
 * infinity are found exactly, because words are canonical, and go to the scalar adder.
 *
 * <p>Words hold z * 2^256 and the vector arithmetic divides by 2^255, so to it every coordinate is
 * twice what it is. The slope is the same for doubled coordinates; of the sum, {@code 2 x3 = 2
 * slope^2 - 2 x1 - 2 x2} needs a factor of 2 before the square, and {@code 2 y3 = slope (2 x1 - 2
 * x3) - 2 y1} needs nothing.
 */
final class VectorPairAdder implements PairAdder {
  private static final int CAPACITY = 2048;
  private static final int PAIR_WORDS = 16;
  private static final int TILE = 16; // blocks that stay in the first-level cache
  private static final PrimeField F = PrimeField.FQ;
  private static final FieldKernel INVERTER = new ScalarKernel(F);

  private final VectorField field = new VectorField(F);
  private final int step = PAIR_WORDS * LANES; // words of a block of pairs
  private final long[] words = new long[PAIR_WORDS * CAPACITY];
  private final double[] signs =
      new double[2 * CAPACITY]; // of each block's left, then right points
  private final double[] ones = new double[LANES];
  private final double[] differences = new double[(CAPACITY / LANES + 1) * BLOCK];
  private final double[] products = new double[(CAPACITY / LANES + 1) * BLOCK];
  private final double[] scratch = new double[TILE * BLOCK];
  private final double[] one = new double[BLOCK]; // 2^255 mod p
  private final long[] quarter = new long[PrimeField.LIMBS]; // 1/4
  private final long[] lanes = new long[PrimeField.LIMBS * LANES];
  private final ScalarPairAdder scalar = new ScalarPairAdder();
  private final int[] special = new int[CAPACITY];
  private final long[] point = new long[G1.LIMBS];
  private final long[] marks = new long[TILE];
  private int specials;

  private VectorPairAdder() {
    long[] radix = new long[PrimeField.LIMBS];
    BigInteger r = BigInteger.ONE.shiftLeft(255).mod(Fq.MODULUS);
    for (int i = 0; i < radix.length; i++) {
      radix[i] = r.shiftRight(64 * i).longValue();
    }
    for (int lane = 0; lane < LANES; lane++) {
      field.setLane(radix, 0, one, 0, lane);
    }
    Arrays.fill(ones, 1);
    Arrays.fill(signs, 1);
    F.setLong(4, quarter, 0);
    F.inverse(quarter, 0, quarter, 0);
  }

  /**
   * One more adder; a method, so that callers do not link to this class where it cannot be loaded.
   */
  static PairAdder create() {
    return new VectorPairAdder();
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }

  private int offset(int i) {
    return i / LANES * step + i % LANES;
  }

  @Override
  public void setLeft(int i, long[] points, int from, int sign) {
    copyIn(points, from, offset(i));
    signs[2 * (i - i % LANES) + i % LANES] = sign;
  }

  @Override
  public void setRight(int i, long[] points, int from, int sign) {
    copyIn(points, from, offset(i) + G1.LIMBS * LANES);
    signs[2 * (i - i % LANES) + LANES + i % LANES] = sign;
  }

  private void copyIn(long[] points, int from, int to) {
    for (int k = 0; k < G1.LIMBS; k++) {
      words[to + k * LANES] = points[from + k];
    }
  }

  @Override
  public void getSum(int i, long[] points, int to) {
    int from = offset(i);
    for (int k = 0; k < G1.LIMBS; k++) {
      points[to + k] = words[from + k * LANES];
    }
  }

  @Override
  public void add(int n) {
    if (n == 0) {
      return;
    }
    int blocks = (n + LANES - 1) / LANES;
    pad(n, blocks * LANES);
    forward(n, blocks);
    invert(blocks);
    saveSpecials();
    backward(blocks);
    placeSpecials();
  }

  /** Fills the last block with a harmless pair. */
  private void pad(int from, int to) {
    for (int i = from; i < to; i++) {
      for (int k = 0; k < PAIR_WORDS; k++) {
        words[offset(i) + k * LANES] = k == 0 ? 1 : 2;
      }
    }
  }

  /** Slopes' denominators and the products of all before each, every lane for itself. */
  private void forward(int n, int blocks) {
    specials = 0;
    System.arraycopy(one, 0, products, 0, BLOCK);
    for (int from = 0; from < blocks; from += TILE) {
      int count = Math.min(TILE, blocks - from);
      int o = from * BLOCK;
      field.difference(
          words, from * step + 8 * LANES, from * step, step, ones, 0, 0, 0, differences, o, count);
      findSpecials(from, count, n);
      field.mul(differences, o, BLOCK, products, o, BLOCK, products, o + BLOCK, BLOCK, count);
    }
  }

  /** Notes pairs that are no chords, and gives them a harmless denominator. */
  private void findSpecials(int from, int count, int n) {
    field.markExceptions(words, from * step, step, marks, 0, count);
    for (int block = 0; block < count; block++) {
      for (long mark = marks[block]; mark != 0; mark &= mark - 1) {
        int lane = Long.numberOfTrailingZeros(mark);
        int i = (from + block) * LANES + lane;
        if (i < n) {
          special[specials++] = i;
        }
        int d = (from + block) * BLOCK + lane;
        for (int limb = 0; limb < BLOCK / LANES; limb++) {
          differences[d + limb * LANES] = limb == 0 ? 1 : 0;
        }
      }
    }
  }

  /**
   * From the lanes' products Q 2^255 to (1/Q) 2^255: inversion of plain numbers in Montgomery form
   * gives 2^512 / (Q 2^255).
   */
  private void invert(int blocks) {
    for (int lane = 0; lane < LANES; lane++) {
      field.getLane(products, blocks * BLOCK, lane, lanes, PrimeField.LIMBS * lane);
    }
    INVERTER.invert(lanes, 0, lanes, 0, LANES);
    INVERTER.scale(lanes, 0, quarter, 0, lanes, 0, LANES);
    for (int lane = 0; lane < LANES; lane++) {
      field.setLane(lanes, PrimeField.LIMBS * lane, differences, blocks * BLOCK, lane);
    }
  }

  private void backward(int blocks) {
    for (int to = blocks; to > 0; to -= TILE) {
      int from = Math.max(0, to - TILE);
      int count = to - from;
      int o = from * BLOCK;
      int last = (to - 1) * BLOCK;
      int w = from * step;
      // differences[k] becomes the inverse of the product of denominators before k, products[k]
      // that of denominator k.
      field.mul(
          differences,
          last + BLOCK,
          -BLOCK,
          differences,
          last,
          -BLOCK,
          differences,
          last,
          -BLOCK,
          count);
      field.mul(differences, o + BLOCK, BLOCK, products, o, BLOCK, products, o, BLOCK, count);
      int left = 2 * from * LANES;
      field.difference(
          words,
          w + 12 * LANES,
          w + 4 * LANES,
          step,
          signs,
          left + LANES,
          left,
          2 * LANES,
          scratch,
          0,
          count);
      field.mul(products, o, BLOCK, scratch, 0, BLOCK, products, o, BLOCK, count); // slope
      field.mul(products, o, BLOCK, products, o, BLOCK, scratch, 0, BLOCK, count);
      // x3, and x1 - x3
      field.combine(scratch, 0, 2, words, w, ones, 0, 0, w + 8 * LANES, 1, step, w, count);
      field.mul(products, o, BLOCK, scratch, 0, BLOCK, scratch, 0, BLOCK, count);
      // y3
      int y = w + 4 * LANES;
      field.combine(scratch, 0, 1, words, y, signs, left, 2 * LANES, y, 0, step, y, count);
    }
  }

  private void saveSpecials() {
    for (int k = 0; k < specials; k++) {
      int i = special[k];
      int sign = 2 * (i - i % LANES) + i % LANES;
      getSum(i, point, 0);
      scalar.setLeft(k, point, 0, (int) signs[sign]);
      for (int j = 0; j < G1.LIMBS; j++) {
        point[j] = words[offset(i) + (G1.LIMBS + j) * LANES];
      }
      scalar.setRight(k, point, 0, (int) signs[sign + LANES]);
    }
  }

  private void placeSpecials() {
    if (specials > 0) {
      scalar.add(specials);
    }
    for (int k = 0; k < specials; k++) {
      scalar.getSum(k, point, 0);
      copyIn(point, 0, offset(special[k]));
    }
  }
}
