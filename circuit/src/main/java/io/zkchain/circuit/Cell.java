package io.zkchain.circuit;

/** The kind of column that an operand reads. */
public enum Cell {
  /** Input of a lane's first lookup; revealed at the end of the first sum-check. */
  A,
  /** Output of a lane's first lookup; revealed. */
  B,
  /** The lane's second lookup, a range check; never revealed. */
  C,
  /** A column committed in the verifying key; never revealed. */
  FIXED
}
