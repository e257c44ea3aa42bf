package io.zkchain.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A static shape: no dimension is negative and the element count fits an {@code int}. The empty
 * shape is a scalar. Elements are stored row-major (last axis fastest).
 */
public record TensorShape(List<Integer> dims) {

  /** Far above what operators use; a damaged file must not ask for millions of axes. */
  private static final int MAX_RANK = 64;

  /** The shape of a scalar. */
  public static final TensorShape SCALAR = new TensorShape(List.of());

  /**
   * @throws IllegalArgumentException if a dimension is negative or the element count exceeds 2^31 -
   *     1
   */
  public TensorShape {
    checkRank(dims.size());
    dims = List.copyOf(dims);
    long size = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in " + text(dims));
      }
      size *= Math.max(dim, 1);
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("more than 2^31 - 1 elements in " + text(dims));
      }
    }
  }

  public static TensorShape of(int... dims) {
    List<Integer> list = new ArrayList<>(dims.length);
    for (int dim : dims) {
      list.add(dim);
    }
    return new TensorShape(list);
  }

  /**
   * A shape from 64-bit dimensions.
   *
   * @throws IllegalArgumentException as the constructor, and if a dimension exceeds 2^31 - 1
   */
  public static TensorShape of(long[] dims) {
    checkRank(dims.length);
    List<Integer> list = new ArrayList<>(dims.length);
    for (long dim : dims) {
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("dimension " + dim + " is outside 0 .. 2^31 - 1");
      }
      list.add((int) dim);
    }
    return new TensorShape(list);
  }

  public int rank() {
    return dims.size();
  }

  /** The length of an axis; {@code axis} counts from 0 and must be below the rank. */
  public int dim(int axis) {
    return dims.get(axis);
  }

  /** The element count; 1 for a scalar. */
  public int size() {
    return sizeOf(0, rank());
  }

  /** The product of the axes {@code from .. to - 1}; 1 where there is none. */
  public int sizeOf(int from, int to) {
    int size = 1;
    for (int axis = from; axis < to; axis++) {
      size *= dims.get(axis);
    }
    return size;
  }

  /** Row-major strides in elements. */
  public int[] strides() {
    int[] strides = new int[rank()];
    int stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims.get(axis);
    }
    return strides;
  }

  public int[] toArray() {
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  /** This shape with one axis of another length. */
  public TensorShape withDim(int axis, int length) {
    List<Integer> list = new ArrayList<>(dims);
    list.set(axis, length);
    return new TensorShape(list);
  }

  /** For example {@code [1, 3, 32, 32]}. */
  @Override
  public String toString() {
    return text(dims);
  }

  private static void checkRank(int rank) {
    if (rank > MAX_RANK) {
      throw new IllegalArgumentException(rank + " axes, at most " + MAX_RANK + " are supported");
    }
  }

  private static String text(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
