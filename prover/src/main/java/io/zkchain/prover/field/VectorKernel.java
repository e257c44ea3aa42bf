package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * {@link FieldKernel} with the vector arithmetic for everything that multiplies. Elements are
 * copied to word blocks tile by tile, and back; additions and conversions stay scalar.
 *
 * <p>Elements are z * 2^256, and the vector product of two of them divides by 2^255: it comes out
 * twice as large as it should. So one factor is halved modulo p first.
 */
final class VectorKernel implements FieldKernel {
  private static final int TILE = 16; // blocks that stay in the first-level cache
  private static final int TILE_ELEMENTS = TILE * LANES;
  private static final int WORDS = LIMBS * LANES; // of a block
  private static final int INVERT_BLOCKS = 256; // that share an inversion
  private static final int FEWEST =
      1024; // for fewer, scalar inversions and inner products are as fast
  private static final int EXACT_SUMMANDS = 8;
  private static final int SUM_TILES =
      32; // products of so many tiles, 2^12 or fewer, sum to less than 2^62 a limb

  private static final long[] PLAIN_ONE = {1, 0, 0, 0};

  private final PrimeField f;
  private final ScalarKernel scalar;
  private final VectorField vectors;
  private final BooleanSupplier ready;
  private final long[] half = new long[LIMBS]; // 1/2
  private final long[] powers = new long[5 * LIMBS]; // 2^(51 k), plain
  private final double[] zeros = new double[LANES];
  private final double[] minusOnes = new double[LANES];
  private final double[] ones = new double[LANES];
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final long[] words = new long[TILE * 2 * WORDS]; // two numbers a lane
    final long[] target = new long[TILE * WORDS];
    final double[] a = new double[TILE * BLOCK];
    final double[] b = new double[TILE * BLOCK];
    final double[] factor = new double[BLOCK];
    final long[] element = new long[LIMBS];
  }

  private VectorKernel(PrimeField field, BooleanSupplier ready) {
    this.f = field;
    this.scalar = new ScalarKernel(field);
    this.vectors = new VectorField(field);
    this.ready = ready;
    f.setLong(2, half, 0);
    f.inverse(half, 0, half, 0);
    for (int k = 0; k < 5; k++) {
      for (int i = 0; i < LIMBS; i++) {
        powers[LIMBS * k + i] =
            BigInteger.ONE.shiftLeft(51 * k).mod(f.modulus()).shiftRight(64 * i).longValue();
      }
    }
    Arrays.fill(minusOnes, -1);
    Arrays.fill(ones, 1);
  }

  /**
   * For a field; scalar as long as {@code ready} says false. A method, so that callers do not link
   * to this class where it cannot be loaded.
   */
  static FieldKernel create(PrimeField field, BooleanSupplier ready) {
    return new VectorKernel(field, ready);
  }

  private boolean isSlow(int n) {
    return n < 2 * LANES || !ready.getAsBoolean();
  }

  @Override
  public PrimeField field() {
    return f;
  }

  /**
   * Elements to number {@code slot} of the lanes of consecutive blocks that hold {@code per}
   * numbers; the last block is filled up.
   */
  private static void copyIn(long[] a, int ao, int n, long[] words, int per, int slot) {
    int full = (n + LANES - 1) / LANES * LANES;
    for (int i = 0; i < full; i++) {
      int o = i / LANES * per * WORDS + slot * WORDS + i % LANES;
      int from = ao + LIMBS * Math.min(i, n - 1);
      words[o] = a[from];
      words[o + LANES] = a[from + 1];
      words[o + 2 * LANES] = a[from + 2];
      words[o + 3 * LANES] = a[from + 3];
    }
  }

  private static void copyOut(long[] words, int per, long[] r, int ro, int n) {
    for (int i = 0; i < n; i++) {
      int o = i / LANES * per * WORDS + i % LANES;
      int to = ro + LIMBS * i;
      r[to] = words[o];
      r[to + 1] = words[o + LANES];
      r[to + 2] = words[o + 2 * LANES];
      r[to + 3] = words[o + 3 * LANES];
    }
  }

  private static int blocks(int n) {
    return (n + LANES - 1) / LANES;
  }

  /** An element, halved, in all lanes. */
  private double[] halvedFactor(long[] s, int so, Scratch t) {
    f.mul(s, so, half, 0, t.element, 0);
    for (int lane = 0; lane < LANES; lane++) {
      vectors.setLane(t.element, 0, t.factor, 0, lane);
    }
    return t.factor;
  }

  @Override
  public void mul(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.mul(a, ao, b, bo, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      vectors.combine(t.a, 0, 1, t.target, 0, zeros, 0, 0, 0, 0, WORDS, 0, blocks(count));
      copyOut(t.target, 1, r, ro + LIMBS * i, count);
    }
  }

  /** Products of a tile, as vectors in {@code t.a}. */
  private void products(long[] a, int ao, long[] b, int bo, int count, Scratch t) {
    int blocks = blocks(count);
    copyIn(a, ao, count, t.target, 1, 0);
    vectors.unpack(t.target, 0, WORDS, 0, t.a, 0, blocks);
    copyIn(b, bo, count, t.target, 1, 0);
    vectors.unpack(t.target, 0, WORDS, 1, t.b, 0, blocks);
    vectors.mul(t.a, 0, BLOCK, t.b, 0, BLOCK, t.a, 0, BLOCK, blocks);
  }

  @Override
  public void square(long[] a, int ao, long[] r, int ro, int n) {
    mul(a, ao, a, ao, r, ro, n);
  }

  @Override
  public void scale(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.scale(a, ao, s, so, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      multiples(a, ao + LIMBS * i, factor, count, t);
      vectors.combine(t.a, 0, 1, t.target, 0, zeros, 0, 0, 0, 0, WORDS, 0, blocks(count));
      copyOut(t.target, 1, r, ro + LIMBS * i, count);
    }
  }

  private void multiples(long[] a, int ao, double[] factor, int count, Scratch t) {
    copyIn(a, ao, count, t.target, 1, 0);
    vectors.unpack(t.target, 0, WORDS, 0, t.a, 0, blocks(count));
    vectors.mul(t.a, 0, BLOCK, factor, 0, 0, t.a, 0, BLOCK, blocks(count));
  }

  @Override
  public void addScaled(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.addScaled(a, ao, s, so, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      multiples(a, ao + LIMBS * i, factor, count, t);
      addTo(r, ro + LIMBS * i, count, t);
    }
  }

  @Override
  public void addProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.addProduct(a, ao, b, bo, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      addTo(r, ro + LIMBS * i, count, t);
    }
  }

  /** {@code r += t.a}: combine subtracts, here with the sign -1. */
  private void addTo(long[] r, int ro, int count, Scratch t) {
    copyIn(r, ro, count, t.target, 1, 0);
    vectors.combine(t.a, 0, 1, t.target, 0, minusOnes, 0, 0, 0, 0, WORDS, 0, blocks(count));
    copyOut(t.target, 1, r, ro, count);
  }

  @Override
  public void fold(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.fold(a, ao, s, so, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    int high = ao + LIMBS * n;
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      int blocks = blocks(count);
      copyIn(a, ao + LIMBS * i, count, t.words, 2, 0);
      copyIn(a, high + LIMBS * i, count, t.words, 2, 1);
      vectors.difference(t.words, WORDS, 0, 2 * WORDS, ones, 0, 0, 0, t.a, 0, blocks);
      vectors.mul(t.a, 0, BLOCK, factor, 0, 0, t.a, 0, BLOCK, blocks);
      vectors.combine(t.a, 0, 1, t.words, 0, minusOnes, 0, 0, 0, 0, 2 * WORDS, 0, blocks);
      copyOut(t.words, 2, r, ro + LIMBS * i, count);
    }
  }

  @Override
  public void innerProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (n < FEWEST || isSlow(n)) {
      scalar.innerProduct(a, ao, b, bo, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    long[] sums = new long[BLOCK];
    long[] total = new long[LIMBS];
    int waiting = 0;
    int whole = n / LANES * LANES; // the rest is scalar: filled lanes would count
    for (int i = 0; i < whole; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, whole - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      addBlocks(t.a, count / LANES, sums, t.b);
      if (++waiting == SUM_TILES) {
        flush(sums, total, t);
        waiting = 0;
      }
    }
    flush(sums, total, t);
    long[] rest = new long[LIMBS];
    scalar.innerProduct(a, ao + LIMBS * whole, b, bo + LIMBS * whole, rest, 0, n - whole);
    f.add(total, 0, rest, 0, r, ro);
  }

  /**
   * Adds blocks to sums limb by limb: as doubles as long as that is exact, limbs being at most
   * 2^50.
   */
  private static void addBlocks(double[] a, int blocks, long[] sums, double[] work) {
    for (int from = 0; from < blocks; from += EXACT_SUMMANDS) {
      System.arraycopy(a, from * BLOCK, work, 0, BLOCK);
      for (int block = from + 1; block < Math.min(blocks, from + EXACT_SUMMANDS); block++) {
        for (int j = 0; j < BLOCK; j++) {
          work[j] += a[block * BLOCK + j];
        }
      }
      for (int j = 0; j < BLOCK; j++) {
        sums[j] += (long) work[j];
      }
    }
  }

  /** Adds all lanes' sums of limbs to a total, and clears them. */
  private void flush(long[] sums, long[] total, Scratch t) {
    for (int k = 0; k < BLOCK / LANES; k++) {
      long limb = 0;
      for (int lane = 0; lane < LANES; lane++) {
        limb += sums[k * LANES + lane];
      }
      f.mulLong(powers, LIMBS * k, limb, t.element, 0);
      f.add(total, 0, t.element, 0, total, 0);
    }
    Arrays.fill(sums, 0);
  }

  @Override
  public void invert(long[] a, int ao, long[] r, int ro, int n) {
    if (n < FEWEST || isSlow(n)) {
      scalar.invert(a, ao, r, ro, n);
      return;
    }
    Inversion inversion = new Inversion(Math.min(INVERT_BLOCKS, blocks(n)));
    for (int i = 0; i < n; i += INVERT_BLOCKS * LANES) {
      int count = Math.min(INVERT_BLOCKS * LANES, n - i);
      inversion.run(a, ao + LIMBS * i, r, ro + LIMBS * i, count);
    }
  }

  /** Montgomery's trick, every lane for itself. */
  private final class Inversion {
    private final long[] words;
    private final double[] numbers; // a, then the inverse of the product up to it
    private final double[] products; // of all before
    private final long[] lanes = new long[LIMBS * LANES];

    Inversion(int blocks) {
      words = new long[blocks * WORDS];
      numbers = new double[(blocks + 1) * BLOCK];
      products = new double[(blocks + 1) * BLOCK];
    }

    void run(long[] a, int ao, long[] r, int ro, int n) {
      boolean[] zero = new boolean[n];
      copyIn(a, ao, n, words, 1, 0);
      int blocks = blocks(n);
      for (int i = 0; i < blocks * LANES; i++) {
        int from = ao + LIMBS * Math.min(i, n - 1);
        if (PrimeField.isZero(a, from)) {
          words[i / LANES * WORDS + i % LANES] = 1;
          zero[Math.min(i, n - 1)] = true;
        }
      }
      vectors.unpack(words, 0, WORDS, 0, numbers, 0, blocks);
      for (int lane = 0; lane < LANES; lane++) {
        vectors.setLane(half, 0, products, 0, lane); // 1/2 is stored as 2^255, the vectors' one
      }
      vectors.mul(numbers, 0, BLOCK, products, 0, BLOCK, products, BLOCK, BLOCK, blocks);
      invertLanes(blocks * BLOCK);
      int last = (blocks - 1) * BLOCK;
      vectors.mul(
          numbers, last + BLOCK, -BLOCK, numbers, last, -BLOCK, numbers, last, -BLOCK, blocks);
      vectors.mul(numbers, BLOCK, BLOCK, products, 0, BLOCK, products, 0, BLOCK, blocks);
      vectors.combine(products, 0, 1, words, 0, zeros, 0, 0, 0, 0, WORDS, 0, blocks);
      copyOut(words, 1, r, ro, n);
      for (int i = 0; i < n; i++) {
        if (zero[i]) {
          PrimeField.setZero(r, ro + LIMBS * i);
        }
      }
    }

    /**
     * A vector product of all, Q, stands for Q / 2^255, whose inverse is 2^510 / Q. Four times
     * that, 2^512 / Q, is what the scalar inverse of Q gives, and four times the inverse of a
     * number is what is wanted of each: a = z 2^256 gives 2^512 / a = 2^256 / z.
     */
    private void invertLanes(int at) {
      for (int lane = 0; lane < LANES; lane++) {
        vectors.getLane(products, at, lane, lanes, LIMBS * lane);
      }
      scalar.invert(lanes, 0, lanes, 0, LANES);
      for (int lane = 0; lane < LANES; lane++) {
        vectors.setLane(lanes, LIMBS * lane, numbers, at, lane);
      }
    }
  }

  @Override
  public void add(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    scalar.add(a, ao, b, bo, r, ro, n);
  }

  @Override
  public void sub(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    scalar.sub(a, ao, b, bo, r, ro, n);
  }

  @Override
  public void negate(long[] a, int ao, long[] r, int ro, int n) {
    scalar.negate(a, ao, r, ro, n);
  }

  @Override
  public void foldLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int n) {
    scalar.foldLongs(v, vo, s, so, r, ro, n);
  }

  @Override
  public void innerProductLongs(long[] a, int ao, long[] v, int vo, long[] r, int ro, int n) {
    scalar.innerProductLongs(a, ao, v, vo, r, ro, n);
  }

  @Override
  public void sum(long[] a, int ao, long[] r, int ro, int n) {
    scalar.sum(a, ao, r, ro, n);
  }

  @Override
  public void setLongs(long[] v, int vo, long[] r, int ro, int n) {
    scalar.setLongs(v, vo, r, ro, n);
  }

  @Override
  public void scaleLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int n) {
    scalar.scaleLongs(v, vo, s, so, r, ro, n);
  }

  /** The number 1 as it is, not its Montgomery form, is a factor that divides by 2^256. */
  @Override
  public void fromMontgomery(long[] a, int ao, long[] r, int ro, int n) {
    scale(a, ao, PLAIN_ONE, 0, r, ro, n);
  }

  @Override
  public void toMontgomery(long[] a, int ao, long[] r, int ro, int n) {
    scalar.toMontgomery(a, ao, r, ro, n);
  }
}
