package io.zkchain.prover.protocol;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Linear combinations of integer columns, tile by tile. */
final class LinearColumns {
  private static final int GRAIN = 4096;
  private static final int TILE = 256;

  private LinearColumns() {}

  /** A constant plus columns of integers times one factor each. */
  static FrVector combination(
      int size, Fr constant, List<long[]> columns, List<Fr> factors, Parallel parallel) {
    FrVector sum = new FrVector(size);
    forTiles(
        sum,
        constant,
        columns,
        factors,
        parallel,
        (rows, offsets, weights, i, count) ->
            Kernels.fr()
                .combineLongs(rows, offsets, weights, 0, sum.limbs(), sum.offset(i), count));
    return sum;
  }

  /** Adds columns of integers, as long as the sum, times one factor each. */
  static void addScaled(FrVector sum, List<long[]> columns, List<Fr> factors, Parallel parallel) {
    forTiles(
        sum,
        Fr.ZERO,
        columns,
        factors,
        parallel,
        (rows, offsets, weights, i, count) -> {
          long[] tile = new long[count * LIMBS];
          Kernels.fr().combineLongs(rows, offsets, weights, 0, tile, 0, count);
          int at = sum.offset(i);
          Kernels.fr().add(sum.limbs(), at, tile, 0, sum.limbs(), at, count);
        });
  }

  private interface TileTask {
    void run(long[][] rows, int[] offsets, long[] weights, int from, int count);
  }

  /** Runs tiles of columns behind a row of ones that carries the constant. */
  private static void forTiles(
      FrVector sum,
      Fr constant,
      List<long[]> columns,
      List<Fr> factors,
      Parallel parallel,
      TileTask task) {
    List<long[]> all = new ArrayList<>(columns);
    List<Fr> scales = new ArrayList<>(factors);
    boolean shifted = !constant.isZero();
    if (shifted) {
      long[] ones = new long[TILE];
      Arrays.fill(ones, 1);
      all.addFirst(ones);
      scales.addFirst(constant);
    }
    long[][] rows = all.toArray(long[][]::new);
    long[] weights = FrVector.of(scales.toArray(Fr[]::new)).limbs();
    parallel.forRange(
        sum.size(),
        GRAIN,
        (from, to) -> {
          int[] offsets = new int[rows.length];
          for (int i = from; i < to; i += TILE) {
            Arrays.fill(offsets, i);
            if (shifted) {
              offsets[0] = 0;
            }
            task.run(rows, offsets, weights, i, Math.min(TILE, to - i));
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
