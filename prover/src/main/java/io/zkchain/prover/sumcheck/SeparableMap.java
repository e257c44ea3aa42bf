package io.zkchain.prover.sumcheck;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear map between tensors that is a product of one small matrix per group of index variables:
 * target[t] = sum_s prod_g K_g[t_g, s_g] source[s].
 *
 * <p>It is applied group by group. The largest sum over source indices comes first, on the source's
 * integers; what is left has the size of the other groups. Then follow the cheapest ones, so the
 * cost is near the size of the tensors and not their product. The intermediate array has one
 * dimension a group, holding source indices before the group's turn and target indices after it.
 */
final class SeparableMap {
  /** Below this, a row is too short for the kernels. */
  private static final int SHORT = 4;

  private final FieldKernel kernel = Kernels.fr();
  private final List<Group> groups = new ArrayList<>();

  private record Group(GroupIndex index, FrVector values) {
    int columns() {
      return index.sources.length;
    }

    int rows() {
      return index.targets.length;
    }

    /** Products per element of the intermediate array; below 1 where the array shrinks. */
    double growth() {
      return (double) index.rows.length / columns() * rows() / columns();
    }

    Group scaled(Fr factor) {
      return new Group(index, scale(values, factor));
    }
  }

  SeparableMap(List<GroupIndex> indices, List<AxisWeights> weights) {
    for (GroupIndex index : indices) {
      groups.add(new Group(index, index.values(weights)));
    }
  }

  private static FrVector scale(FrVector values, Fr factor) {
    FrVector scaled = new FrVector(values.size());
    FrVector one = FrVector.of(factor);
    Kernels.fr()
        .scale(values.limbs(), values.offset(0), one.limbs(), 0, scaled.limbs(), 0, values.size());
    return scaled;
  }

  /**
   * Adds factor * (map of source) to the target, to which other maps may add at the same time. Call
   * it once.
   *
   * @param source cells, row-major; null for a map without a source tensor, whose source is the 1
   * @param target cells, row-major
   */
  void addTo(FrVector target, long @Nullable [] source, Fr factor) {
    if (groups.stream().anyMatch(g -> g.index.rows.length == 0)) {
      return;
    }
    if (source == null) {
      scatter(outerProduct(factor), target);
      return;
    }
    // In the order of the source's axes, so that its array can be read as it is.
    groups.sort(Comparator.comparingInt(g -> -step(g.index.sources)));
    long[] cells = isNatural(source.length) ? source : gather(source);
    Group sum =
        groups.stream()
            .filter(g -> g.index.isContraction())
            .max(Comparator.comparingInt(Group::columns))
            .orElse(null);
    FrVector current;
    if (sum == null) {
      current = new FrVector(cells.length);
      kernel.scaleLongs(cells, 0, FrVector.of(factor).limbs(), 0, current.limbs(), 0, cells.length);
    } else {
      current = contractIntegers(cells, sum, factor);
      groups.remove(sum);
    }
    current = identitiesLast(current);
    List<Group> pending = new ArrayList<>(groups);
    pending.removeIf(g -> g.index.isIdentity());
    pending.sort(Comparator.comparingDouble(Group::growth));
    int[] sizes = groups.stream().mapToInt(Group::columns).toArray();
    for (Group next : pending) {
      int at = groups.indexOf(next);
      current = contract(current, sizes, at);
      sizes[at] = next.rows();
    }
    scatter(current, target);
  }

  private static int step(int[] offsets) {
    return offsets.length > 1 ? offsets[1] - offsets[0] : 0;
  }

