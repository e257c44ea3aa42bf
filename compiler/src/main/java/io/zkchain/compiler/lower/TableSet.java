package io.zkchain.compiler.lower;

import io.zkchain.circuit.Slot;
import io.zkchain.compiler.quantize.Interval;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The lookup tables of a circuit while it is lowered, each made once. */
final class TableSet {
  private final long limit;
  private final int plannedStepBits;
  private final Map<String, LookupTable> tables = new LinkedHashMap<>();
  private @Nullable LookupTable identity;
  private @Nullable LookupTable step;
  private int requestedStepBits;

  /**
   * @param limit largest input of function tables
   * @param plannedStepBits width of the sign table that earlier passes found necessary
   */
  TableSet(long limit, int plannedStepBits) {
    this.limit = limit;
    this.plannedStepBits = plannedStepBits;
  }

  Interval domain() {
    return new Interval(-limit, limit);
  }

  LookupTable function(String key, Interval inputs, LongUnaryOperator f) {
    return tables.computeIfAbsent(
        key,
        name -> {
          long[] outputs = new long[Math.toIntExact(inputs.hi() - inputs.lo() + 1)];
          for (int i = 0; i < outputs.length; i++) {
            outputs[i] = f.applyAsLong(inputs.lo() + i);
          }
          return new LookupTable(name, inputs, outputs);
        });
  }

  boolean has(String key) {
    return tables.containsKey(key);
  }

  /** The first function table that is f on the inputs, if one exists already. */
  Optional<LookupTable> like(Interval inputs, LongUnaryOperator f) {
    return tables.values().stream()
        .filter(t -> t.function() && t.domain().contains(inputs))
        .filter(t ->
            LongStream.rangeClosed(inputs.lo(), inputs.hi())
                .allMatch(v -> t.apply(v) == f.applyAsLong(v)))
        .findFirst();
  }

  LookupTable range(long size) {
    return tables.computeIfAbsent(
        "range " + size, name -> new LookupTable(name, new Interval(0, size - 1), null));
  }

  LookupTable range(Interval values) {
    return values.lo() == 0
        ? range(values.hi() + 1)
        : tables.computeIfAbsent(
            "range %d..%d".formatted(values.lo(), values.hi()),
            name -> new LookupTable(name, values, null));
  }

  LookupTable identity() {
    if (identity == null) {
      identity = new LookupTable("signed range", domain(), null);
    }
    return identity;
  }

  LookupTable step(int bits) {
    requestedStepBits = Math.max(requestedStepBits, bits);
    if (step == null) {
      int wide = Math.max(bits, plannedStepBits);
      Interval inputs = new Interval(-(1L << (wide - 1)), (1L << (wide - 1)) - 1);
      step = function("step", inputs, v -> v >= 0 ? 1 : 0);
    }
    return step;
  }

  int requestedStepBits() {
    return requestedStepBits;
  }

  /** The tables that some tensor reads, with the identity table settled. */
  List<LookupTable> used(List<Committed> tensors) {
    settleIdentity();
    Set<LookupTable> used = new HashSet<>();
    for (Committed tensor : tensors) {
      if (tensor.slot() != Slot.FIXED && tensor.table() != null) {
        used.add(tensor.table().resolved());
      }
    }
    return tables.values().stream().filter(used::contains).toList();
  }

  // Only a table of the very same domain may serve: a clamp into the identity table would have two
  // assignments for a value one beyond its end if rows could hold that value.
  private void settleIdentity() {
    if (identity == null) {
      return;
    }
    for (LookupTable table : tables.values()) {
      if (table.domain().equals(identity.domain())) {
        identity.serveBy(table);
        return;
      }
    }
    tables.put(identity.name(), identity);
  }
}
