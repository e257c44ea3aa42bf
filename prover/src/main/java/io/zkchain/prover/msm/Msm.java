package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Multi-scalar multiplication: {@code sum scalar_i * base_i} over bases that are fixed, such as the
 * powers of an SRS.
 *
 * <p>Pippenger's method with signed windows; buckets are summed by additions of affine points that
 * share inversions. All additions are complete, so repeated and opposite bases, infinity, and
 * scalars of any values are legal. Zeros cost almost nothing, and equal scalars of full width an
 * addition each. Instances are immutable and thread-safe. An interrupt of the calling thread ends a
 * sum with a {@link CancellationException} and stays set. Work space is bounded by 12 MB a thread
 * and 32 MB for {@link #BLOCK} scalars, whatever the size of the sum.
 *
 * <pre>{@code
 * Msm msm = new Msm(srs.bases(), Parallel.common());
 * G1 commitment = msm.sum(coefficients); // FrVector
 * G1 cheaper = msm.sum(new long[] {3, -7, 0, 12}); // cost grows with the width of the integers
 * }</pre>
 */
public final class Msm {
  /** Scalars that are worked on together. */
  private static final int BLOCK = 1 << 20;

  /** Per thread, fewer scalars are not worth cutting a window for. */
  private static final int FEWEST_TO_SPLIT = 1 << 11;

  /** Below this many terms the shared inversions do not pay. */
  private static final int FEW = 40;

  private final Bases bases;
  private final Parallel parallel;
  private final Supplier<SegmentSums> segmentSums;
  private final int block;

  /** Sums over these bases. */
  public Msm(Bases bases, Parallel parallel) {
    this(bases, parallel, SegmentSums::create, BLOCK);
  }

  /** With a choice of how to add, and of how many scalars are worked on together. */
  Msm(Bases bases, Parallel parallel, Supplier<SegmentSums> segmentSums, int block) {
    this.block = block;
    this.bases = bases;
    this.parallel = parallel;
    this.segmentSums = segmentSums;
  }

  /** The bases. */
  public Bases bases() {
    return bases;
  }

  /** {@code sum scalars[i] * base[i]}; there may be fewer scalars than bases. */
  public G1 sum(FrVector scalars) {
    return sum(scalars, 0);
  }

  /** {@code sum scalars[i] * base[first + i]}. */
  public G1 sum(FrVector scalars, int first) {
    Objects.checkFromIndexSize(first, scalars.size(), bases.size());
    return sum(new Scalars.Full(scalars), new Consecutive(first));
  }

  /** {@code sum values[i] * base[i]} for signed integers; zeros cost nothing. */
  public G1 sum(long[] values) {
    return sum(values, 0, values.length, 0);
  }

  /**
   * {@code sum values[from + i] * base[first + i]} over {@code count} signed integers; zeros cost
   * nothing.
   */
  public G1 sum(long[] values, int from, int count, int first) {
    Objects.checkFromIndexSize(from, count, values.length);
    Objects.checkFromIndexSize(first, count, bases.size());
    if (tooWide(values, from, count)) {
      FrVector scalars = new FrVector(count);
      Kernels.fr().setLongs(values, from, scalars.limbs(), 0, count);
      return sum(scalars, first);
    }
    return sum(new Scalars.Small(values, from, count), new Consecutive(first));
  }

  /** {@code sum values[i] * base[i]} for signed integers; zeros cost nothing. */
  public G1 sum(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return sum(wide);
  }

  private static boolean tooWide(long[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (values[i] >= 1L << 62 || values[i] <= -1L << 62) {
        return true;
      }
    }
    return false;
  }

  /** {@code sum scalars[i] * base[indices[i]]}; an index may occur more than once. */
  public G1 sumSparse(int[] indices, FrVector scalars) {
    if (indices.length != scalars.size()) {
      throw new IllegalArgumentException(
          indices.length + " indices for " + scalars.size() + " scalars");
    }
    for (int index : indices) {
      Objects.checkIndex(index, bases.size());
    }
    return sum(new Scalars.Full(scalars), new Chosen(indices, 0));
  }

  /** Which base belongs to which scalar. */
  private sealed interface Pairing {
    int base(int scalar);

    /** That of the scalars from number {@code scalar} on. */
    Pairing from(int scalar);
  }

  private record Consecutive(int first) implements Pairing {
    @Override
    public int base(int scalar) {
      return first + scalar;
    }

    @Override
    public Pairing from(int scalar) {
      return new Consecutive(first + scalar);
    }
  }

  private record Chosen(int[] indices, int start) implements Pairing {
    @Override
    public int base(int scalar) {
      return indices[start + scalar];
    }

    @Override
    public Pairing from(int scalar) {
      return new Chosen(indices, start + scalar);
    }
  }

  private G1 sum(Scalars scalars, Pairing pairing) {
    G1 total = G1.INFINITY;
    for (int from = 0; from < scalars.size(); from += block) {
      int to = Math.min(scalars.size(), from + block);
      total = total.add(block(scalars.slice(from, to - from), pairing.from(from)));
    }
    return total;
  }

  private G1 block(Scalars scalars, Pairing pairing) {
    Points points = new Points.OfBases(bases);
    if (scalars instanceof Scalars.Full full) {
      EqualScalars equal = EqualScalars.find(full.values());
      if (equal != null) {
        Points sums = equal.sums(points, pairing::base, segmentSums, parallel);
        return block(new Scalars.Full(equal.distinct(full.values())), sums, new Consecutive(0));
      }
    }
    return block(scalars, points, pairing);
  }

  private G1 block(Scalars scalars, Points points, Pairing pairing) {
    Scalars.Block block = scalars.block(parallel);
    return block.nonZero() < FEW
        ? few(scalars, points, pairing)
        : new WindowSums(block, scalars.size(), points, pairing).sum();
  }

  private static G1 few(Scalars scalars, Points points, Pairing pairing) {
    List<Fr> factors = new ArrayList<>();
    List<G1> terms = new ArrayList<>();
    long[] limbs = new long[G1.LIMBS];
    for (int i = 0; i < scalars.size(); i++) {
      Fr factor = scalars.magnitude(i);
      if (!factor.isZero()) {
        points.load(pairing.base(i), limbs, 0);
        G1 point = G1.load(limbs, 0);
        factors.add(factor);
        terms.add(scalars.isNegative(i) ? point.negate() : point);
      }
    }
    return G1.sum(factors, terms);
  }

  /** The sum over one block of scalars, window by window. */
  private final class WindowSums {
    private final Points points;
    private final Pairing pairing;
    private final int count;
    private final Windows windows;
    private final Scalars.Digits digits;
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Work> idle = new ConcurrentLinkedQueue<>();

    WindowSums(Scalars.Block block, int count, Points points, Pairing pairing) {
      this.points = points;
      this.pairing = pairing;
      this.count = count;
      windows = Windows.best(block.bits(), block.nonZero());
      digits = block.cut(windows, parallel);
    }

    /**
     * Tasks are whole windows; those that would leave threads idle are cut by points, one part for
     * each thread.
     */
    G1 sum() {
      int threads = parallel.threads();
      int split = count >= FEWEST_TO_SPLIT * threads ? windows.count() % threads : 0;
      int whole = windows.count() - split;
      int tasks = whole + split * threads;
      int lists = BucketReduction.isLarge(windows.width() - 1) ? 2 : 1;
      int[] positions = new int[lists * tasks];
      long[][] buckets = new long[tasks][];
      BitSums bits = new BitSums(windows.count() * windows.width());
      parallel.forEach(
          tasks,
          task -> {
            if (caller.isInterrupted()) {
              throw new CancellationException("interrupted");
            }
            Work work = Objects.requireNonNullElseGet(idle.poll(), Work::new);
            int w = task < split * threads ? whole + task / threads : task - split * threads;
            int from = task < split * threads ? part(task % threads, threads) : 0;
            int to = task < split * threads ? part(task % threads + 1, threads) : count;
            buckets[task] = work.window(w, from, to);
            int position = w * windows.width();
            int[] at = {position};
            at = lists == 1 ? at : BucketReduction.halvedPositions(at, windows.width() - 1);
            System.arraycopy(at, 0, positions, lists * task, lists);
            bits.add(position + windows.width() - 1, work.half());
            idle.add(work);
          });
      return combine(buckets, positions, bits);
    }

    private int part(int i, int parts) {
      return (int) ((long) count * i / parts);
    }

    private G1 combine(long[][] buckets, int[] positions, BitSums bits) {
      int each = buckets[0].length;
      long[] all = new long[each * buckets.length];
      for (int task = 0; task < buckets.length; task++) {
        System.arraycopy(buckets[task], 0, all, each * task, each);
      }
      int size = Integer.numberOfTrailingZeros(all.length / G1.LIMBS / positions.length);
      new BucketReduction(idle.element().sums).reduce(all, positions, size, bits);
      return bits.total();
    }

    /** The work space of one thread. */
    private final class Work {
      private final SegmentSums sums = segmentSums.get();
      private final BucketReduction reduction = new BucketReduction(sums);
      private final long[] buckets = new long[G1.LIMBS * (windows.half() + 1)];
      private final int[] starts = new int[windows.half() + 3];
      private int[] values = {};
      private int[] refs = {};

      /**
       * The bucket sums of window w over scalars {@code from .. to-1}, by magnitude of the digit
       * below the largest, as the first lists of their reduction.
       */
      long[] window(int w, int from, int to) {
        if (values.length < to - from) {
          values = new int[to - from];
          refs = new int[to - from];
        }
        digits.get(w, from, to, values);
        sort(from, to - from);
        sums.sum(points, refs, starts, windows.half() + 1, buckets);
        int width = windows.width() - 1;
        return BucketReduction.isLarge(width)
            ? reduction.halve(buckets, 1, width)
            : Arrays.copyOf(buckets, G1.LIMBS << width);
      }

      /** The bucket of the largest magnitude, which is one bit. */
      G1 half() {
        return G1.load(buckets, G1.LIMBS * windows.half());
      }

      /** Counting sort of the bases by magnitude of the digit, without digits 0. */
      private void sort(int from, int n) {
        int slots = windows.half() + 1;
        Arrays.fill(starts, 0);
        for (int i = 0; i < n; i++) {
          starts[Math.abs(values[i]) + 2]++;
        }
        starts[2] = 0; // digits 0
        for (int b = 2; b < slots + 2; b++) {
          starts[b] += starts[b - 1];
        }
        // starts[b + 1] is now where bucket b begins; filling it moves it on to where it ends.
        for (int i = 0; i < n; i++) {
          int digit = values[i];
          if (digit != 0) {
            int base = pairing.base(from + i);
            refs[starts[Math.abs(digit) + 1]++] = base << 1 | digit >>> 31;
          }
        }
      }
    }
  }
}
