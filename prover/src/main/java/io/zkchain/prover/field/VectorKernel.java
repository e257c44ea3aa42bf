package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.field.VectorScratch.TILE_ELEMENTS;
import static io.zkchain.prover.field.VectorScratch.blocks;

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
  private static final int INVERT_BLOCKS = 256; // that share an inversion
  private static final int FEWEST = 1024; // for fewer, scalar inversions are as fast
  private static final int EXACT_SUMMANDS = 8;
  private static final int SUM_TILES =
      32; // products of so many tiles, 2^12 or fewer, sum to less than 2^62 a limb

  private static final long[] PLAIN_ONE = {1, 0, 0, 0};

  private final PrimeField f;
  private final ScalarKernel scalar;
  private final VectorField vectors;
  private final VectorElements elements;
  private final VectorRows rows;
  private final BooleanSupplier ready;
  private final long[] half = new long[LIMBS]; // 1/2
  private final long[] powers = new long[5 * LIMBS]; // 2^(51 k), plain
  private final ThreadLocal<VectorScratch> scratch;

  private VectorKernel(PrimeField field, BooleanSupplier ready) {
    this.f = field;
    this.scalar = new ScalarKernel(field);
    this.vectors = new VectorField(field);
    this.elements = new VectorElements(field);
    this.rows = new VectorRows(field, elements);
    this.scratch = ThreadLocal.withInitial(() -> new VectorScratch(elements));
    this.ready = ready;
    f.setLong(2, half, 0);
    f.inverse(half, 0, half, 0);
    for (int k = 0; k < 5; k++) {
      for (int i = 0; i < LIMBS; i++) {
        powers[LIMBS * k + i] =
            BigInteger.ONE.shiftLeft(51 * k).mod(f.modulus()).shiftRight(64 * i).longValue();
      }
    }
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

  /** An element, halved, in all lanes. */
  private double[] halvedFactor(long[] s, int so, VectorScratch t) {
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
    VectorScratch t = scratch.get();
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      t.store(t.a, count, r, ro + LIMBS * i);
    }
  }

  /** Products of a tile, as vectors in {@code t.a}. */
  private void products(long[] a, int ao, long[] b, int bo, int count, VectorScratch t) {
    int blocks = blocks(count);
    t.load(a, ao, count, 0, t.a);
    t.load(b, bo, count, 1, t.b);
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
    VectorScratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      multiples(a, ao + LIMBS * i, factor, count, t);
      t.store(t.a, count, r, ro + LIMBS * i);
    }
  }

  private void multiples(long[] a, int ao, double[] factor, int count, VectorScratch t) {
    t.load(a, ao, count, 0, t.a);
    vectors.mul(t.a, 0, BLOCK, factor, 0, 0, t.a, 0, BLOCK, blocks(count));
  }

  @Override
  public void addScaled(long[] a, int ao, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.addScaled(a, ao, s, so, r, ro, n);
      return;
    }
    VectorScratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      multiples(a, ao + LIMBS * i, factor, count, t);
      t.addTo(r, ro + LIMBS * i, count);
    }
  }

  @Override
  public void addProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.addProduct(a, ao, b, bo, r, ro, n);
      return;
    }
    VectorScratch t = scratch.get();
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      t.addTo(r, ro + LIMBS * i, count);
    }
  }

  @Override
  public void fold(long[] a, int ao, int high, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.fold(a, ao, high, s, so, r, ro, n);
      return;
    }
    VectorScratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      int blocks = blocks(count);
      t.load(a, ao + LIMBS * i, count, 0, t.a);
      t.load(a, high + LIMBS * i, count, 0, t.b);
      elements.add(t.b, 0, BLOCK, -1, t.a, 0, BLOCK, t.b, 0, blocks);
      vectors.mul(t.b, 0, BLOCK, factor, 0, 0, t.b, 0, BLOCK, blocks);
      elements.add(t.a, 0, BLOCK, 1, t.b, 0, BLOCK, t.a, 0, blocks);
      t.store(t.a, count, r, ro + LIMBS * i);
    }
  }

  @Override
  public void innerProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.innerProduct(a, ao, b, bo, r, ro, n);
      return;
    }
    VectorScratch t = scratch.get();
    long[] sums = new long[BLOCK];
    long[] total = new long[LIMBS];
    int waiting = 0;
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      products(a, ao + LIMBS * i, b, bo + LIMBS * i, count, t);
      addBlocks(t.a, blocks(count), sums, t.b);
      if (++waiting == SUM_TILES) {
        flush(sums, total, t);
        waiting = 0;
      }
    }
    flush(sums, total, t);
    System.arraycopy(total, 0, r, ro, LIMBS);
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
  private void flush(long[] sums, long[] total, VectorScratch t) {
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
    int most = Math.min(INVERT_BLOCKS, blocks(n));
    VectorInversion inversion = new VectorInversion(vectors, elements, scalar, half, most);
    for (int i = 0; i < n; i += INVERT_BLOCKS * LANES) {
      int count = Math.min(INVERT_BLOCKS * LANES, n - i);
      inversion.run(a, ao + LIMBS * i, r, ro + LIMBS * i, count);
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
    long[] weights = new long[2 * LIMBS];
    System.arraycopy(s, so, weights, LIMBS, LIMBS);
    f.setOne(weights, 0);
    f.sub(weights, 0, s, so, weights, 0);
    combineLongs(new long[][] {v, v}, new int[] {vo, vo + n}, weights, 0, r, ro, n);
  }

  @Override
  public void setLongs(long[] v, int vo, long[] r, int ro, int n) {
    long[] one = new long[LIMBS];
    f.setOne(one, 0);
    scaleLongs(v, vo, one, 0, r, ro, n);
  }

  @Override
  public void scaleLongs(long[] v, int vo, long[] s, int so, long[] r, int ro, int n) {
    combineLongs(new long[][] {v}, new int[] {vo}, s, so, r, ro, n);
  }

  @Override
  public void combineLongs(long[][] v, int[] offsets, long[] w, int wo, long[] r, int ro, int n) {
    int most = VectorLongs.MAX_BITS;
    int bits = isSlow(n) ? most + 1 : VectorRows.bits(v, offsets, n, most);
    if (bits > most) {
      scalar.combineLongs(v, offsets, w, wo, r, ro, n);
      return;
    }
    rows.combine(v, offsets, bits, w, wo, r, ro, n, scratch.get());
  }

  @Override
  public void innerProductLongs(long[] a, int ao, long[] v, int vo, long[] r, int ro, int n) {
    scalar.innerProductLongs(a, ao, v, vo, r, ro, n);
  }

  @Override
  public void innerProductsLongs(
      long[] v, int vo, int step, int rows, long[] a, int ao, int n, long[] r, int ro) {
    int most = VectorLongs.MAX_BITS - 6;
    int bits = most + 1;
    if (!isSlow(n) && rows >= LANES) {
      bits = VectorRows.bits(v, vo, step, rows, n, most);
    }
    if (bits > most) {
      scalar.innerProductsLongs(v, vo, step, rows, a, ao, n, r, ro);
      return;
    }
    this.rows.innerProducts(v, vo, step, rows, bits, a, ao, n, r, ro, scratch.get());
  }

  @Override
  public void sum(long[] a, int ao, long[] r, int ro, int n) {
    scalar.sum(a, ao, r, ro, n);
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

  @Override
  public ElementTile tile(int registers, int sums) {
    return ready.getAsBoolean()
        ? new VectorTile(vectors, elements, powers, registers, sums)
        : scalar.tile(registers, sums);
  }
}
