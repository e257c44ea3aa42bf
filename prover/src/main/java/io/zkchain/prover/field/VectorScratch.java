package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import java.util.Arrays;

/** One thread's work space for tiles of elements in blocks, and their way in and out. */
final class VectorScratch {
  private static final int TILE = 16; // blocks that stay in the first-level cache

  /** Elements of a tile. */
  static final int TILE_ELEMENTS = TILE * LANES;

  /** Words of a block of elements. */
  static final int WORDS = LIMBS * LANES;

  final long[] tail = new long[WORDS]; // the elements of a last block that is not full
  final double[] a = new double[TILE * BLOCK];
  final double[] b = new double[TILE * BLOCK];
  final double[] factor = new double[BLOCK];
  final long[] element = new long[LIMBS];
  final double[] sums = new double[TILE * VectorLongs.SUMS];
  private final VectorElements elements;

  VectorScratch(VectorElements elements) {
    this.elements = elements;
  }

  /** Blocks that hold so many elements. */
  static int blocks(int n) {
    return (n + LANES - 1) / LANES;
  }

  /** Elements as balanced limbs; a last block that is not full is filled up with zeros. */
  void load(long[] in, int from, int n, int halve, double[] r) {
    int full = n / LANES;
    elements.load(in, from, halve, r, 0, full);
    int rest = LIMBS * (n - full * LANES);
    if (rest > 0) {
      System.arraycopy(in, from + full * WORDS, tail, 0, rest);
      Arrays.fill(tail, rest, WORDS, 0);
      elements.load(tail, 0, halve, r, full * BLOCK, 1);
    }
  }

  /** The first {@code n} elements of blocks. */
  void store(double[] out, int n, long[] r, int ro) {
    int full = n / LANES;
    elements.store(out, 0, 1, r, ro, full);
    int rest = LIMBS * (n - full * LANES);
    if (rest > 0) {
      elements.store(out, full * BLOCK, 1, tail, 0, 1);
      System.arraycopy(tail, 0, r, ro + full * WORDS, rest);
    }
  }

  /** {@code r += a} for so many elements. */
  void addTo(long[] r, int ro, int count) {
    load(r, ro, count, 0, b);
    elements.add(a, 0, BLOCK, 1, b, 0, BLOCK, a, 0, blocks(count));
    store(a, count, r, ro);
  }
}
