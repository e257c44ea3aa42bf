package io.zkchain.circuit.audit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Cells that can hold something else without any constraint noticing.
 *
 * @param changes one cell or row, or several that make up for each other
 */
public record Finding(List<ChangedCell> changes) {
  /**
   * One of them.
   *
   * @param origin the ONNX node (name and operator) that the cell comes from
   * @param tensor name of the tensor
   * @param cell A, B or C
   * @param index of the cell in the tensor, as text
   * @param from what the witness holds; secret
   * @param to what it could hold
   */
  public record ChangedCell(
      String origin, String tensor, String cell, String index, long from, long to) {}

  public Finding {
    changes = List.copyOf(changes);
  }

  /** One line for the witness's owner; it tells values. */
  public String message() {
    return changes.stream()
        .map(c ->
            "node %s: cell %s of %s%s can be %d instead of %d"
                .formatted(c.origin, c.cell, c.tensor, c.index, c.to, c.from))
        .collect(Collectors.joining("; "));
  }
}
