package io.zkchain.compiler.lower;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.IndexRelation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A term of a virtual tensor: coefficient * sum of X[x] W[w] over the tuples of the index
 * relations.
 *
 * <p>{@link io.zkchain.circuit.Side#Y} variables number the axes of the virtual tensor; axes of
 * size 1 have no variable. Every other axis of the virtual tensor and every axis of the operands is
 * in exactly one relation.
 */
public record Addend(
    long coefficient, @Nullable CellRef x, @Nullable CellRef w, List<IndexRelation> relations) {
  public Addend {
    relations = List.copyOf(relations);
  }

  public Addend scaled(long factor) {
    return new Addend(Math.multiplyExact(coefficient, factor), x, w, relations);
  }

  public Addend with(List<IndexRelation> other) {
    return new Addend(coefficient, x, w, other);
  }

  /** Whether it can multiply a second tensor: a constant, or one tensor in a revealed column. */
  public boolean isFactor() {
    return w == null && (x == null || x.revealed());
  }

  /** Whether it reads no witness cell. */
  public boolean isFixed() {
    return w == null && (x == null || x.cell() == Cell.FIXED);
  }

  /** Number of tensors: 0 (a constant), 1 or 2. */
  public int degree() {
    return x == null ? 0 : w == null ? 1 : 2;
  }
}
