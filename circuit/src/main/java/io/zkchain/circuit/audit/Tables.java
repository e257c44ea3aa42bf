package io.zkchain.circuit.audit;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entries of lookup tables. Immutable. */
final class Tables {
  /** Inputs kept for one output; more would only be tried one after the other. */
  private static final int MOST = 4;

  private final List<Table> tables;
  private final long[][] outputs;
  private final List<Map<Long, long[]>> inputs;

  Tables(Circuit circuit, FixedValues fixedValues) {
    tables = circuit.tables();
    outputs = new long[tables.size()][];
    for (int t = 0; t < outputs.length; t++) {
      outputs[t] = tables.get(t).function() ? fixedValues.table(t) : new long[0];
    }
    inputs = java.util.stream.IntStream.range(0, outputs.length).mapToObj(this::inverse).toList();
  }

  private Map<Long, long[]> inverse(int table) {
    Map<Long, long[]> map = new HashMap<>();
    for (int i = 0; i < outputs[table].length; i++) {
      long input = tables.get(table).low() + i;
      map.merge(
          outputs[table][i],
          new long[] {input},
          (known, more) -> {
            if (known.length == MOST) {
              return known;
            }
            long[] longer = java.util.Arrays.copyOf(known, known.length + 1);
            longer[known.length] = input;
            return longer;
          });
    }
    return map;
  }

  Table of(Tensor tensor) {
    return tables.get(tensor.table());
  }

  boolean hasInput(Tensor tensor, long input) {
    return input >= of(tensor).low() && input <= of(tensor).high();
  }

  /** The output of an input that the tensor's table has. */
  long output(Tensor tensor, long input) {
    Table table = of(tensor);
    return table.function() ? outputs[tensor.table()][(int) (input - table.low())] : 0;
  }

  /** Some inputs with an output; none for range tables. */
  long[] inputs(Tensor tensor, long output) {
    return inputs.get(tensor.table()).getOrDefault(output, new long[0]);
  }

  /** Whether a row may hold the two values (the second is 0 in a SINGLE tensor). */
  boolean accepts(Tensor tensor, long input, long output) {
    return tensor.slot() != Slot.FIXED
        && hasInput(tensor, input)
        && output(tensor, input) == output;
  }
}