  /** Whether the groups' sources, one after the other, are all cells in order. */
  private boolean isNatural(int cells) {
    int stride = cells;
    for (Group group : groups) {
      int[] sources = group.index.sources;
      if (sources[0] != 0 || stride % sources.length != 0) {
        return false;
      }
      stride /= sources.length;
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] != i * stride) {
          return false;
        }
      }
    }
    return stride == 1;
  }

  private long[] gather(long[] source) {
    int[] cells = cells(groups.stream().map(g -> g.index.sources).toList());
    long[] picked = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      picked[i] = source[cells[i]];
    }
    return picked;
  }

  private void scatter(FrVector values, FrVector target) {
    int[] cells = cells(groups.stream().map(g -> g.index.targets).toList());
    long[] sum = target.limbs();
    synchronized (target) {
      for (int i = 0; i < cells.length; i++) {
        int to = target.offset(cells[i]);
        PrimeField.FR.add(sum, to, values.limbs(), values.offset(i), sum, to);
      }
    }
  }

  /** Sums of one offset of each list, last list fastest. */
  private static int[] cells(List<int[]> offsets) {
    int[] cells = {0};
    for (int[] list : offsets) {
      int[] next = new int[cells.length * list.length];
      int k = 0;
      for (int cell : cells) {
        for (int offset : list) {
          next[k++] = cell + offset;
        }
      }
      cells = next;
    }
    return cells;
  }

  /** All groups have one column: the last one first, so that rows are long. */
  private FrVector outerProduct(Fr factor) {
    FrVector current = FrVector.of(factor);
    for (Group group : groups.reversed()) {
      int size = current.size();
      FrVector next = new FrVector(group.rows() * size);
      for (int e = 0; e < group.index.rows.length; e++) {
        kernel.scale(
            current.limbs(),
            0,
            group.values.limbs(),
            group.values.offset(e),
            next.limbs(),
            next.offset(group.index.rows[e] * size),
            size);
      }
      current = next;
    }
    return current;
  }

  private int size(int from, int to) {
    int size = 1;
    for (int g = from; g < to; g++) {
      size *= groups.get(g).columns();
    }
    return size;
  }

  /** Sums integers over a group's source indices, times a factor. */
  private FrVector contractIntegers(long[] in, Group group, Fr factor) {
    int at = groups.indexOf(group);
    int outer = size(0, at);
    int inner = size(at + 1, groups.size());
    int columns = group.columns();
    FrVector weights = group.scaled(factor).values;
    FrVector out = new FrVector(outer * inner);
    if (inner == 1) {
      kernel.innerProductsLongs(in, 0, columns, outer, weights.limbs(), 0, columns, out.limbs(), 0);
      return out;
    }
    long[][] rows = new long[columns][];
    java.util.Arrays.fill(rows, in);
    int[] offsets = new int[columns];
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < columns; c++) {
        offsets[c] = (o * columns + c) * inner;
      }
      kernel.combineLongs(
          rows, offsets, weights.limbs(), 0, out.limbs(), out.offset(o * inner), inner);
    }
    return out;
  }

  /** Reorders the groups and the array's dimensions, so that matrices act on long rows. */
  private FrVector identitiesLast(FrVector in) {
    List<Group> order = new ArrayList<>(groups);
    order.sort(Comparator.comparing(g -> g.index.isIdentity()));
    if (order.equals(groups)) {
      return in;
    }
    List<int[]> strides = new ArrayList<>();
    for (Group group : order) {
      int stride = size(groups.indexOf(group) + 1, groups.size());
      int[] offsets = new int[group.columns()];
      java.util.Arrays.setAll(offsets, i -> i * stride);
      strides.add(offsets);
    }
    int[] from = cells(strides);
    FrVector out = new FrVector(from.length);
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(
          in.limbs(), in.offset(from[i]), out.limbs(), out.offset(i), PrimeField.LIMBS);
    }
    groups.clear();
    groups.addAll(order);
    return out;
  }

  private FrVector contract(FrVector in, int[] sizes, int at) {
    Group group = groups.get(at);
    int outer = 1;
    int inner = 1;
    for (int g = 0; g < sizes.length; g++) {
      if (g < at) {
        outer *= sizes[g];
      } else if (g > at) {
        inner *= sizes[g];
      }
    }
    int[] rows = group.index.rows;
    int[] columns = group.index.columns;
    FrVector out = new FrVector(outer * group.rows() * inner);
    long[] product = new long[PrimeField.LIMBS];
    for (int o = 0; o < outer; o++) {
      for (int e = 0; e < rows.length; e++) {
        int value = group.values.offset(e);
        int from = in.offset((o * group.columns() + columns[e]) * inner);
        int to = out.offset((o * group.rows() + rows[e]) * inner);
        if (inner >= SHORT) {
          kernel.addScaled(in.limbs(), from, group.values.limbs(), value, out.limbs(), to, inner);
          continue;
        }
        for (int i = 0; i < inner * PrimeField.LIMBS; i += PrimeField.LIMBS) {
          PrimeField.FR.mul(in.limbs(), from + i, group.values.limbs(), value, product, 0);
          PrimeField.FR.add(out.limbs(), to + i, product, 0, out.limbs(), to + i);
        }
      }
    }
    return out;
  }
}
