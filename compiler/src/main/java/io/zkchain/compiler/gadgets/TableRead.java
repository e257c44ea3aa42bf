package io.zkchain.compiler.gadgets;

import io.zkchain.circuit.Cell;
import io.zkchain.compiler.lower.Committed;
import io.zkchain.compiler.lower.LookupTable;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.Arrays;
import java.util.List;

/**
 * Reads constants at indices from the input: rows (key, element) of a function table, key = width *
 * index + column.
 *
 * <p><b>Unique</b> for every field element index: a relation ties every key to its index and
 * column, and the table has one output for it. A whole number outside 0..count-1 has a key that the
 * table lacks.
 *
 * <p>One row per element read; the elements may be of any width.
 */
public final class TableRead {

  // Tables of up to so many elements are named by them, and so shared by all nodes that read them.
  private static final int NAMED = 64;

  private TableRead() {}

  /**
   * The rows of a matrix at indices.
   *
   * @param index whole numbers at scale 1, dims [count]
   * @param elements row-major, width in each row
   * @return dims [count, width]
   */
  public static QTensor of(
      Lowering l, String name, QTensor index, int width, long[] elements, Scale unit) {
    int count = index.dim(0);
    int[] dims = {count, width};
    Interval domain = new Interval(0, elements.length - 1);
    String content = elements.length <= NAMED ? Arrays.toString(elements) : "of " + name;
    LookupTable table = l.function("elements " + content, domain, key -> elements[(int) key]);
    int checked = OneHot.inside(l, index, new Interval(0, elements.length / width - 1));
    QTensor inside =
        new QTensor(
            index.name(), index.dims(), index.scale(), index.range(), index.addends(), checked);
    QTensor column = Flags.ramp(l, name + ".column", dims, 1);
    QTensor wide = Arithmetic.reshape(l, name + ".row", inside, new int[] {count, 1});
    QTensor keys =
        Arithmetic.sum(l, name + ".key", List.of(wide, column), List.of((long) width, 1L));
    l.rejectsOutside(domain, keys.range());
    Committed rows = l.pair(name + ".key", dims, table, keys.buffer());
    QTensor own = l.read(rows, Cell.A, name + ".key", dims, Scale.ONE, domain);
    l.vanish(name + ".key", List.of(keys, Arithmetic.times(l, name, own, -1)));
    return l.read(rows, Cell.B, name, dims, unit, table.image(domain));
  }
}
