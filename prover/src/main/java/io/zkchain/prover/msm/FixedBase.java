package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.parallel.Parallel;

/**
 * Many multiples of one point: a table of {@code d * 2^(8w) * P} for bytes d, and one sum of at
 * most 32 of them per multiple.
 */
public final class FixedBase {
  private static final int WINDOWS = 32;
  private static final int DIGITS = 256;
  private static final int CHUNK = 512; // multiples per batch of sums

  private final long[] table = new long[G1.LIMBS * WINDOWS * DIGITS];

  /** A table for a point. */
  public FixedBase(G1 point) {
    G1 unit = point;
    for (int w = 0; w < WINDOWS; w++) {
      unit.store(table, G1.LIMBS * (DIGITS * w + 1));
      for (int bit = 1; bit < 8; bit++) {
        unit = unit.twice();
        unit.store(table, G1.LIMBS * (DIGITS * w + (1 << bit)));
      }
      unit = unit.twice();
    }
    fill();
  }

  /** Entries that are no powers of two, as sums of two smaller ones, all windows together. */
  private void fill() {
    SegmentSums sums = SegmentSums.create();
    for (int bit = 1; bit < 8; bit++) {
      int low = (1 << bit) - 1; // entries 2^bit + 1 .. 2^bit + low
      int[] refs = new int[2 * WINDOWS * low];
      int[] starts = new int[WINDOWS * low + 1];
      for (int k = 0; k < WINDOWS * low; k++) {
        int window = DIGITS * (k / low);
        refs[2 * k] = (window + (1 << bit)) << 1;
        refs[2 * k + 1] = (window + 1 + k % low) << 1;
        starts[k + 1] = 2 * k + 2;
      }
      long[] out = new long[G1.LIMBS * WINDOWS * low];
      sums.sum(new Points.OfArray(table), refs, starts, WINDOWS * low, out);
      for (int w = 0; w < WINDOWS; w++) {
        int target = G1.LIMBS * (DIGITS * w + (1 << bit) + 1);
        System.arraycopy(out, G1.LIMBS * low * w, table, target, G1.LIMBS * low);
      }
    }
  }

  /** {@code scalars[i] * P} for all i. */
  public Bases multiples(FrVector scalars, Parallel parallel) {
    int n = scalars.size();
    long[] points = new long[Math.multiplyExact(G1.LIMBS, n)];
    parallel.forEach(
        (n + CHUNK - 1) / CHUNK,
        c -> multiples(scalars, CHUNK * c, Math.min(n, CHUNK * (c + 1)), points));
    return Bases.copyOf(points);
  }

  private void multiples(FrVector scalars, int from, int to, long[] points) {
    int count = to - from;
    long[] plain = new long[PrimeField.LIMBS * count];
    Kernels.fr().fromMontgomery(scalars.limbs(), scalars.offset(from), plain, 0, count);
    int[] refs = new int[WINDOWS * count];
    int[] starts = new int[count + 1];
    int used = 0;
    for (int i = 0; i < count; i++) {
      for (int w = 0; w < WINDOWS; w++) {
        int digit = (int) (plain[PrimeField.LIMBS * i + w / 8] >>> (8 * (w % 8))) & 0xff;
        if (digit != 0) {
          refs[used++] = (DIGITS * w + digit) << 1;
        }
      }
      starts[i + 1] = used;
    }
    long[] out = new long[G1.LIMBS * count];
    SegmentSums.create().sum(new Points.OfArray(table), refs, starts, count, out);
    System.arraycopy(out, 0, points, G1.LIMBS * from, out.length);
  }
}
