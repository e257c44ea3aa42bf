package io.zkchain.prover.msm;

import static io.zkchain.prover.field.PrimeField.LIMBS;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.PrimeField;
import io.zkchain.prover.parallel.Parallel;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scalars of full width in groups of equal ones: {@code sum s_i B_i} is the sum over all groups of
 * their scalar times the sum of their bases, and zeros are left out. A base costs one addition for
 * its group instead of one for each window of its scalar.
 */
final class EqualScalars {
  private static final int FEWEST = 256;
  private static final int SAMPLE = 1024;
  private static final int PIECE = 512; // most points of a sum that one thread makes
  private static final int ZERO = -1;

  private final int[] groups; // of each scalar, ZERO for none
  private final int[] firsts; // of each group, its first scalar
  private int count;
  private int terms;

  private EqualScalars(FrVector scalars) {
    groups = new int[scalars.size()];
    firsts = new int[scalars.size()];
    int bits = 33 - Integer.numberOfLeadingZeros(scalars.size());
    int[] table = new int[1 << bits]; // group + 1
    for (int i = 0; i < groups.length; i++) {
      groups[i] = scalars.isZero(i) ? ZERO : group(scalars, i, table, 64 - bits);
      terms += groups[i] == ZERO ? 0 : 1;
    }
  }

  private int group(FrVector scalars, int i, int[] table, int shift) {
    long[] limbs = scalars.limbs();
    int at = scalars.offset(i);
    int slot = slot(limbs, at, shift);
    while (table[slot] != 0) {
      int group = table[slot] - 1;
      if (PrimeField.equal(limbs, at, limbs, scalars.offset(firsts[group]))) {
        return group;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = count + 1;
    firsts[count] = i;
    return count++;
  }

  private static int slot(long[] limbs, int at, int shift) {
    long mixed = limbs[at] + 31 * limbs[at + 1] + 961 * limbs[at + 2] + 29791 * limbs[at + 3];
    return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> shift);
  }

  /** The groups, or null if there are hardly fewer of them than there are scalars. */
  static @Nullable EqualScalars find(FrVector scalars) {
    int n = scalars.size();
    if (n < FEWEST || !sampleRepeats(scalars)) {
      return null;
    }
    EqualScalars equal = new EqualScalars(scalars);
    return equal.count <= n - n / 8 ? equal : null;
  }

  /**
   * Whether some scalars of a sample are equal. Where each value occurs twice among 2^18 scalars,
   * there is such a pair on average.
   */
  private static boolean sampleRepeats(FrVector scalars) {
    int n = scalars.size();
    int size = Math.min(n, SAMPLE);
    FrVector sample = new FrVector(size);
    for (int i = 0; i < size; i++) {
      // The golden ratio's multiples spread evenly and follow no period of the scalars.
      int from = size == n ? i : (int) ((i * 0x9E3779B9L & 0xFFFFFFFFL) * n >>> 32);
      System.arraycopy(
          scalars.limbs(), scalars.offset(from), sample.limbs(), sample.offset(i), LIMBS);
    }
    EqualScalars equal = new EqualScalars(sample);
    return equal.count < size;
  }

  /** The number of groups. */
  int count() {
    return count;
  }

  /** The groups' scalars. */
  FrVector distinct(FrVector scalars) {
    FrVector distinct = new FrVector(count);
    for (int g = 0; g < count; g++) {
      System.arraycopy(
          scalars.limbs(), scalars.offset(firsts[g]), distinct.limbs(), distinct.offset(g), LIMBS);
    }
    return distinct;
  }

  /** The sums of the groups' bases; scalar i belongs to the point of number {@code base(i)}. */
  Points sums(Points points, IntUnaryOperator base, Supplier<SegmentSums> sums, Parallel parallel) {
    int[] starts = new int[count + 2];
    for (int group : groups) {
      if (group != ZERO) {
        starts[group + 2]++;
      }
    }
    for (int g = 2; g < count + 2; g++) {
      starts[g] += starts[g - 1];
    }
    int[] refs = new int[terms];
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] != ZERO) {
        refs[starts[groups[i] + 1]++] = base.applyAsInt(i) << 1;
      }
    }
    return new Points.OfArray(sum(points, refs, starts, sums, parallel));
  }

  /** Pieces of groups first, by all threads; then the groups of more than one piece. */
  private long[] sum(
      Points points, int[] refs, int[] starts, Supplier<SegmentSums> sums, Parallel parallel) {
    int[] pieces = new int[count + refs.length / PIECE + 1];
    int[] firstPieces = new int[count + 1];
    int used = 0;
    for (int g = 0; g < count; g++) {
      firstPieces[g] = used;
      for (int from = starts[g]; from < starts[g + 1]; from += PIECE) {
        pieces[used++] = from;
      }
    }
    firstPieces[count] = used;
    pieces[used] = refs.length;
    long[] partial = new long[G1.LIMBS * used];
    int most = used;
    int parts = Math.min(parallel.threads(), Math.max(1, refs.length / FEWEST));
    parallel.forEach(
        parts,
        part -> {
          int from = (int) ((long) most * part / parts);
          int to = (int) ((long) most * (part + 1) / parts);
          long[] out = new long[G1.LIMBS * (to - from)];
          int[] own = Arrays.copyOfRange(pieces, from, to + 1);
          sums.get().sum(points, refs, own, to - from, out);
          System.arraycopy(out, 0, partial, G1.LIMBS * from, out.length);
        });
    if (used == count) {
      return partial;
    }
    int[] all = new int[used];
    Arrays.setAll(all, i -> 2 * i);
    long[] out = new long[G1.LIMBS * count];
    sums.get().sum(new Points.OfArray(partial), all, firstPieces, count, out);
    return out;
  }
}
