package io.zkchain.compiler;

/** What a node does on inputs that leave its table, where the weights do not rule that out. */
public enum Overflow {
  /** It clamps; the clamp is part of the proven function. */
  SATURATE,
  /** There is no proof; the witness generator names the node. */
  REJECT
}
