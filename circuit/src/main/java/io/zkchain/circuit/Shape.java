package io.zkchain.circuit;

import java.util.Arrays;

/**
 * The sizes of an index box, first axis highest (row-major order, as in ONNX).
 *
 * <p>Axis k has {@link #bits(int) ceil(log2(size))} index bits. In a padded index the bits of all
 * axes are concatenated, last axis lowest. A shape of rank 0 has one cell.
 */
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /**
   * A shape of the given sizes.
   *
   * @throws CircuitException if a size is not positive or the volume passes 2^30
   */
  public static Shape of(int... sizes) {
    long volume = 1;
    for (int size : sizes) {
      if (size < 1) {
        throw new CircuitException("shape " + Arrays.toString(sizes) + " has a size below 1");
      }
      volume *= size;
      if (volume > 1 << 30) {
        throw new CircuitException("shape " + Arrays.toString(sizes) + " has more than 2^30 cells");
      }
    }
    return new Shape(sizes.clone());
  }

  public int rank() {
    return sizes.length;
  }

  public int size(int axis) {
    return sizes[axis];
  }

  /** Number of index bits of an axis, 0 for a size of 1. */
  public int bits(int axis) {
    return bitsFor(sizes[axis]);
  }

  /** Sum of the axes' bits: the number of variables of a padded index. */
  public int totalBits() {
    int total = 0;
    for (int size : sizes) {
      total += bitsFor(size);
    }
    return total;
  }

  /** Number of valid cells. */
  public int volume() {
    int volume = 1;
    for (int size : sizes) {
      volume *= size;
    }
    return volume;
  }

  /** Row-major distance between neighbours along an axis, over valid cells. */
  public int stride(int axis) {
    int stride = 1;
    for (int k = axis + 1; k < sizes.length; k++) {
      stride *= sizes[k];
    }
    return stride;
  }

  /** Position of the axis's lowest bit in a padded index. */
  public int bitOffset(int axis) {
    int offset = 0;
    for (int k = axis + 1; k < sizes.length; k++) {
      offset += bitsFor(sizes[k]);
    }
    return offset;
  }

  /**
   * Whether the row-major number of a cell equals its padded index, which holds if every axis but
   * the first is a power of two. Public tensors need it.
   */
  public boolean isDense() {
    for (int k = 1; k < sizes.length; k++) {
      if (Integer.bitCount(sizes[k]) != 1) {
        return false;
      }
    }
    return true;
  }

  /** The index of a cell, given its row-major number over valid cells. */
  public int[] index(int cell) {
    int[] index = new int[sizes.length];
    int rest = cell;
    for (int k = sizes.length - 1; k >= 0; k--) {
      index[k] = rest % sizes[k];
      rest /= sizes[k];
    }
    return index;
  }

  /** The index of a cell for messages, such as "[0, 3]". */
  public String indexText(int cell) {
    return Arrays.toString(index(cell));
  }

  public int[] toArray() {
    return sizes.clone();
  }

  /** ceil(log2(size)). */
  public static int bitsFor(int size) {
    return 32 - Integer.numberOfLeadingZeros(size - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
