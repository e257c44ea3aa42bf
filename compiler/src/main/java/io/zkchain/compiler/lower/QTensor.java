package io.zkchain.compiler.lower;

import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import java.util.List;

/**
 * A tensor of integers at a scale, as operators see it: real value = integer * scale.
 *
 * <p>It is <em>virtual</em>: a sum of addends over committed cells. Committing costs rows, so
 * operators commit as late as possible; linear and index operators never do.
 *
 * @param name the ONNX value, or a name derived from one
 * @param dims sizes of all axes, those of size 1 included
 * @param range of every element, from the table ranges and the real weights
 * @param buffer where the evaluator keeps the integers, row-major
 */
public record QTensor(
    String name, int[] dims, Scale scale, Interval range, List<Addend> addends, int buffer) {
  public QTensor {
    dims = dims.clone();
    addends = List.copyOf(addends);
  }

  @Override
  public int[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  public int dim(int axis) {
    return dims[axis];
  }

  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /**
   * Whether every addend is a constant or one witness cell that can be a product's first factor.
   */
  public boolean isFactor() {
    return addends.stream().allMatch(Addend::isFactor);
  }

  /** Whether no addend has two tensors. */
  public boolean isLinear() {
    return addends.stream().allMatch(a -> a.degree() < 2);
  }

  /** Whether all addends are constants or weights. */
  public boolean isFixed() {
    return addends.stream().allMatch(Addend::isFixed);
  }

  public QTensor named(String other) {
    return new QTensor(other, dims, scale, range, addends, buffer);
  }

  public QTensor at(Scale other) {
    return new QTensor(name, dims, other, range, addends, buffer);
  }
}
