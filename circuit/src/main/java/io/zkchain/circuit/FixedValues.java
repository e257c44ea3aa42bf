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

  /**
   * Values of a fixed tensor; the array itself.
   *
   * @throws CircuitException if there are none
   */
  public long[] tensor(int id) {
    long[] values = tensors.get(id);
    if (values == null) {
      throw new CircuitException("no fixed values for tensor " + id);
    }
    return values;
  }

  /**
   * Outputs of a function table; the array itself.
   *
   * @throws CircuitException if there are none
   */
  public long[] table(int position) {
    long[] values = tables.get(position);
    if (values == null) {
      throw new CircuitException("no outputs for table " + position);
    }
    return values;
  }

  @Override
  public String toString() {
    return "FixedValues[" + tensors.size() + " tensors, " + tables.size() + " tables]";
  }
}
