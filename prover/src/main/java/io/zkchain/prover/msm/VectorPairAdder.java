package io.zkchain.prover.msm;

import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.VectorField;
import java.math.BigInteger;

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
  private static final long WARM_CALL_NANOS =
      6_000; // compiled about 1 us, with a method that is not some 20
  private static final long WARM_UP_LIMIT_NANOS = 30_000_000_000L;
  private static final PrimeField F = PrimeField.FQ;

  private final VectorField field = new VectorField(F);
  private final int step = PAIR_WORDS * LANES; // words of a block of pairs
  private final long[] words = new long[PAIR_WORDS * CAPACITY];
  private final double[] differences = new double[(CAPACITY / LANES + 1) * BLOCK];
  private final double[] products = new double[(CAPACITY / LANES + 1) * BLOCK];
  private final double[] scratch = new double[TILE * BLOCK];
  private final double[] one = new double[BLOCK]; // 2^255 mod p
  private final long[] quarter = new long[PrimeField.LIMBS]; // 1/4
  private final long[] lanes = new long[PrimeField.LIMBS * LANES];
  private final ScalarPairAdder scalar = new ScalarPairAdder();
  private final int[] special = new int[CAPACITY];
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
    F.setLong(4, quarter, 0);
    F.inverse(quarter, 0, quarter, 0);
  }

  /**
   * One more adder; a method, so that callers do not link to this class where it cannot be loaded.
   */
  static PairAdder create() {
    return new VectorPairAdder();
  }

  /**
   * Adds one block again and again, which is what makes the compiler take up the kernels soonest,
   * until that is as fast as it gets: a hundred calls in a row within the time. Gives up after some
   * seconds and returns false.
   */
  static boolean warmUp() {
    VectorPairAdder adder = new VectorPairAdder();
    long deadline = System.nanoTime() + WARM_UP_LIMIT_NANOS;
    int fast = 0;
    while (fast < 100 && System.nanoTime() < deadline) {
      adder.pad(0, LANES);
      long start = System.nanoTime();
      adder.forward(LANES, 1);
      adder.backward(1);
      fast = System.nanoTime() - start < WARM_CALL_NANOS ? fast + 1 : 0;
    }
    return fast == 100;
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }

  @Override
  public long[] words() {
    return words;
  }

  @Override
  public int offset(int i) {
    return i / LANES * step + i % LANES;
  }

  @Override
  public int stride() {
    return LANES;
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
      field.difference(words, from * step + 8 * LANES, from * step, step, differences, o, count);
      findSpecials(from * LANES, Math.min(n, (from + count) * LANES));
      field.mul(differences, o, BLOCK, products, o, BLOCK, products, o + BLOCK, BLOCK, count);
    }
  }

  private void findSpecials(int from, int to) {
    for (int i = from; i < to; i++) {
      int o = offset(i);
      if (isZero(o) || isZero(o + 8 * LANES) || equalX(o)) {
        special[specials++] = i;
        int d = i / LANES * BLOCK + i % LANES;
        for (int limb = 0; limb < BLOCK / LANES; limb++) {
          differences[d + limb * LANES] = limb == 0 ? 1 : 0;
        }
      }
    }
  }

  private boolean isZero(int o) {
    long any = 0;
    for (int k = 0; k < 8; k++) {
      any |= words[o + k * LANES];
    }
    return any == 0;
  }

  private boolean equalX(int o) {
    long any = 0;
    for (int k = 0; k < 4; k++) {
      any |= words[o + k * LANES] ^ words[o + (8 + k) * LANES];
    }
    return any == 0;
  }

  /**
   * From the lanes' products Q 2^255 to (1/Q) 2^255: inversion of plain numbers in Montgomery form
   * gives 2^512 / (Q 2^255).
   */
  private void invert(int blocks) {
    for (int lane = 0; lane < LANES; lane++) {
      field.getLane(products, blocks * BLOCK, lane, lanes, PrimeField.LIMBS * lane);
    }
    Kernels.fq().invert(lanes, 0, lanes, 0, LANES);
    Kernels.fq().scale(lanes, 0, quarter, 0, lanes, 0, LANES);
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
      field.difference(words, w + 12 * LANES, w + 4 * LANES, step, scratch, 0, count);
      field.mul(products, o, BLOCK, scratch, 0, BLOCK, products, o, BLOCK, count); // slope
      field.mul(products, o, BLOCK, products, o, BLOCK, scratch, 0, BLOCK, count);
      field.combine(scratch, 0, 2, words, w, w + 8 * LANES, 1, step, w, count); // x3, and x1 - x3
      field.mul(products, o, BLOCK, scratch, 0, BLOCK, scratch, 0, BLOCK, count);
      field.combine(
          scratch, 0, 1, words, w + 4 * LANES, w + 4 * LANES, 0, step, w + 4 * LANES, count); // y3
    }
  }

  private void saveSpecials() {
    for (int k = 0; k < specials; k++) {
      int o = offset(special[k]);
      PairAdder.copy(words, o, LANES, scalar.words(), scalar.offset(k), 1);
      PairAdder.copy(words, o + 8 * LANES, LANES, scalar.words(), scalar.offset(k) + 8, 1);
    }
  }

  private void placeSpecials() {
    if (specials > 0) {
      scalar.add(specials);
    }
    for (int k = 0; k < specials; k++) {
      PairAdder.copy(scalar.words(), scalar.offset(k), 1, words, offset(special[k]), LANES);
    }
  }
}
