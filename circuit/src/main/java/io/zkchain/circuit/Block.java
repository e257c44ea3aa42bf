package io.zkchain.circuit;

import java.util.List;

/**
 * One aligned power-of-two piece of a tensor in one column.
 *
 * @param column number of the lane (witness tensors) or of the fixed column
 * @param offset first row, a multiple of {@link #size()}
 * @param parts one part per axis of the tensor, in axis order; within the block the bits of the
 *     last axis are lowest
 */
public record Block(int column, int offset, List<AxisPart> parts) {
  public Block {
    parts = List.copyOf(parts);
  }

  /** log2 of the number of rows. */
  public int bits() {
    int bits = 0;
    for (AxisPart part : parts) {
      bits += part.bits();
    }
    return bits;
  }

  public int size() {
    return 1 << bits();
  }

  /** Position of the axis's lowest bit in a row number of this block. */
  public int bitOffset(int axis) {
    int offset = 0;
    for (int k = axis + 1; k < parts.size(); k++) {
      offset += parts.get(k).bits();
    }
    return offset;
  }
}
