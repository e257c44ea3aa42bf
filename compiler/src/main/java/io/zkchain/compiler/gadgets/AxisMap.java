package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.IndexRelation;
import io.zkchain.circuit.IndexRelation.Equal;
import io.zkchain.circuit.IndexVariable;
import io.zkchain.circuit.Side;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.Kernel;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A constant index map along one axis: element i of the result is element {@code sources[i]} of the
 * tensor, or 0 where that is negative.
 *
 * <p>Runs of sources in arithmetic progression are index relations: a run at positions [p, q) is
 * the relation {@code x = d y + c} for y below q, minus the same for y below p where that reads
 * something. Many short runs are one product with a fixed 0/1 matrix instead. Virtual, so no cell
 * that could be ambiguous, unless the tensor itself must be copied to cells first ({@link Commit}).
 * Exact, but for the rounding of such a copy.
 */
public final class AxisMap {
  private static final int CHEAP_RUNS = 6;
  private static final long MOST_ENTRIES = 1L << 20;
  private static final int MOST_RUNS = 512;

  // Positions from .. from + count - 1 read first, first + step, ..
  private record Run(int from, int count, int first, int step) {
    int end() {
      return from + count;
    }

    // Whether the line through the run reads something at a position before it.
    boolean readsBefore(int size) {
      for (int at = 0; at < from; at++) {
        long source = first + (long) step * (at - from);
        if (0 <= source && source < size) {
          return true;
        }
      }
      return false;
    }
  }

  private AxisMap() {}

  /**
   * The mapped tensor.
   *
   * @param sources for every position along the axis of the result, one of the tensor, or negative
   */
  public static QTensor of(Lowering l, String name, QTensor x, int axis, int[] sources) {
    int[] same = new int[x.dim(axis)];
    Arrays.setAll(same, i -> i);
    if (Arrays.equals(same, sources)) {
      return x.named(name);
    }
    int repeats = repeats(sources);
    if (repeats > 1) {
      int[] each = new int[sources.length / repeats];
      Arrays.setAll(each, i -> sources[i * repeats]);
      return repeat(l, name, of(l, name, x, axis, each), axis, repeats);
    }
    int period = period(sources);
    if (period < sources.length) {
      QTensor once = of(l, name, x, axis, Arrays.copyOf(sources, period));
      return tile(l, name, once, axis, sources.length / period);
    }
    List<Run> runs = runs(sources);
    long entries = (long) sources.length * x.dim(axis);
    if (runs.size() > CHEAP_RUNS && entries <= MOST_ENTRIES) {
      return byMatrix(l, name, x, axis, sources);
    }
    if (runs.size() > MOST_RUNS) {
      throw new UnsupportedModelException(
          "node %s: a map of %d to %d elements in %d pieces is too irregular"
              .formatted(l.origin(), x.dim(axis), sources.length, runs.size()));
    }
    return byRuns(l, name, x, axis, sources, runs);
  }

