package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;

/**
 * ONEHOT: n cells h_k of 0 or 1 for every index, {@code sum h_k = 1} and {@code sum k h_k = index}.
 *
 * <p><b>Unique</b> for every field element index: h_k are 0 or 1 by their range table, and n is far
 * below r, so exactly one is set; the second relation says which. An index outside 0..n-1 has no
 * assignment.
 */
public final class OneHot {

  private OneHot() {}

  /**
   * Flags of indices, along a new last axis.
   *
   * @param index whole numbers at scale 1
   * @param factor whether the flags will multiply fixed tensors or other single cells; they then
   *     are cells A, else C
   */
  public static QTensor of(Lowering l, String name, QTensor index, int n, boolean factor) {
    int[] dims = Arrays.copyOf(index.dims(), index.rank() + 1);
    dims[index.rank()] = n;
    String node = l.origin();
    Interval axis = new Interval(0, n - 1);
    l.rejectsOutside(axis, index.range());
    int buffer =
        l.compute(
            Arithmetic.volume(dims),
            (execution, out) -> {
              long[] in = execution.of(index);
              for (int i = 0; i < in.length; i++) {
                requireInside(node, in[i], i, axis);
                out[i * n + (int) in[i]] = 1;
              }
            });
    Interval bit = new Interval(0, 1);
    Committed cells =
        factor
            ? l.pair(name + ".flags", dims, l.range(2), buffer)
            : l.single(name + ".flags", dims, l.range(2), buffer);
    QTensor flags = l.read(cells, factor ? Cell.A : Cell.C, name + ".flags", dims, Scale.ONE, bit);
    Flags.requireOne(l, name, flags, index.rank());
    QTensor position = Flags.position(l, name + ".position", flags, index.rank());
    int[] wide = position.dims();
    QTensor given = Arithmetic.reshape(l, name + ".index", index, wide);
    l.vanish(name + ".index", List.of(given, Arithmetic.times(l, name, position, -1)));
    return flags;
  }

  /**
   * Indices from -n..n-1 as 0..n-1; nothing is added where the range shows that none is negative,
   * and one beyond n-1 is left to {@link #of}.
   */
  public static QTensor wrapped(Lowering l, String name, QTensor index, int n) {
    return index.range().lo() >= 0 ? index : within(l, name, index, n);
  }

  /**
   * Indices from -n..n-1 as 0..n-1, others rejected: one row (index, wrapped) of a table of 2n
   * rows. <b>Unique:</b> a relation ties the row's input to the index, the table its output; an
   * index outside has no row.
   */
  public static QTensor within(Lowering l, String name, QTensor index, int n) {
    LookupTable table = l.function("wrap " + n, new Interval(-n, n - 1), v -> v < 0 ? v + n : v);
    Interval reach = table.domain();
    l.rejectsOutside(reach, index.range());
    int checked = inside(l, index, reach);
    Committed rows = l.pair(name + ".wrap", index.dims(), table, checked);
    QTensor own = l.read(rows, Cell.A, name + ".wrap", index.dims(), Scale.ONE, reach);
    l.vanish(name + ".wrap", List.of(index, Arithmetic.times(l, name, own, -1)));
    return l.read(
        rows, Cell.B, name + ".wrapped", index.dims(), Scale.ONE, table.image(table.domain()));
  }

  /** The integers of indices, of which none may be outside. */
  static int inside(Lowering l, QTensor index, Interval bounds) {
    String node = l.origin();
    return l.compute(
        index.size(),
        (execution, out) -> {
          long[] in = execution.of(index);
          for (int i = 0; i < out.length; i++) {
            requireInside(node, in[i], i, bounds);
            out[i] = in[i];
          }
        });
  }

  private static void requireInside(String node, long index, int element, Interval bounds) {
    if (!bounds.contains(index)) {
      throw new InputDataException(
          ("node %s: the index in element %d is outside the proven range %d..%d of its axis; there"
                  + " is no proof for such an input")
              .formatted(node, element, bounds.lo(), bounds.hi()));
    }
  }
}
