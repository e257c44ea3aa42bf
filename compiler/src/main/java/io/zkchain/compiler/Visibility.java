package io.zkchain.compiler;

/** Who sees a tensor. */
public enum Visibility {
  /** Its values are part of the statement (parameters: anyone can rebuild the key). */
  PUBLIC,
  /** Only the prover knows it. */
  PRIVATE
}
