package io.zkchain.prover.msm;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G1Sum;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Multi-scalar multiplication: {@code sum scalar_i * base_i} over bases that are fixed, such as the
 * powers of an SRS.
 *
 * <p>Pippenger's method with signed windows; buckets are summed by additions of affine points that
 * share inversions. All additions are complete, so repeated and opposite bases, infinity, and
 * scalars of any values are legal. Instances are immutable and thread-safe. Work space is bounded
 * by about 24 MB a thread and {@link #BLOCK} scalars, whatever the size of the sum.
 *
 * <pre>{@code
 * Msm msm = new Msm(srs.bases(), Parallel.common());
 * G1 commitment = msm.sum(coefficients); // FrVector
 * G1 cheaper = msm.sum(new long[] {3, -7, 0, 12}); // cost grows with the width of the integers
 * }</pre>
 */
public final class Msm {
  /** Scalars that are worked on together. */
  private static final int BLOCK = 1 << 18;

  private static final int LOAD_GRAIN = 1 << 12;

  /** Below this many terms the shared inversions do not pay. */
  private static final int FEW = 40;

  private final Bases bases;
  private final Parallel parallel;
  private final Supplier<PairAdder> adders;
  private final int block;

  /** Sums over these bases. */
  public Msm(Bases bases, Parallel parallel) {
    this(bases, parallel, PairAdder::create, BLOCK);
  }

  /** With a choice of adders, and of how many scalars are worked on together. */
  Msm(Bases bases, Parallel parallel, Supplier<PairAdder> adders, int block) {
    this.block = block;
    this.bases = bases;
    this.parallel = parallel;
    this.adders = adders;
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
    return sum(new Scalars.Full(scalars), new Chosen(indices));
  }

  /** Which base belongs to which scalar. */
  private sealed interface Pairing {
    int base(int scalar);
  }

  private record Consecutive(int first) implements Pairing {
    @Override
    public int base(int scalar) {
      return first + scalar;
    }
  }

  private record Chosen(int[] indices) implements Pairing {
    @Override
    public int base(int scalar) {
      return indices[scalar];
    }
  }

  /** The bases of scalars {@code from .. to-1} in one array: read many times, at random. */
  private long[] points(Pairing pairing, int from, int to) {
    long[] points = new long[G1.LIMBS * (to - from)];
    parallel.forRange(
        to - from,
        LOAD_GRAIN,
        (a, b) -> {
          switch (pairing) {
            case Consecutive c -> bases.load(c.base(from + a), b - a, points, G1.LIMBS * a);
            case Chosen c -> {
              for (int i = a; i < b; i++) {
                bases.load(c.base(from + i), 1, points, G1.LIMBS * i);
              }
            }
          }
        });
    return points;
  }

  private G1 sum(Scalars scalars, Pairing pairing) {
    G1 total = G1.INFINITY;
    for (int from = 0; from < scalars.size(); from += block) {
      int to = Math.min(scalars.size(), from + block);
      int terms = scalars.nonZero(from, to);
      if (terms > 0) {
        total =
            total.add(
                terms < FEW
                    ? few(scalars, pairing, from, to)
                    : many(scalars, pairing, from, to, terms));
      }
    }
    return total;
  }

  private G1 few(Scalars scalars, Pairing pairing, int from, int to) {
    List<Fr> factors = new ArrayList<>();
    List<G1> points = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long small = scalars instanceof Scalars.Small s ? s.values()[s.offset() + i] : 0;
      Fr factor =
          scalars instanceof Scalars.Full f ? f.values().get(i) : Fr.fromLong(Math.abs(small));
      if (!factor.isZero()) {
        G1 point = bases.get(pairing.base(i));
        factors.add(factor);
        points.add(small < 0 ? point.negate() : point);
      }
    }
    return G1.sum(factors, points);
  }

  private G1 many(Scalars scalars, Pairing pairing, int from, int to, int terms) {
    Windows windows = Windows.best(scalars.bits(from, to), terms);
    // Few windows (small scalars): cut the points, too, so that every thread has work.
    int parts = (parallel.threads() + windows.count() - 1) / windows.count();
    parts = Math.max(1, Math.min(parts, terms / (2 * windows.bucketSlots())));
    int size = (to - from + parts - 1) / parts;
    Scalars.Block[] blocks = new Scalars.Block[parts];
    parallel.forEach(
        parts,
        p ->
            blocks[p] =
                scalars.block(from + p * size, Math.min(to, from + (p + 1) * size), windows));
    long[] points = points(pairing, from, to);
    G1[][] results = new G1[parts * windows.count()][];
    ConcurrentLinkedQueue<WindowSum> idle = new ConcurrentLinkedQueue<>();
    parallel.forEach(
        results.length,
        task -> {
          WindowSum work = Objects.requireNonNullElseGet(idle.poll(), WindowSum::new);
          int start = task / windows.count() * size;
          int count = Math.min(to - from, start + size) - start;
          Scalars.Block block = blocks[task / windows.count()];
          results[task] = work.sum(points, start, count, block, task % windows.count(), windows);
          idle.add(work);
        });
    return combine(results, windows);
  }

  /** Horner's rule over all bits of all windows. */
  private static G1 combine(G1[][] results, Windows windows) {
    G1Sum sum = new G1Sum();
    for (int w = windows.count() - 1; w >= 0; w--) {
      for (int bit = windows.width() - 1; bit >= 0; bit--) {
        sum.twice();
        for (int task = w; task < results.length; task += windows.count()) {
          sum.add(results[task][bit]);
        }
      }
    }
    return sum.value();
  }

  /** The work space of one thread: the sum of one window over one part of the points. */
  private final class WindowSum {
    private final SegmentSums sums = new SegmentSums(adders.get());
    private final BucketReduction reduction = new BucketReduction(sums);
    private int[] digits = {};
    private int[] refs = {};
    private long[] buckets = {};
    private int[] starts = {};

    G1[] sum(long[] points, int first, int count, Scalars.Block block, int w, Windows windows) {
      int slots = windows.bucketSlots();
      reserve(count, slots);
      block.digits(w, digits);
      sort(first, count, windows.half() + 1);
      sums.sum(points, refs, starts, windows.half() + 1, buckets);
      G1[] result = new G1[windows.width()];
      Arrays.fill(buckets, 8 * (windows.half() + 1), 8 * slots, 0);
      reduction.reduce(buckets, windows.width(), result, 0);
      return result;
    }

    private void reserve(int count, int slots) {
      if (digits.length < count) {
        digits = new int[count];
        refs = new int[count];
      }
      if (starts.length < slots + 2) {
        starts = new int[slots + 2];
        buckets = new long[8 * slots];
      }
    }

    /** Counting sort of the bases by magnitude of the digit, without digits 0. */
    private void sort(int first, int count, int buckets) {
      Arrays.fill(starts, 0, buckets + 2, 0);
      for (int i = 0; i < count; i++) {
        starts[Math.abs(digits[i]) + 2]++;
      }
      starts[2] = 0; // digits 0
      for (int b = 2; b < buckets + 2; b++) {
        starts[b] += starts[b - 1];
      }
      // starts[b + 1] is now where bucket b begins; filling it moves it on to where it ends.
      for (int i = 0; i < count; i++) {
        int digit = digits[i];
        if (digit != 0) {
          refs[starts[Math.abs(digit) + 1]++] = (first + i) << 1 | digit >>> 31;
        }
      }
    }
  }
}
