package io.zkchain.prover.sumcheck;

import io.zkchain.prover.field.FieldKernel;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.field.Kernels;
import io.zkchain.prover.field.PrimeField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A linear map between tensors that is a product of one small matrix per group of index variables:
 * target[t] = sum_s prod_g K_g[t_g, s_g] source[s].
 *
 * <p>It is applied group by group, the cheapest first, so the cost is near the size of the tensors
 * and not their product. The intermediate array has one dimension a group, holding source indices
 * before the group's turn and target indices after it.
 */
final class SeparableMap {
  private final List<GroupMatrix> groups;
  private final FieldKernel kernel = Kernels.fr();

  SeparableMap(List<GroupMatrix> groups) {
    this.groups = List.copyOf(groups);
  }

  /**
   * Adds factor * (map of source) to the target.
   *
   * @param source cells, row-major; the single value 1 for a map without a source tensor
   * @param target cells, row-major
   */
  void addTo(FrVector target, long[] source, Fr factor) {
    if (groups.stream().anyMatch(g -> g.values.length == 0)) {
      return;
    }
    FrVector current = gather(source);
    int[] sizes = groups.stream().mapToInt(g -> g.sources.length).toArray();
    List<Integer> pending = new ArrayList<>();
    for (int g = 0; g < sizes.length; g++) {
      if (!groups.get(g).isIdentity()) {
        pending.add(g);
      }
    }
    while (!pending.isEmpty()) {
      Integer next = pending.stream().min(Comparator.comparingDouble(this::growth)).orElseThrow();
      pending.remove(next);
      current = contract(current, sizes, next);
      sizes[next] = groups.get(next).targets.length;
    }
    scatter(current, target, factor);
  }

  /** Products per element of the intermediate array; below 1 where the array shrinks. */
  private double growth(int group) {
    GroupMatrix matrix = groups.get(group);
    double work = (double) matrix.values.length / matrix.sources.length;
    return work * ((double) matrix.targets.length / matrix.sources.length);
  }

  private FrVector gather(long[] source) {
    int[] cells = cells(groups.stream().map(g -> g.sources).toList());
    long[] picked = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      picked[i] = source[cells[i]];
    }
    return FrVector.ofLongs(picked);
  }

  private void scatter(FrVector values, FrVector target, Fr factor) {
    int[] cells = cells(groups.stream().map(g -> g.targets).toList());
    long[] scale = new long[PrimeField.LIMBS];
    factor.store(scale, 0);
    kernel.scale(
        values.limbs(), values.offset(0), scale, 0, values.limbs(), values.offset(0), cells.length);
    for (int i = 0; i < cells.length; i++) {
      int to = target.offset(cells[i]);
      PrimeField.FR.add(target.limbs(), to, values.limbs(), values.offset(i), target.limbs(), to);
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

  private FrVector contract(FrVector in, int[] sizes, int group) {
    GroupMatrix matrix = groups.get(group);
    int outer = 1;
    int inner = 1;
    for (int g = 0; g < sizes.length; g++) {
      if (g < group) {
        outer *= sizes[g];
      } else if (g > group) {
        inner *= sizes[g];
      }
    }
    int columns = matrix.sources.length;
    int rows = matrix.targets.length;
    FrVector out = new FrVector(outer * rows * inner);
    FrVector values = FrVector.of(matrix.values);
    for (int o = 0; o < outer; o++) {
      for (int e = 0; e < matrix.values.length; e++) {
        kernel.addScaled(
            in.limbs(),
            in.offset((o * columns + matrix.columns[e]) * inner),
            values.limbs(),
            values.offset(e),
            out.limbs(),
            out.offset((o * rows + matrix.rows[e]) * inner),
            inner);
      }
    }
    return out;
  }
}
