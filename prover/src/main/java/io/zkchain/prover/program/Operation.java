package io.zkchain.prover.program;

/** What a node of the verifier program computes from its operands a and b. */
public enum Operation {
  /** A constant of the field. */
  CONSTANT,
  /** A challenge or a revealed evaluation; see {@link ProgramLayout}. */
  INPUT,
  /** a + b. */
  ADD,
  /** a - b. */
  SUB,
  /** a b. */
  MUL,
  /** 1 - a - b + 2 a b: one factor of eq, 1 if two bits are equal and 0 if not. */
  EQ
}
