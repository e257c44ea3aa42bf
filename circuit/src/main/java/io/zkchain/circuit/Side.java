package io.zkchain.circuit;

/** What an index variable runs over. */
public enum Side {
  /** An axis of the relation's output box. */
  Y,
  /** An axis of the term's first tensor. */
  X,
  /** An axis of the term's second tensor. */
  W,
  /** No axis: summed over its whole range. */
  FREE
}
