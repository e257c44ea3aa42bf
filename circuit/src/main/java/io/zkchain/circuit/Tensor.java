package io.zkchain.circuit;

import java.util.List;

/**
 * A box of committed cells, laid into aligned blocks of columns.
 *
 * <p>Every cell of a witness tensor is looked up: a {@link Slot#PAIR} tensor's rows (a, b) in its
 * table, a {@link Slot#SINGLE} tensor's cells in its range table. That rule is part of the type, so
 * no witness cell is without a range.
 *
 * @param id position in the circuit's list of tensors
 * @param name unique, for people
 * @param origin the ONNX node (name and operator) that it comes from
 * @param table position in the circuit's list of tables; -1 for fixed tensors
 * @param magnitudeBits declared size of a fixed tensor's values: |v| < 2^magnitudeBits; 0 for
 *     witness tensors, whose range is their table's
 * @param blocks disjoint, together covering every valid cell
 */
public record Tensor(
    int id,
    String name,
    String origin,
    Slot slot,
    Shape shape,
    int table,
    int magnitudeBits,
    List<Block> blocks) {
  public Tensor {
    blocks = List.copyOf(blocks);
  }
}
