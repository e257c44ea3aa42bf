package io.zkchain.prover.protocol;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;

/** Linear combinations of integer columns, tile by tile. */
final class LinearColumns {
  private static final int GRAIN = 4096;
  private static final int TILE = 256;

  private LinearColumns() {}

  /** Adds factor times the column. */
  static void addScaled(FrVector sum, long[] column, Fr factor, Parallel parallel) {
    FieldKernel kernel = Kernels.fr();
    long[] scale = limbs(factor);
    parallel.forRange(
        column.length,
        GRAIN,
        (from, to) -> {
          long[] tile = new long[TILE * LIMBS];
          for (int i = from; i < to; i += TILE) {
            int count = Math.min(TILE, to - i);
            kernel.scaleLongs(column, i, scale, 0, tile, 0, count);
            kernel.add(sum.limbs(), sum.offset(i), tile, 0, sum.limbs(), sum.offset(i), count);
          }
        });
  }

  /** Adds factor times the column. */
  static void addScaled(FrVector sum, FrVector column, Fr factor, Parallel parallel) {
    long[] scale = limbs(factor);
    parallel.forRange(
        column.size(),
        GRAIN,
        (from, to) ->
            Kernels.fr()
                .addScaled(
                    column.limbs(),
                    column.offset(from),
                    scale,
                    0,
                    sum.limbs(),
                    sum.offset(from),
                    to - from));
  }

  /** Multiplies all entries. */
  static void scale(FrVector column, Fr factor, Parallel parallel) {
    long[] scale = limbs(factor);
    parallel.forRange(
        column.size(),
        GRAIN,
        (from, to) ->
            Kernels.fr()
                .scale(
                    column.limbs(),
                    column.offset(from),
                    scale,
                    0,
                    column.limbs(),
                    column.offset(from),
                    to - from));
  }

  /** A vector that holds one value everywhere. */
  static FrVector constant(int size, Fr value) {
    FrVector vector = new FrVector(size);
    for (int i = 0; i < size; i++) {
      vector.set(i, value);
    }
    return vector;
  }

  /** Adds to one entry. */
  static void addAt(FrVector vector, int index, Fr value) {
    vector.set(index, vector.get(index).add(value));
  }

  private static long[] limbs(Fr value) {
    long[] limbs = new long[LIMBS];
    value.store(limbs, 0);
    return limbs;
  }
}
