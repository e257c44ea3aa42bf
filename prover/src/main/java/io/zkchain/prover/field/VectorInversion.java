package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;
import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;
import static io.zkchain.prover.field.VectorScratch.WORDS;

import java.util.Arrays;

/** Inverses by Montgomery's trick, every lane for itself. */
final class VectorInversion {
  private final VectorField vectors;
  private final VectorElements elements;
  private final ScalarKernel scalar;
  private final long[] half;
  private final long[] words;
  private final double[] numbers; // a, then the inverse of the product up to it
  private final double[] products; // of all before
  private final long[] lanes = new long[LIMBS * LANES];

  /**
   * Work space for one thread.
   *
   * @param half the element 1/2
   * @param blocks most blocks that one run may have
   */
  VectorInversion(
      VectorField vectors, VectorElements elements, ScalarKernel scalar, long[] half, int blocks) {
    this.vectors = vectors;
    this.elements = elements;
    this.scalar = scalar;
    this.half = half;
    words = new long[blocks * WORDS];
    numbers = new double[(blocks + 1) * BLOCK];
    products = new double[(blocks + 1) * BLOCK];
  }

  /** {@code r = 1/a}, 0 where a is 0. */
  void run(long[] a, int ao, long[] r, int ro, int n) {
    boolean[] zero = new boolean[n];
    int blocks = VectorScratch.blocks(n);
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
   * A vector product of all, Q, stands for Q / 2^255, whose inverse is 2^510 / Q. Four times that,
   * 2^512 / Q, is what the scalar inverse of Q gives, and four times the inverse of a number is
   * what is wanted of each: a = z 2^256 gives 2^512 / a = 2^256 / z.
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
