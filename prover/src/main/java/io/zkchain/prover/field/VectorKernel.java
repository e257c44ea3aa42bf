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
  private static final int FEWEST = 1024; // for fewer, scalar inversions are as fast
  private static final int EXACT_SUMMANDS = 8;
  private static final int ROWS_AT_ONCE = 32; // of integers, streams that are read side by side
  private static final int MOST_COLUMNS = 512; // cut elements that fit the first-level cache
  private static final int SUM_TILES =
      32; // products of so many tiles, 2^12 or fewer, sum to less than 2^62 a limb

  private static final long[] PLAIN_ONE = {1, 0, 0, 0};

  private final PrimeField f;
  private final ScalarKernel scalar;
  private final VectorField vectors;
  private final VectorElements elements;
  private final VectorLongs integers;
  private final BooleanSupplier ready;
  private final long[] half = new long[LIMBS]; // 1/2
  private final long[] powers = new long[5 * LIMBS]; // 2^(51 k), plain
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final long[] tail = new long[WORDS]; // the elements of a last block that is not full
    final double[] a = new double[TILE * BLOCK];
    final double[] b = new double[TILE * BLOCK];
    final double[] factor = new double[BLOCK];
    final long[] element = new long[LIMBS];
    final double[] sums = new double[TILE * VectorLongs.SUMS];
  }

  private VectorKernel(PrimeField field, BooleanSupplier ready) {
    this.f = field;
    this.scalar = new ScalarKernel(field);
    this.vectors = new VectorField(field);
    this.elements = new VectorElements(field);
    this.integers = new VectorLongs(field);
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

  /** Elements as balanced limbs; a last block that is not full is filled up with zeros. */
  private void load(long[] a, int ao, int n, int halve, double[] r, Scratch t) {
    int full = n / LANES;
    elements.load(a, ao, halve, r, 0, full);
    int rest = LIMBS * (n - full * LANES);
    if (rest > 0) {
      System.arraycopy(a, ao + full * WORDS, t.tail, 0, rest);
      Arrays.fill(t.tail, rest, WORDS, 0);
      elements.load(t.tail, 0, halve, r, full * BLOCK, 1);
    }
  }

  private void store(double[] a, int n, long[] r, int ro, Scratch t) {
    int full = n / LANES;
    elements.store(a, 0, 1, r, ro, full);
    int rest = LIMBS * (n - full * LANES);
    if (rest > 0) {
      elements.store(a, full * BLOCK, 1, t.tail, 0, 1);
      System.arraycopy(t.tail, 0, r, ro + full * WORDS, rest);
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
      store(t.a, count, r, ro + LIMBS * i, t);
    }
  }

  /** Products of a tile, as vectors in {@code t.a}. */
  private void products(long[] a, int ao, long[] b, int bo, int count, Scratch t) {
    int blocks = blocks(count);
    load(a, ao, count, 0, t.a, t);
    load(b, bo, count, 1, t.b, t);
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
      store(t.a, count, r, ro + LIMBS * i, t);
    }
  }

  private void multiples(long[] a, int ao, double[] factor, int count, Scratch t) {
    load(a, ao, count, 0, t.a, t);
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

  /** {@code r += t.a}. */
  private void addTo(long[] r, int ro, int count, Scratch t) {
    load(r, ro, count, 0, t.b, t);
    elements.add(t.a, 0, BLOCK, 1, t.b, 0, BLOCK, t.a, 0, blocks(count));
    store(t.a, count, r, ro, t);
  }

  @Override
  public void fold(long[] a, int ao, int high, long[] s, int so, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.fold(a, ao, high, s, so, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
    double[] factor = halvedFactor(s, so, t);
    for (int i = 0; i < n; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, n - i);
      int blocks = blocks(count);
      load(a, ao + LIMBS * i, count, 0, t.a, t);
      load(a, high + LIMBS * i, count, 0, t.b, t);
      elements.add(t.b, 0, BLOCK, -1, t.a, 0, BLOCK, t.b, 0, blocks);
      vectors.mul(t.b, 0, BLOCK, factor, 0, 0, t.b, 0, BLOCK, blocks);
      elements.add(t.a, 0, BLOCK, 1, t.b, 0, BLOCK, t.a, 0, blocks);
      store(t.a, count, r, ro + LIMBS * i, t);
    }
  }

  @Override
  public void innerProduct(long[] a, int ao, long[] b, int bo, long[] r, int ro, int n) {
    if (isSlow(n)) {
      scalar.innerProduct(a, ao, b, bo, r, ro, n);
      return;
    }
    Scratch t = scratch.get();
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
      int blocks = blocks(n);
      System.arraycopy(a, ao, words, 0, LIMBS * n);
      Arrays.fill(words, LIMBS * n, blocks * WORDS, 1);
      for (int i = 0; i < n; i++) {
        zero[i] = PrimeField.isZero(words, LIMBS * i);
        words[LIMBS * i] |= zero[i] ? 1 : 0;
      }
      elements.load(words, 0, 0, numbers, 0, blocks);
      for (int lane = 0; lane < LANES; lane++) {
        vectors.setLane(half, 0, products, 0, lane); // 1/2 is stored as 2^255, the vectors' one
      }
      vectors.mul(numbers, 0, BLOCK, products, 0, BLOCK, products, BLOCK, BLOCK, blocks);
      invertLanes(blocks * BLOCK);
      int last = (blocks - 1) * BLOCK;
      vectors.mul(
          numbers, last + BLOCK, -BLOCK, numbers, last, -BLOCK, numbers, last, -BLOCK, blocks);
      vectors.mul(numbers, BLOCK, BLOCK, products, 0, BLOCK, products, 0, BLOCK, blocks);
      elements.store(products, 0, 1, words, 0, blocks);
      System.arraycopy(words, 0, r, ro, LIMBS * n);
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

  /** Such that all v are in [-2^bits, 2^bits]. */
  private static int bits(long[] v, int from, int n) {
    long used = 0;
    for (int i = from; i < from + n; i++) {
      used |= v[i] ^ v[i] >> 63;
    }
    return Long.SIZE - Long.numberOfLeadingZeros(used);
  }

  @Override
  public void combineLongs(long[][] v, int[] offsets, long[] w, int wo, long[] r, int ro, int n) {
    int bits = 0;
    boolean slow = isSlow(n);
    for (int j = 0; j < offsets.length && !slow; j++) {
      bits = Math.max(bits, bits(v[j], offsets[j], n));
      slow = bits > VectorLongs.MAX_BITS;
    }
    if (slow) {
      scalar.combineLongs(v, offsets, w, wo, r, ro, n);
      return;
    }
    double[] digits = new double[VectorLongs.DIGITS * offsets.length];
    for (int j = 0; j < offsets.length; j++) {
      VectorLongs.cut(w, wo + LIMBS * j, digits, VectorLongs.DIGITS * j, 1);
    }
    int exact = 1 << VectorLongs.MAX_BITS - bits;
    Scratch t = scratch.get();
    int full = n / LANES * LANES;
    for (int i = 0; i < full; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, full - i);
      combination(v, offsets, exact, digits, i, count / LANES, t);
      elements.store(t.a, 0, 1, r, ro + LIMBS * i, count / LANES);
    }
    if (full < n) { // a last block that overlaps the one before
      combination(v, offsets, exact, digits, n - LANES, 1, t);
      elements.store(t.a, 0, 1, t.tail, 0, 1);
      int rest = LIMBS * (n - full);
      System.arraycopy(t.tail, WORDS - rest, r, ro + LIMBS * full, rest);
    }
  }

  /** The sums of a tile, in {@code t.a}; {@code exact} rows may be added up before reduction. */
  private void combination(
      long[][] v, int[] offsets, int exact, double[] digits, int at, int blocks, Scratch t) {
    int rows = offsets.length;
    for (int start = 0; start == 0 || start < rows; start += exact) {
      Arrays.fill(t.sums, 0, blocks * VectorLongs.SUMS, 0);
      int end = (int) Math.min(rows, (long) start + exact);
      for (int from = start; from < end; from += ROWS_AT_ONCE) {
        int to = Math.min(end, from + ROWS_AT_ONCE);
        integers.addMultiples(v, offsets, from, to, at, digits, t.sums, blocks);
      }
      if (start == 0) {
        integers.reduce(t.sums, t.a, 0, blocks);
      } else {
        integers.reduce(t.sums, t.b, 0, blocks);
        elements.add(t.a, 0, BLOCK, 1, t.b, 0, BLOCK, t.a, 0, blocks);
      }
    }
  }

  @Override
  public void innerProductLongs(long[] a, int ao, long[] v, int vo, long[] r, int ro, int n) {
    scalar.innerProductLongs(a, ao, v, vo, r, ro, n);
  }

  @Override
  public void innerProductsLongs(
      long[] v, int vo, int step, int rows, long[] a, int ao, int n, long[] r, int ro) {
    int bits = 0;
    boolean slow = isSlow(n) || rows < LANES;
    for (int j = 0; j < rows && !slow; j++) {
      bits = Math.max(bits, bits(v, vo + j * step, n));
      slow = bits > VectorLongs.MAX_BITS - 6;
    }
    if (slow) {
      scalar.innerProductsLongs(v, vo, step, rows, a, ao, n, r, ro);
      return;
    }
    int exact = Math.min(MOST_COLUMNS, 1 << VectorLongs.MAX_BITS - bits);
    double[] cut = new double[VectorLongs.SUMS * blocks(Math.min(n, exact))];
    int full = n / LANES * LANES;
    for (int from = 0; from < full; from += exact) {
      int count = Math.min(exact, full - from);
      cut(a, ao + LIMBS * from, count, 0, cut);
      innerProducts(v, vo + from, step, rows, cut, count / LANES, from > 0, r, ro);
    }
    if (full < n) { // a block that overlaps the one before, whose elements are 0 there
      Arrays.fill(cut, 0, VectorLongs.SUMS, 0);
      cut(a, ao + LIMBS * full, n - full, LANES - (n - full), cut);
      innerProducts(v, vo + n - LANES, step, rows, cut, 1, true, r, ro);
    }
  }

  /** Digits of elements, from a lane on. */
  private static void cut(long[] a, int ao, int n, int lane, double[] r) {
    for (int i = 0; i < n; i++) {
      int to = (lane + i) / LANES * VectorLongs.SUMS + (lane + i) % LANES;
      VectorLongs.cut(a, ao + LIMBS * i, r, to, LANES);
    }
  }

  private void innerProducts(
      long[] v,
      int vo,
      int step,
      int rows,
      double[] cut,
      int columns,
      boolean add,
      long[] r,
      int ro) {
    Scratch t = scratch.get();
    for (int i = 0; i < rows; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, rows - i);
      int blocks = blocks(count);
      Arrays.fill(t.sums, 0, blocks * VectorLongs.SUMS, 0);
      integers.addInnerProducts(v, vo + i * step, step, count, cut, columns, t.sums);
      integers.reduce(t.sums, t.a, 0, blocks);
      if (add) {
        addTo(r, ro + LIMBS * i, count, t);
      } else {
        store(t.a, count, r, ro + LIMBS * i, t);
      }
    }
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
