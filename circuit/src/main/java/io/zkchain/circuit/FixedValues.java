package io.zkchain.circuit;

import java.util.Map;

/**
 * The integers behind the fixed columns: values of fixed tensors by tensor id and outputs of
 * function tables by table position, both row-major over valid entries. Secret if the parameters
 * are private; {@link #toString()} prints none.
 */
public record FixedValues(Map<Integer, long[]> tensors, Map<Integer, long[]> tables) {
  public FixedValues {
    tensors = Map.copyOf(tensors);
    tables = Map.copyOf(tables);
  }

  @Override
  public String toString() {
    return "FixedValues[" + tensors.size() + " tensors, " + tables.size() + " tables]";
  }
}
