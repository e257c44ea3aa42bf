package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.lower.Addend;
import io.zkchain.compiler.lower.AxisExpression;
import io.zkchain.compiler.lower.IndexAlgebra;
import io.zkchain.compiler.lower.QTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Row-major reshapes as index relations: neighbouring axes whose sizes multiply to the same product
 * form a group, and in each group the row-major numbers of both sides agree.
 */
public final class Reshaping {

  private Reshaping() {}

  static Optional<QTensor> reshape(String name, QTensor t, int[] dims) {
    List<List<Integer>> groups = new ArrayList<>(); // old axes of each group
    List<List<Integer>> targets = new ArrayList<>(); // new axes of each group
    if (Arithmetic.volume(dims) != t.size()) {
      throw new IllegalArgumentException("reshape changes the number of elements");
    }
    group(t.dims(), dims, groups, targets);
    int[] flat = new int[groups.size()];
    for (int k = 0; k < flat.length; k++) {
      int size = 1;
      for (int axis : groups.get(k)) {
        size *= t.dim(axis);
      }
      flat[k] = size;
    }
    Optional<List<Addend>> merged = IndexAlgebra.merge(t, groups, flat);
    if (merged.isEmpty()) {
      return Optional.empty();
    }
    QTensor joined = new QTensor(name, flat, t.scale(), t.range(), merged.get(), t.buffer());
    List<AxisExpression> from = new ArrayList<>();
    for (List<Integer> axes : targets) {
      AxisExpression expression = AxisExpression.constant(0);
      long stride = 1;
      List<Integer> order = new ArrayList<>(axes).reversed();
      for (int axis : order) {
        expression = expression.plus(stride, axis, dims[axis]);
        stride *= dims[axis];
      }
      from.add(expression);
    }
    return IndexAlgebra.view(joined, from, dims)
        .map(addends -> new QTensor(name, dims, t.scale(), t.range(), addends, t.buffer()));
  }

  /**
   * For every new axis the old axes that it joins, in order, if the reshape only joins axes.
   *
   * @return empty if it splits one
   */
  public static Optional<List<List<Integer>>> joins(int[] old, int[] next) {
    List<List<Integer>> groups = new ArrayList<>();
    List<List<Integer>> targets = new ArrayList<>();
    group(old, next, groups, targets);
    List<List<Integer>> out = new ArrayList<>();
    for (int k = 0; k < groups.size(); k++) {
      List<Integer> wide = targets.get(k).stream().filter(axis -> next[axis] > 1).toList();
      if (wide.size() > 1) {
        return Optional.empty();
      }
      boolean given = false;
      for (int axis : targets.get(k)) {
        boolean takes = wide.isEmpty() ? !given : wide.contains(axis);
        out.add(takes ? groups.get(k) : List.of());
        given |= takes;
      }
    }
    return Optional.of(out);
  }

  // Axes of size 1 join the group before them (or the first one).
  private static void group(
      int[] old, int[] next, List<List<Integer>> groups, List<List<Integer>> targets) {
    int i = 0;
    int j = 0;
    while (i < old.length || j < next.length) {
      List<Integer> from = new ArrayList<>();
      List<Integer> to = new ArrayList<>();
      long a = 1;
      long b = 1;
      do {
        if (j >= next.length || (i < old.length && a <= b)) {
          a *= old[i];
          from.add(i++);
        } else {
          b *= next[j];
          to.add(j++);
        }
      } while (a != b || (from.isEmpty() && i < old.length && old[i] == 1));
      groups.add(from);
      targets.add(to);
    }
  }
}
