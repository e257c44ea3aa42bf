package io.zkchain.compiler.graph;

/** Element type and static shape of a value. */
public record TensorType(DataType dtype, TensorShape shape) {

  public TensorType withShape(TensorShape other) {
    return new TensorType(dtype, other);
  }

  public TensorType withDtype(DataType other) {
    return new TensorType(other, shape);
  }

  /** For example {@code float32[1, 10]}. */
  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
