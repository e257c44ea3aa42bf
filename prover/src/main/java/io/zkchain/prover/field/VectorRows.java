package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.field.VectorScratch.TILE_ELEMENTS;
import static io.zkchain.prover.field.VectorScratch.WORDS;
import static io.zkchain.prover.field.VectorScratch.blocks;

import java.util.Arrays;

/** Rows of plain integers, each of a known number of bits, times elements. */
final class VectorRows {
  private static final int ROWS_AT_ONCE = 32; // of integers, streams that are read side by side
  private static final int MOST_COLUMNS = 512; // cut elements that fit the first-level cache

  private final VectorElements elements;
  private final VectorLongs integers;

  VectorRows(PrimeField field, VectorElements elements) {
    this.elements = elements;
    this.integers = new VectorLongs(field);
  }

  /** Such that all v are in [-2^bits, 2^bits]. */
  private static int bits(long[] v, int from, int n) {
    long used = 0;
    for (int i = from; i < from + n; i++) {
      used |= v[i] ^ v[i] >> 63;
    }
    return Long.SIZE - Long.numberOfLeadingZeros(used);
  }

  /**
   * Bits of the largest of {@code n} integers in each row; any number above {@code most} if more.
   */
  static int bits(long[][] v, int[] offsets, int n, int most) {
    int bits = 0;
    for (int j = 0; j < offsets.length && bits <= most; j++) {
      bits = Math.max(bits, bits(v[j], offsets[j], n));
    }
    return bits;
  }

  /** The same for rows of one array that begin {@code step} apart. */
  static int bits(long[] v, int vo, int step, int rows, int n, int most) {
    int bits = 0;
    for (int j = 0; j < rows && bits <= most; j++) {
      bits = Math.max(bits, bits(v, vo + j * step, n));
    }
    return bits;
  }

  /** {@link FieldKernel#combineLongs} of integers of at most {@link VectorLongs#MAX_BITS} bits. */
  void combine(
      long[][] v,
      int[] offsets,
      int bits,
      long[] w,
      int wo,
      long[] r,
      int ro,
      int n,
      VectorScratch t) {
    double[] digits = new double[VectorLongs.DIGITS * offsets.length];
    for (int j = 0; j < offsets.length; j++) {
      VectorLongs.cut(w, wo + LIMBS * j, digits, VectorLongs.DIGITS * j, 1);
    }
    int exact = 1 << VectorLongs.MAX_BITS - bits;
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
      long[][] v, int[] offsets, int exact, double[] digits, int at, int blocks, VectorScratch t) {
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

  /**
   * {@link FieldKernel#innerProductsLongs} of integers of at most six bits less than {@link
   * VectorLongs#MAX_BITS}.
   */
  void innerProducts(
      long[] v,
      int vo,
      int step,
      int rows,
      int bits,
      long[] a,
      int ao,
      int n,
      long[] r,
      int ro,
      VectorScratch t) {
    int exact = Math.min(MOST_COLUMNS, 1 << VectorLongs.MAX_BITS - bits);
    double[] cut = new double[VectorLongs.SUMS * blocks(Math.min(n, exact))];
    int full = n / LANES * LANES;
    for (int from = 0; from < full; from += exact) {
      int count = Math.min(exact, full - from);
      cut(a, ao + LIMBS * from, count, 0, cut);
      addInnerProducts(v, vo + from, step, rows, cut, count / LANES, from > 0, r, ro, t);
    }
    if (full < n) { // a block that overlaps the one before, whose elements are 0 there
      Arrays.fill(cut, 0, VectorLongs.SUMS, 0);
      cut(a, ao + LIMBS * full, n - full, LANES - (n - full), cut);
      addInnerProducts(v, vo + n - LANES, step, rows, cut, 1, true, r, ro, t);
    }
  }

  /** Digits of elements, from a lane on. */
  private static void cut(long[] a, int ao, int n, int lane, double[] r) {
    for (int i = 0; i < n; i++) {
      int to = (lane + i) / LANES * VectorLongs.SUMS + (lane + i) % LANES;
      VectorLongs.cut(a, ao + LIMBS * i, r, to, LANES);
    }
  }

  private void addInnerProducts(
      long[] v,
      int vo,
      int step,
      int rows,
      double[] cut,
      int columns,
      boolean add,
      long[] r,
      int ro,
      VectorScratch t) {
    for (int i = 0; i < rows; i += TILE_ELEMENTS) {
      int count = Math.min(TILE_ELEMENTS, rows - i);
      int blocks = blocks(count);
      Arrays.fill(t.sums, 0, blocks * VectorLongs.SUMS, 0);
      integers.addInnerProducts(v, vo + i * step, step, count, cut, columns, t.sums);
      integers.reduce(t.sums, t.a, 0, blocks);
      if (add) {
        t.addTo(r, ro + LIMBS * i, count);
      } else {
        t.store(t.a, count, r, ro + LIMBS * i);
      }
    }
  }
}
