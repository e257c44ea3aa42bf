package io.zkchain.circuit;

import java.util.List;

/**
 * A 0/1 function of a few index variables: one factor of a term. Bounds are part of it.
 *
 * <p>A single variable in {@link Equal} is free: the factor is 1 for every value in its bound.
 */
public sealed interface IndexRelation {
  List<IndexVariable> variables();

  /** All variables have the same value. */
  record Equal(List<IndexVariable> variables) implements IndexRelation {
    public Equal {
      variables = List.copyOf(variables);
    }
  }

  /** sum of coefficient_i * v_i = constant. */
  record Affine(List<IndexVariable> variables, List<Long> coefficients, long constant)
      implements IndexRelation {
    public Affine {
      variables = List.copyOf(variables);
      coefficients = List.copyOf(coefficients);
    }
  }
}
