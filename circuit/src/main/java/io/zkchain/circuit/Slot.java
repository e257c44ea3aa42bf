package io.zkchain.circuit;

/** Where the cells of a tensor live. */
public enum Slot {
  /** Columns a and b of a lane; every row (a, b) is looked up in the tensor's table. */
  PAIR,
  /** Column c of a lane; every cell is looked up in the tensor's range table. */
  SINGLE,
  /** A fixed column: weights, committed in the verifying key. */
  FIXED
}
