package io.zkchain.prover.msm;

import static io.zkchain.prover.field.VectorField.BLOCK;
import static io.zkchain.prover.field.VectorField.LANES;

import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.field.VectorField;
import java.math.BigInteger;

/**
 * Adds pairs of affine points, 4 or 8 at a time, that share one inversion. Chords only: none of the
 * points may be infinity, and it adds nothing if both points of a pair have the same x.
 *
 * <p>Points lie in an arena of blocks as {@link VectorField} has them: the block of x coordinates
 * of {@link VectorField#LANES} points, then that of their y coordinates.
 *
 * <p>Coordinates are z * 2^256 and the vector arithmetic divides by 2^255, so to it every
 * coordinate is twice what it is. The slope is the same for doubled coordinates; of the sum, {@code
 * 2 x3 = 2 slope^2 - 2 x1 - 2 x2} needs a factor of 2 before the square, and {@code 2 y3 = slope (2
 * x1 - 2 x3) - 2 y1} needs nothing.
 *
 * <p>Bounds, in units of p: coordinates are at most 1, sums' coordinates 1/2 (and a rounding error)
 * again, so differences of x are at most 1.5, of y 2. Products of such differences of x, and their
 * inverses, stay below 1.46; the slope is at most 1.72, its square 1.74, and the numbers that are
 * reduced at most 2 * 1.74 + 2 = 5.5.
 */
final class ChordAdder {
  /** Doubles per block of points. */
  static final int POINT_BLOCK = 2 * BLOCK;

  private static final int TILE = 16; // blocks that stay in the first-level cache
  private static final PrimeField F = PrimeField.FQ;

  private final VectorField field = new VectorField(F);
  private final double[] differences;
  private final double[] products;
  private final double[] scratch = new double[TILE * BLOCK];
  private final double[] one = new double[BLOCK]; // 2^255 mod p
  private final long[] quarter = new long[PrimeField.LIMBS]; // 1/4
  private final long[] lanes = new long[PrimeField.LIMBS * LANES];
  private final long[] before = new long[PrimeField.LIMBS * (LANES + 1)]; // products of lanes
  private final long[] inverse = new long[PrimeField.LIMBS];

  /** For at most so many blocks of pairs in one call. */
  ChordAdder(int capacity) {
    differences = new double[(capacity + 1) * BLOCK];
    products = new double[(capacity + 1) * BLOCK];
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
   * Adds to the points at {@code left[k]} those at {@code right[k]}, for all k < blocks; or changes
   * nothing and returns false.
   */
  boolean add(double[] arena, int[] left, int[] right, int blocks) {
    forward(arena, left, right, blocks);
    if (!invert(blocks)) {
      return false;
    }
    backward(arena, left, right, blocks);
    return true;
  }

  /** Slopes' denominators and the products of all before each, every lane for itself. */
  private void forward(double[] arena, int[] left, int[] right, int blocks) {
    System.arraycopy(one, 0, products, 0, BLOCK);
    for (int from = 0; from < blocks; from += TILE) {
      int count = Math.min(TILE, blocks - from);
      int o = from * BLOCK;
      field.subtract(arena, right, left, from, 0, differences, o, count);
      field.mul(differences, o, BLOCK, products, o, BLOCK, products, o + BLOCK, BLOCK, count);
    }
  }

  /**
   * From the lanes' products Q 2^255 to (1/Q) 2^255, with one inversion for all of them: that of a
   * plain number Q 2^255 in Montgomery form gives 2^512 / (Q 2^255). False if one is 0.
   */
  private boolean invert(int blocks) {
    int size = PrimeField.LIMBS;
    for (int lane = 0; lane < LANES; lane++) {
      int at = size * lane;
      field.getLane(products, blocks * BLOCK, lane, lanes, at);
      if (lane == 0) {
        System.arraycopy(lanes, 0, before, size, size);
      } else {
        F.mul(before, at, lanes, at, before, at + size);
      }
    }
    if (PrimeField.isZero(before, size * LANES)) {
      return false;
    }
    F.inverse(before, size * LANES, inverse, 0);
    F.mul(inverse, 0, quarter, 0, inverse, 0); // that of all lanes, and so of each
    for (int lane = LANES - 1; lane > 0; lane--) {
      F.mul(inverse, 0, before, size * lane, before, size * (lane + 1));
      F.mul(inverse, 0, lanes, size * lane, inverse, 0);
      field.setLane(before, size * (lane + 1), differences, blocks * BLOCK, lane);
    }
    field.setLane(inverse, 0, differences, blocks * BLOCK, 0);
    return true;
  }

  private void backward(double[] arena, int[] left, int[] right, int blocks) {
    double[] d = differences;
    double[] p = products;
    for (int to = blocks; to > 0; to -= TILE) {
      int from = Math.max(0, to - TILE);
      int n = to - from;
      int o = from * BLOCK;
      int last = (to - 1) * BLOCK;
      // d[k] becomes the inverse of the product of denominators before k, p[k] that of denominator
      // k.
      field.mul(d, last + BLOCK, -BLOCK, d, last, -BLOCK, d, last, -BLOCK, n);
      field.mul(d, o + BLOCK, BLOCK, p, o, BLOCK, p, o, BLOCK, n);
      field.subtract(arena, right, left, from, BLOCK, scratch, 0, n);
      field.mul(p, o, BLOCK, scratch, 0, BLOCK, p, o, BLOCK, n); // slope
      field.mul(p, o, BLOCK, p, o, BLOCK, scratch, 0, BLOCK, n);
      field.reduce(scratch, 0, 2, arena, left, right, 1, from, 0, n); // x3, and x1 - x3
      field.mul(p, o, BLOCK, scratch, 0, BLOCK, scratch, 0, BLOCK, n);
      field.reduce(scratch, 0, 1, arena, left, right, 0, from, BLOCK, n); // y3
    }
  }
}
