package io.zkchain.compiler.lower;

import io.zkchain.circuit.Cell;

/** One kind of cell of a committed or fixed tensor. */
public record CellRef(Committed tensor, Cell cell) {

  /** Whether the cells are revealed, so that they can be the first factor of a product. */
  public boolean revealed() {
    return cell == Cell.A || cell == Cell.B;
  }
}