  // How often every source is repeated in its place.
  private static int repeats(int[] sources) {
    int gcd = 0;
    int start = 0;
    for (int i = 1; i <= sources.length; i++) {
      if (i == sources.length || sources[i] != sources[start]) {
        gcd = gcd(i - start, gcd);
        start = i;
      }
    }
    return Math.max(1, gcd);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static int period(int[] sources) {
    for (int period = 1; period <= sources.length / 2; period++) {
      if (sources.length % period == 0) {
        int shift = period;
        boolean holds =
            IntStream.range(shift, sources.length).allMatch(i -> sources[i] == sources[i - shift]);
        if (holds) {
          return period;
        }
      }
    }
    return sources.length;
  }

  /** Every element along an axis so many times in its place. */
  public static QTensor repeat(Lowering l, String name, QTensor x, int axis, int times) {
    return spread(l, name, x, axis, axis + 1, times);
  }

  /** The whole axis so many times, one after the other. */
  public static QTensor tile(Lowering l, String name, QTensor x, int axis, int times) {
    return spread(l, name, x, axis, axis, times);
  }

  // A new axis before or after the axis, along which the tensor is the same; then joined with it.
  private static QTensor spread(
      Lowering l, String name, QTensor x, int axis, int fresh, int times) {
    int[] dims = new int[x.rank() + 1];
    List<AxisExpression> from = new ArrayList<>();
    dims[fresh] = times;
    for (int k = 0; k < x.rank(); k++) {
      int at = k < fresh ? k : k + 1;
      dims[at] = x.dim(k);
      from.add(AxisExpression.axis(at, x.dim(k)));
    }
    int[] joined = x.dims();
    joined[axis] *= times;
    return Arithmetic.reshape(l, name, Arithmetic.view(l, name, x, from, dims), joined);
  }

  /** The longest runs, from the left; positions that read nothing are left out. */
  private static List<Run> runs(int[] sources) {
    List<Run> runs = new ArrayList<>();
    int at = 0;
    while (at < sources.length) {
      if (sources[at] < 0) {
        at++;
        continue;
      }
      int count = 1;
      int step = 0;
      if (at + 1 < sources.length && sources[at + 1] >= 0) {
        step = sources[at + 1] - sources[at];
        count = 2;
        while (at + count < sources.length
            && sources[at + count] >= 0
            && sources[at + count] == sources[at] + count * step) {
          count++;
        }
      }
      runs.add(new Run(at, count, sources[at], count == 1 ? 0 : step));
      at += count;
    }
    return runs;
  }

  private static QTensor byRuns(
      Lowering l, String name, QTensor x, int axis, int[] sources, List<Run> runs) {
    List<Addend> addends = new ArrayList<>();
    for (Run run : runs) {
      Optional<List<Addend>> upTo = below(x, axis, run, run.end(), sources.length);
      boolean more = run.readsBefore(x.dim(axis)) && run.from() > 0;
      Optional<List<Addend>> before =
          more ? below(x, axis, run, run.from(), sources.length) : Optional.of(List.of());
      if (upTo.isEmpty() || before.isEmpty()) {
        return byRuns(l, name, Commit.copy(l, x), axis, sources, runs);
      }
      addends.addAll(upTo.get());
      before.get().forEach(a -> addends.add(a.scaled(-1)));
    }
    return result(l, name, x, axis, sources, Arithmetic.combined(addends));
  }

  // The line through a run, at positions below the end, in a result of the given length.
  private static Optional<List<Addend>> below(QTensor x, int axis, Run run, int end, int length) {
    int[] dims = x.dims();
    dims[axis] = end;
    List<AxisExpression> from = Arithmetic.same(dims);
    from.set(
        axis,
        run.step() == 0
            ? AxisExpression.constant(run.first())
            : AxisExpression.constant(run.first() - (long) run.step() * run.from())
                .plus(run.step(), axis, end));
    Optional<List<Addend>> view = IndexAlgebra.view(x, from, dims);
    return end > 1 || length == 1
        ? view
        : view.map(addends -> addends.stream().map(a -> atFirst(a, axis)).toList());
  }

  // An axis of one position has no variable; in the wider result it needs one.
  private static Addend atFirst(Addend addend, int axis) {
    List<IndexRelation> relations = new ArrayList<>(addend.relations());
    relations.add(new Equal(List.of(new IndexVariable(Side.Y, axis, 1))));
    return addend.with(relations);
  }

  private static QTensor byMatrix(Lowering l, String name, QTensor x, int axis, int[] sources) {
    int width = x.dim(axis);
    long[] entries = new long[sources.length * width];
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] >= 0) {
        entries[i * width + sources[i]] = 1;
      }
    }
    QTensor cells = Commit.exactFactor(l, x);
    QTensor map = l.fixed(name + ".map", new int[] {sources.length, width}, entries, Scale.ONE);
    int[] dims = cells.dims();
    dims[axis] = sources.length;
    int[] labels = new int[dims.length];
    Arrays.setAll(labels, k -> k);
    int[] inner = labels.clone();
    inner[axis] = dims.length;
    return Arithmetic.contract(
        l,
        name,
        cells,
        inner,
        map,
        new int[] {axis, dims.length},
        dims,
        labels,
        range(cells, sources),
        kernel(cells, axis, sources));
  }

  private static QTensor result(
      Lowering l, String name, QTensor x, int axis, int[] sources, List<Addend> addends) {
    int[] dims = x.dims();
    dims[axis] = sources.length;
    int buffer = l.compute(Arithmetic.volume(dims), kernel(x, axis, sources));
    return new QTensor(name, dims, x.scale(), range(x, sources), addends, buffer);
  }

  private static Interval range(QTensor x, int[] sources) {
    boolean zeros = Arrays.stream(sources).anyMatch(s -> s < 0);
    return zeros ? x.range().union(new Interval(0, 0)) : x.range();
  }

  private static Kernel kernel(QTensor x, int axis, int[] sources) {
    int width = x.dim(axis);
    int inner = 1;
    for (int k = axis + 1; k < x.rank(); k++) {
      inner *= x.dim(k);
    }
    int block = inner;
    return (execution, out) -> {
      long[] in = execution.of(x);
      for (int i = 0; i < out.length; i++) {
        int source = sources[i / block % sources.length];
        if (source >= 0) {
          int outer = i / (block * sources.length);
          out[i] = in[(outer * width + source) * block + i % block];
        }
      }
    };
  }
}
