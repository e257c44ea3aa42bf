package io.zkchain.prover.protocol;

import io.zkchain.circuit.Cell;
import io.zkchain.circuit.Witness;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Witnesses with one value changed. */
final class Alterations {
  private Alterations() {}

  /** The witness with {@code step} added to one cell of a tensor. */
  static Witness cell(Witness w, Cell cell, int tensor, int index, long step) {
    return switch (cell) {
      case A -> new Witness(add(w.a(), tensor, index, step), w.b(), w.c(), w.publicValues());
      case B -> new Witness(w.a(), add(w.b(), tensor, index, step), w.c(), w.publicValues());
      case C -> new Witness(w.a(), w.b(), add(w.c(), tensor, index, step), w.publicValues());
      case FIXED -> throw new IllegalArgumentException("a fixed cell is in no witness");
    };
  }

  /** The witness with {@code step} added to one public value. */
  static Witness publicValue(Witness w, int tensor, int index, long step) {
    return new Witness(w.a(), w.b(), w.c(), add(w.publicValues(), tensor, index, step));
  }

  private static Map<Integer, long[]> add(
      Map<Integer, long[]> values, int key, int index, long step) {
    Map<Integer, long[]> altered = new HashMap<>(values);
    long[] copy = Objects.requireNonNull(values.get(key)).clone();
    copy[index] += step;
    altered.put(key, copy);
    return altered;
  }
}
